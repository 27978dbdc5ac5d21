"""What stands in the cells of a straightened page and outside them: lines of ink, read by models."""
