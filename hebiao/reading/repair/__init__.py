"""What was recognised on scanned pages, held to the form's sums: chosen by them, proven, or told to be unsure."""
