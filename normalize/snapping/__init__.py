"""Labels of recognised pages: those that were misread by a character are put right by the vocabulary."""
