"""One module per topic: each view loads, calls one query or action, and answers."""
