"""The editors' sheet: every post as messengers, networks and search engines will show it."""
