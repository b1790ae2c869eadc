"""Doors: each turns HTTP into one query or action, and the answer into a page."""
