"""A sheet that shows each post's card as messengers, networks and search engines would."""
