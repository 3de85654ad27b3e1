"""From a built site to its readers."""
