"""What would explain a finding, and whether the form or its reading is at fault."""
