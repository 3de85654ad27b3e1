"""Small photos without metadata, drawn landscapes."""
