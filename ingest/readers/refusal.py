"""Why a file does not get in: a named reason, and in Korean what an admin can do about it."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """The names of the reasons: for logs, scripts and tests."""

    DISTRIBUTION = "distribution"
    HWP3 = "hwp3"
    PASSWORD = "password"
    LOCKED = "locked"
    SCANNED = "scanned"
    GARBLED = "garbled"
    BROKEN = "broken"
    PARTIAL = "partial"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    CHARSET = "charset"
    UNKNOWN = "unknown"
    OLD_OFFICE = "old_office"
    NO_READER = "no_reader"


MESSAGES: Final[dict[Reason, str]] = {
    Reason.DISTRIBUTION: "배포용으로 저장한 한글 문서라서 내용이 잠겨 있어요."
    " 만든 곳에서 원본을 받거나, 한글에서 PDF로 인쇄해 넣어 주세요",
    Reason.HWP3: "한글 97 이전 형식(HWP 3)이에요. 한글에서 열어 HWPX나 PDF로 다시 저장해 주세요",
    Reason.PASSWORD: "암호가 걸려 있어요. 암호를 풀고 다시 저장해 주세요",
    Reason.LOCKED: "문서 보안(DRM·공인인증서)으로 잠겨 있어요. 보안을 풀고 다시 저장해 주세요",
    Reason.SCANNED: "글자 없이 그림만 있는 스캔 문서예요. 글자가 있는 원본 파일(HWPX·DOCX·PDF)을 넣어 주세요",
    Reason.GARBLED: "글자 정보가 없는 PDF라서 내용을 알아볼 수 없어요."
    " 원래 프로그램에서 PDF로 다시 저장하거나 원본 파일을 넣어 주세요",
    Reason.BROKEN: "파일이 깨져 있어요. 다시 내려받거나 원래 프로그램에서 다시 저장해 주세요",
    Reason.PARTIAL: "일부를 읽을 수 없는 파일이에요. 원래 프로그램에서 HWPX나 PDF로 다시 저장해 주세요",
    Reason.EMPTY: "글이 없어요. 내용이 있는 파일인지 확인해 주세요",
    Reason.TOO_LARGE: "너무 큰 파일이에요. 나누거나, 그림을 빼고 다시 저장해 주세요",
    Reason.TOO_LONG: "읽는 데 너무 오래 걸려서 멈췄어요. 파일을 나누거나 다른 형식(HWPX·DOCX)으로 저장해 주세요",
    Reason.CHARSET: "글자를 알아볼 수 없어요. UTF-8로 다시 저장해 주세요",
    Reason.UNKNOWN: "읽을 수 없는 형식이에요. MD, TXT, HTML, DOCX, HWP, HWPX, PDF 가운데 하나로 저장해 주세요",
    Reason.OLD_OFFICE: "읽을 수 없는 문서 형식이에요. 원래 프로그램에서 DOCX나 PDF로 다시 저장해 주세요",
    Reason.NO_READER: "이 컴퓨터에는 이 형식을 읽는 프로그램이 없어요."
    " HWPX나 PDF로 다시 저장하거나, 다른 컴퓨터에서 넣어 주세요",
}


#: What readers give instead of a 배포용 document, without an error.
PLACEHOLDER: Final = "상위 버전의 배포용 문서"


class Refusal(Exception):
    """A file that is not taken. `detail` is for the log alone: English, or what a library said."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
