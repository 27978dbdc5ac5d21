"""Where files come from: folders, archives, object stores, lists; and how their content is known and kept."""
