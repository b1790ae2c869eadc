"""The ministry: frozen batches and the decision on them."""
