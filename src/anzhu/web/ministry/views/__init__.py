"""One module per place of the ministry's desk."""
