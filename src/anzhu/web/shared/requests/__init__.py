"""Requests of the short tracks, seen from both sides of the counter: one page for all of it."""
