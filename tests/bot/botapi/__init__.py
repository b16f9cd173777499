"""A strict Bot API server on this machine, over real HTTP: what Telegram refuses, it refuses.

It is not Telegram. Its rules are those of the Bot API's documentation, of its error texts, and stricter
where Telegram silently repairs (an entity that ends in white space, a control character): there a call
succeeds and is noted as a violation, which fails the test.
"""

from tests.bot.botapi.server import BotApi, serve
from tests.bot.botapi.state import TOKEN

__all__ = ["TOKEN", "BotApi", "serve"]
