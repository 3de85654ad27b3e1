"""One folder a feature: all that makes it, from its schema to its pages."""
