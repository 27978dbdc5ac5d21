"""Number formats, and what they show of a value."""
