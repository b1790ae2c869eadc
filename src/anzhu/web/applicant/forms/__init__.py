"""One module per topic: what the pages ask, and how what was typed is read."""
