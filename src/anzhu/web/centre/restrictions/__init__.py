"""Bans: find one person, enter an order with its instrument, have another one confirm it."""
