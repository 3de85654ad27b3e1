"""What differs in production: the public address."""

from pelicanconf import *  # noqa: F403

# BUILDING_PRECOMPRESS = True  # for a server of your own: pages are sent compressed without its having to do it
# PUBLISHING_TO, PUBLISHING_REMOTE = "ssh", "user@host:/var/www/site"  # where `invoke publish` sends it (docs)
BUILDING_HOLD_ADDRESSES = True  # an address that was published is not lost without your saying so (.moved.txt)
SITEURL = "https://carnets-auvergne.example"
