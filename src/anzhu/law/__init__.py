"""The law as an office keeps it: amended numbers and the calendar of working days."""
