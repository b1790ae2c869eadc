"""What the addresses of a training institution answer."""
