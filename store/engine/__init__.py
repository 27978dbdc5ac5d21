"""Connections to SQLite and PostgreSQL, for writers and for readers, and many rows at once."""
