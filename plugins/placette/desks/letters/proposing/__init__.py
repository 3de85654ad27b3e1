"""A letter becomes a post's folder, and that folder a branch or a proposal on a forge."""
