"""The names of the pictures that the portrait's child writes for its parent."""

ORIGINAL = "original.jpg"
PORTRAIT = "portrait.jpg"
