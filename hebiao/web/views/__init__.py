"""The pages, a module each: its routes; the template of its name, the queries are in ``store``."""
