"""Word, Excel, OFD and saved web pages: each to the same grids."""
