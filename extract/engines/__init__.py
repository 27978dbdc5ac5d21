"""Other engines as readers of PDF pages, and the comparison of two readings."""
