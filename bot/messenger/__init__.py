"""The Telegram bot. `run.run_bot` is its door; nothing here is imported by any other command."""
