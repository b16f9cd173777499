"""What can go wrong with a language model: what stops a start, and what an answer gets over."""

from enum import Enum

from knowledge.errors import OngilError


class PromptError(OngilError):
    """A prompt file is missing or its variables are wrong; the message names them."""


class ModelSetupError(OngilError):
    """The language model of the settings cannot be made: a missing package, an unknown provider."""


class Trouble(Enum):
    """Why the language model wrote nothing this time, as /why and doctor say it."""

    TIME = "제시간에 답하지 않았어요"
    UNREACHABLE = "연결되지 않거나 연결이 끊겼어요"
    LIMIT = "요청이 많다고 잠시 막았어요 (429)"
    SERVER = "모델 서버에 문제가 있어요"
    KEY = "키를 받지 않아요"
    REQUEST = "요청을 받지 않아요. 모델 이름과 주소를 확인해 주세요"
    NONSENSE = "알아들을 수 없는 답을 보냈어요"
    RESTING = "잇달아 실패해서 잠시 쉬고 있어요"
    BUDGET_DAY = "하루 토큰 한도를 다 썼어요"
    BUDGET_CHAT = "이 대화의 하루 토큰 한도를 다 썼어요"


class ModelFailed(Exception):
    """The language model gave nothing to use. Caught where the extractive answer takes over; no person sees it."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float | None = None) -> None:
        super().__init__(f"{trouble.name} {detail}".strip())
        self.trouble, self.wait = trouble, wait
