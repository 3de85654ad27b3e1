"""What machines call a part in a post, the same in every language of the site."""

from __future__ import annotations

from placette.features.posts.article import Role

ROLE_NAMES = {
    Role.PHOTOGRAPHER: "photographer",
    Role.ILLUSTRATOR: "illustrator",
    Role.TRANSLATOR: "translator",
    Role.WITNESS: "witness",
    Role.COLLECTOR: "collector",
    Role.PROOFREADER: "proofreader",
}
"""``roleName`` in the words of schema.org, for structured data and feeds."""
