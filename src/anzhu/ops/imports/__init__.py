"""Lists from outside as CSV files: read whole, every value checked, taken over whole or not."""
