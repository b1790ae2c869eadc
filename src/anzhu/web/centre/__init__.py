"""The centre: final review, batches for the ministry, production and shipping."""
