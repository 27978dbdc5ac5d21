"""Whether an actual meets its target: answers in words, deadlines, changes and directions."""
