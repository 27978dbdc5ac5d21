"""What a form states or leaves out, and what its place asks for."""
