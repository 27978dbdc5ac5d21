"""What a correction changes: a corrected text is read as the form's own was, with all that follows."""
