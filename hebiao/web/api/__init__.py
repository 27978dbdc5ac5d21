"""The same as the pages show, as JSON, and what describes it."""
