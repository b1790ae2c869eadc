"""Settings: `base` for all, then `local` (embedded everything), `production`, `test`."""
