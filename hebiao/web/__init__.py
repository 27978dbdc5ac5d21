"""The web application on a database: ``make_app`` gives it, ``hebiao serve`` runs it."""
