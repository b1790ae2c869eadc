"""The demonstration world: named people who do not exist, and pictures that nobody took."""
