"""What the bot says of itself, to merchants: every line in one place."""

START = """안녕하세요, 온길이에요. 소상공인의 디지털 전환을 돕는 플랫폼·정부 지원을 찾아 드려요.

이렇게 물어보세요.
• 네이버가 소상공인 AI 교육에 얼마를 쓴대요?
• 전통시장에서 카카오 도움을 받을 수 있나요?
• 당근에 가게를 알리고 싶은데 뭐부터 하면 돼요?

가진 자료에 있는 것만 말씀드리고, 답마다 출처와 날짜를 붙여요. 어떤 사업이 있는지 보시려면 /programs 를 눌러 주세요."""

HELP = """궁금한 것을 평소 말투로 적어 보내 주세요. 이어서 물어보셔도 돼요.

/programs 어떤 지원사업이 있는지 보기
/sources 방금 답의 출처 자세히 보기
/reset 앞에서 나눈 이야기를 잊고 새로 시작
/help 이 도움말

답 아래의 ‘도움됐어요’와 ‘아니에요’를 눌러 주시면 더 나은 답을 만드는 데 써요. 질문은 전화번호, 이메일, 사업자등록번호를 가린 뒤에만 남겨요.
접수 기간과 금액은 바뀔 수 있으니, 신청 전에 출처에서 꼭 다시 확인해 주세요."""

SUPPORT = "사람과 이야기하고 싶으시면: {contact}"

COMMANDS = (
    ("start", "처음 인사와 물어보는 방법"),
    ("programs", "어떤 지원사업이 있는지 보기"),
    ("sources", "방금 답의 출처 자세히 보기"),
    ("reset", "앞의 이야기를 잊고 새로 시작"),
    ("help", "도움말"),
)

#: For admins alone; /help tells only them.
ADMIN_COMMANDS = (
    ("documents", "자료 목록과 다시 확인할 자료"),
    ("ingest", "폴더에서 바뀐 자료 넣기"),
    ("rollback", "바로 앞의 색인으로 되돌리기"),
)
ADMIN_HELP = """관리자 명령
/documents 자료 목록과 다시 확인할 자료 보기
/ingest 폴더에서 바뀐 자료 넣기
/rollback 바로 앞의 색인으로 되돌리기
문서 파일을 보내시면 무엇이 바뀌는지 먼저 보여 드리고 여쭤봐요."""
NOT_ADMIN = "자료를 맡은 관리자만 쓸 수 있어요. 궁금한 것은 글로 적어 주시면 찾아 드릴게요."
ONLY_IN_PRIVATE = "관리자 명령은 저와 둘이 나누는 대화에서 써 주세요."
FILE_TOO_LARGE = "파일이 너무 커요. 텔레그램으로는 20MB까지 받을 수 있어요. 더 큰 파일은 서버의 폴더에 넣고 /ingest 를 눌러 주세요."
FILE_NOT_FETCHED = "텔레그램에서 파일을 받지 못했어요. 잠시 뒤에 다시 보내 주세요."
WOULD_CHANGE = "이렇게 바뀌어요."
SHALL_I = "이대로 할까요?"
YES = "네, 할게요"
NO = "아니요"
DOING = "하고 있어요. 끝나면 알려 드릴게요."
NOT_DONE = "그만뒀어요. 아무것도 바뀌지 않았어요."
DONE = "다 했어요."
TRY_AGAIN = "다시 해 볼까요?"
DECISION_GONE = "지난 단추예요. 명령이나 파일을 다시 보내 주세요."

RESET = "앞에서 나눈 이야기를 잊었어요. 새로 물어봐 주세요."
UNKNOWN_COMMAND = "모르는 명령이에요. /help 를 누르면 쓸 수 있는 명령이 나와요."

NO_ANSWER_YET = "아직 드린 답이 없어요. 먼저 궁금한 것을 물어봐 주세요."
NO_SOURCES = "그 답은 근거로 든 자료가 없어요."
NO_RELATED = "함께 볼 만한 사업을 찾지 못했어요."
ANSWER_GONE = "오래된 답이라 더 보여 드릴 수 없어요. 다시 물어봐 주세요."
JUST_SHOWN = "바로 아래에 보내 드렸어요."
SHOWING = "보여 드릴게요."
THANKS = {1: "고마워요. 도움이 됐다니 기뻐요!", -1: "알려 주셔서 고마워요. 더 나은 답을 준비할게요."}

