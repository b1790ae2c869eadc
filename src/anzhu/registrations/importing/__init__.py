"""Registrations of the time before, taken over from lists: read, compared, written whole."""
