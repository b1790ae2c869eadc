"""The right itself: whose it is, for what, from when to when, and what bars it."""
