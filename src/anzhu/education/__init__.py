"""Continuing education: records with a source, the lists they came in, and objections to them."""
