"""The whole database as files of other programs."""
