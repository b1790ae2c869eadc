"""Every component with an example, for builders of pages; only in a demo or in development."""
