"""Forms and findings shown: on a terminal, as tables, as files of other programs."""
