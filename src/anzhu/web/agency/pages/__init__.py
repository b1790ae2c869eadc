"""What the agency's templates are given."""
