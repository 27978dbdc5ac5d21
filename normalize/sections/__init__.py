"""The sections of a form: head, funds, goals, indicators with their levels, total and foot."""
