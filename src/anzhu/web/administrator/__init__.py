"""The administrator's desk: working days, the sets of rules, and the clock of a demo."""
