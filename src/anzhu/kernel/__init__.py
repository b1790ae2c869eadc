"""What every floor stands on: clock, actor, refusals, one-time keys, limits, secrets, jobs."""
