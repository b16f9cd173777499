"""Verification (검증): claim by claim, is it carried by what it cites? For every composer alike.

`Verifier(analyzer).verify(claims, passages, documents)` or `verify(…)`. Figures are read by `figures`.
"""

from bot.verification.verifier import Kind, Verdict, Verifier, verify

__all__ = ["Kind", "Verdict", "Verifier", "verify"]
