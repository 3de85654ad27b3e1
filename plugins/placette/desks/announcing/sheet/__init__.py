"""Cards as messengers, networks and search engines show them."""
