"""Word, RTF and OpenDocument texts, each to paragraphs and tables and from there to the same grids."""
