"""Forms to findings: what disagrees, and why."""
