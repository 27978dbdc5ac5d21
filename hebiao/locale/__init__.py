"""The catalogue of the interface: what the terminal and the pages say, Chinese and English side by side."""
