"""One module per place of the centre's desk."""
