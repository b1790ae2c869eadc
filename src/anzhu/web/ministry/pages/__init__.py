"""What the pages of the ministry are given."""
