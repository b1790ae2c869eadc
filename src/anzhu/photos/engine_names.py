"""The names of the pictures that the portrait's child writes for its parent."""

ORIGINAL = "original.jpg"
PORTRAIT = "portrait.jpg"
#: The original, small enough to be moved about in a browser.
PREVIEW = "preview.jpg"
