"""Pages of files as pictures: drawn in workers under limits, kept in a cache folder."""
