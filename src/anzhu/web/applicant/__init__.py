"""The applicant's own pages: what can be done now, and one application from start to end."""
