"""Single scores: within their weight, not negative, explained where they fall short."""
