"""One module per topic: the finished objects that templates are given."""
