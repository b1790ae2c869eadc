"""Append-only record of who did what to what: one hash chain per case, and its verifier."""
