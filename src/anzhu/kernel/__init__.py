"""What every floor above stands on: clock, actor, refusals, one-time keys, limits, secrets, jobs."""
