"""Forms and findings to SQL and back."""