SOURCES_TITLE = "출처"
SOURCES_OF = "답의 근거가 된 자료예요."
RELATED_TITLE = "함께 보면 좋은 사업이에요. 눌러 보세요."
PROGRAMS_TITLE = "어디의 지원이 궁금하세요?"
NO_PROGRAMS = "아직 준비된 자료가 없어요. 조금 뒤에 다시 와 주세요."
PROGRAM_GONE = "목록이 바뀌었어요. /programs 를 다시 눌러 주세요."

SHOW_SOURCES = "출처 보기"
SHOW_RELATED = "관련 프로그램"
HELPFUL = "👍 도움됐어요"
NOT_HELPFUL = "👎 아니에요"
CHOSEN = " ✓"
BACK = "처음으로"
PREVIOUS = "◀ 앞"
NEXT = "뒤 ▶"

FAILED = "죄송해요, 답을 만들다가 문제가 생겼어요. 잠시 뒤에 다시 물어봐 주세요."
TOO_LONG = "죄송해요, 답을 찾는 데 너무 오래 걸려서 멈췄어요. 조금 짧게 다시 물어봐 주세요."
TOO_MANY = "앞에 보내신 글을 아직 읽고 있어요. 답을 받으신 뒤에 다시 보내 주세요."

#: What is said to a message without words, by what it has. Telegram's own names.
WITHOUT_WORDS = {
    "photo": "사진은 아직 읽지 못해요. 궁금한 것을 글로 적어 주시겠어요?",
    "voice": "음성은 아직 듣지 못해요. 글로 적어 주시면 바로 찾아 드릴게요.",
    "audio": "소리 파일은 아직 듣지 못해요. 글로 적어 주시면 바로 찾아 드릴게요.",
    "video": "영상은 아직 보지 못해요. 궁금한 것을 글로 적어 주시겠어요?",
    "video_note": "영상은 아직 보지 못해요. 궁금한 것을 글로 적어 주시겠어요?",
    "sticker": "반가워요! 궁금한 것을 글로 적어 주시면 찾아 드릴게요.",
    "location": "위치는 쓰지 않고 남기지도 않아요. 지역 지원이 궁금하시면 동네 이름을 글로 적어 주세요.",
    "venue": "위치는 쓰지 않고 남기지도 않아요. 지역 지원이 궁금하시면 동네 이름을 글로 적어 주세요.",
    "contact": "연락처는 쓰지 않고 남기지도 않아요. 궁금한 것을 글로 적어 주세요.",
    "document": "파일은 아직 열어 보지 못해요. 궁금한 것을 글로 적어 주시겠어요?",
}
ONLY_WORDS = "지금은 글만 읽을 수 있어요. 궁금한 것을 글로 적어 주시겠어요?"

# To the person at the terminal.
NO_TOKEN = "텔레그램 봇 토큰이 없어요. @BotFather 에게서 받은 토큰을 .env 파일에 TELEGRAM_BOT_TOKEN=… 으로 적어 주세요."
WRONG_TOKEN = "텔레그램이 이 봇 토큰을 받지 않아요. TELEGRAM_BOT_TOKEN 을 @BotFather 의 토큰과 견주어 보세요 (서버: {server})."
UNREACHABLE = (
    "텔레그램 서버에 닿지 않아요. 인터넷 연결과 TELEGRAM_BASE_URL 을 확인해 주세요 (서버: {server})."
)
STILL_TRYING = "텔레그램 서버에 아직 닿지 않아서 다시 해 보고 있어요."
CONFLICT = "같은 토큰으로 켜진 봇이 또 있어요. 하나만 남기고 꺼 주세요. 그동안 질문을 받지 못할 수 있어요."
READY = "온길이 @{name} 으로 켜졌어요. 멈추려면 Ctrl-C 를 눌러 주세요."
STOPPED = "온길을 껐어요."
