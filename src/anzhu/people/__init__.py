"""Humans, the accounts they hold, and the qualifications on the national roster."""
