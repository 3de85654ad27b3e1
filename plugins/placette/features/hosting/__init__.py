"""Headers, redirects and what is gone, in the words of each server."""
