"""The goals by name, and what a run may be asked for. Nothing here needs Django yet."""

from types import MappingProxyType

#: Goal, and the module below ``anzhu.ops.bench`` whose function of that name measures it.
GOALS = MappingProxyType(
    {
        "G1": "pages",
        "G2": "pages",
        "G3": "pages",
        "G5": "form",
        "G6": "sheets",
        "G7": "batch",
        "G8": "learning",
        "G9": "pages",
        "memory": "pages",
    }
)
