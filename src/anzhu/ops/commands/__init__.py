"""The commands of `anzhu`, one module each: `configure(parser)` and `run(arguments)`."""
