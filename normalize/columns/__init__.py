"""The columns of a block, by their labels or by what stands in them."""
