"""The bounds of the pages of an upload: what its child may use, and what it makes of them."""

from anzhu.files.sandbox import Bounds

PAGES_TRADE, TURNING_TRADE = "anzhu.files.pages", "anzhu.files.turning"
#: Of data; what libraries map of their own files comes on top, and makes it 256 MiB at most.
PAGES_BOUNDS = Bounds(memory=240 * 1024 * 1024, cpu_seconds=10)
#: Pixels of the long side that is kept.
LONG_SIDE = 3000
MOST_PAGES = 30
