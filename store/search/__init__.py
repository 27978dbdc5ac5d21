"""The search index over the texts of forms, and which forms a filter chooses."""
