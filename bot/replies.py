"""What Ongil says when it does not answer from a document: greetings, refusals, messages it cannot read."""

from bot.guard import Talk

SMALL_TALK: dict[Talk, str] = {
    Talk.HELLO: "안녕하세요, 온길이에요. 소상공인 지원사업이나 네이버·카카오·쿠팡·당근·배달앱 프로그램이 궁금하시면 편하게 물어보세요.",
    Talk.WHO_ARE_YOU: (
        "저는 온길이에요. 소상공인 지원사업과 네이버·카카오·쿠팡·당근·배달앱 프로그램을 자료에서 찾아 "
        "출처와 날짜를 붙여 알려 드려요. 예를 들어 “키오스크 들이는데 나라에서 얼마 도와줘요?”처럼 물어보세요."
    ),
    Talk.THANKS: "도움이 됐다니 다행이에요. 또 궁금한 것이 생기면 언제든 물어보세요.",
    Talk.BYE: "네, 오늘도 수고 많으셨어요. 궁금한 것이 생기면 또 물어보세요.",
    Talk.SORRY: "괜찮아요. 궁금한 것을 편하게 물어보세요.",
    Talk.OK: "네, 더 궁금한 것이 있으면 물어보세요.",
}

EMPTY = "질문이 비어 있어요. 궁금한 것을 한 문장으로 적어 주세요."
NO_WORDS = "글자가 없어서 무엇이 궁금하신지 알 수 없어요. 한 문장으로 적어 주세요."
TOO_LONG = "질문이 너무 길어요. 가장 궁금한 것 하나를 두세 문장으로 줄여서 다시 보내 주세요."
ORDERS = (
    "그 부탁은 들어드릴 수 없어요. 저는 자료에 있는 지원사업과 플랫폼 프로그램만 출처를 붙여 알려 드려요."
)
ABUSE = "많이 답답하셨나 봐요. 어떤 지원이나 프로그램이 궁금하신지 알려 주시면 자료에서 찾아볼게요."
NOT_FOUND = "그 내용은 제 자료에 없어요. 잘못 알려 드리면 손해를 보실 수 있어서 답하지 않을게요."
ASK_BACK = "어느 사업이나 프로그램을 물어보시는지 알려 주세요."
FOR_EXAMPLE = "예를 들어 {titles}처럼 이름을 함께 적어 주시거나, 하고 싶은 일을 적어 주시면 찾아 드려요."
NEARBY = "대신 이런 것은 알려 드릴 수 있어요: {titles}."
ASK_ELSEWHERE = "소상공인 지원이 궁금하시면 중소기업 통합콜센터에 물어보실 수 있어요."
WHERE_TO_ASK = "물어볼 곳: {where}"
CONTACT = "담당자 {contact}"
