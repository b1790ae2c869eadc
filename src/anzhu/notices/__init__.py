"""Told once, told inside the transaction: what the house says to people, and by which channel."""
