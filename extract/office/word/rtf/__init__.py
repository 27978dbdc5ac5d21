"""Rich Text Format: its codes, its groups and states, and the tables that its rows make."""
