"""What makes a record well formed, decided without input or output."""
