"""What checks do in the bounded child; apart from the checks, so that nothing else is loaded."""
