"""Agencies, employers and groups: data with dates, names that were others once."""
