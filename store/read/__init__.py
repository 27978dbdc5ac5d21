"""Questions to the database: forms, findings, scores, files, and the SQL of users."""
