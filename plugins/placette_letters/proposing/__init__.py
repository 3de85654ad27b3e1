"""A case becomes a proposal, and that a folder, a branch or a proposal on a forge."""
