"""What is written back to people, and what their answers say."""
