"""The application: its answers, its revisions, and the only door to its status."""
