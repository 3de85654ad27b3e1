"""Headers, redirects and gone addresses, in the language of each server."""
