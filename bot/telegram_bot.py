"""The door of the Telegram bot, for the command that starts it."""

from bot.messenger.run import run_bot

__all__ = ["run_bot"]
