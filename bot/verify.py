"""Verification where it used to stand: see bot.verification."""

from bot.verification import Verdict, verify

__all__ = ["Verdict", "verify"]
