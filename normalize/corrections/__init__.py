"""What a correction changes: a corrected text is read as the form's own was, with all the numbers that come of it."""
