"""One module per place of the agency's desk."""
