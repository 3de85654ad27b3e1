"""The desk's own store: who wrote what, what was answered. It lies outside the site, so no address ever enters git."""
