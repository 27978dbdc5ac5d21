"""Text files to grids: tabs, pipes, commas, Markdown, HTML, drawn tables, columns by blanks."""
