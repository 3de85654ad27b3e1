"""Pictures: small photos without metadata, and drawn landscapes."""
