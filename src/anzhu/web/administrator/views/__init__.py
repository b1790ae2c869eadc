"""What the administrator sees and does."""
