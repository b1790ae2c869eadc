"""What the pages of the centre are given."""
