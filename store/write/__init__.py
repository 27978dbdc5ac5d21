"""Forms and findings into rows, and rows into the database."""
