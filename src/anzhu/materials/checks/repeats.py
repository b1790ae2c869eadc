"""Was the same evidence handed in with another person's application?

The trade takes a picture's fingerprint; what is alike is looked up by ``materials.repeats``, which
keeps the fingerprints and writes the findings on both sides.
"""

from collections.abc import Iterator

from anzhu.materials.checks.interface import Check, Finding, Outcome, Seen, When
from anzhu.rules import repeats

_BITS = 256


def judge(_seen: Seen) -> Iterator[Finding]:
    """One page alone repeats nothing."""
    return iter(())


def same_file() -> Finding:
    """Byte for byte what somebody else handed in."""
    return Finding(code="same_file", outcome=Outcome.UNSURE, confidence=1.0)


def same_picture(bits_apart: int) -> Finding:
    """Nearly the picture that somebody else handed in."""
    alike = 1 - bits_apart / _BITS
    return Finding(code="same_picture", outcome=Outcome.UNSURE, confidence=alike)


CHECK = Check(
    name="repeats",
    version=1,
    materials=frozenset(repeats.COMPARED),
    judge=judge,
    when=When.AFTERWARDS,
    trade="anzhu.files.prints",
)
