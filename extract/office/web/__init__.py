"""Saved web pages, and the JSON in which other tools hand on what they read."""
