"""What leaves no ink: text that is hidden, covered or masked."""
