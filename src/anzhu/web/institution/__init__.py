"""A training institution: lists that come in, objections that wait, one trainee at a time."""
