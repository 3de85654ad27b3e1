"""What differs in production: the public address."""

from pelicanconf import *  # noqa: F403

SITEURL = "https://carnets-auvergne.example"
