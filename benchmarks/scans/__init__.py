"""Pages printed, scanned badly on purpose, and held to what was printed."""
