"""How numbers look on the pages."""
