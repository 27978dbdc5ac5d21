"""What a text may be: labels, level names and words, from lists with their sources."""
