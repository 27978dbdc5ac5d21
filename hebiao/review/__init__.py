"""What waits for a person, what may be right instead, and what the person said of it."""
