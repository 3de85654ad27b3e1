"""What is said elsewhere about posts: answers on Mastodon and Bluesky, webmentions; shown once an editor accepts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from placette.engine.library.build import Build
from placette.engine.pages.features import Feature, Slot
from placette.engine.pages.ports import WEBMENTION
from placette.features.mentions import messages
from placette.features.mentions.below import endpoint_of, mention_marks, mention_views, plan_mentions
from placette.features.mentions.examining import examine_mentions
from placette.features.mentions.kind import MENTION
from placette.features.mentions.mention import FOLDER, LIMIT, MentionSource, OutsideMention
from placette.features.mentions.schema import LONGEST_ADDRESS, MentionMatter
from placette.features.mentions.settings import MentionsSettings

__all__ = [
    "FEATURE",
    "FOLDER",
    "LIMIT",
    "LONGEST_ADDRESS",
    "MENTION",
    "MentionMatter",
    "MentionSource",
    "MentionsSettings",
    "OutsideMention",
    "messages",
    "register",
]


def _moments(build: Build) -> Iterator[datetime]:
    """When mentions appear that are dated later."""
    return (mention.date for mention in build.scheduled(MENTION))


FEATURE = Feature(
    name="mentions",
    order=13,  # after the replies that were written for the site itself
    kinds=(MENTION,),
    settings={"MENTIONS": MentionsSettings},
    slots=(Slot("article", "after", "mentions", "mentions", plan_mentions, mention_views, styled=True),),
    offers={WEBMENTION: endpoint_of},
    marks=mention_marks,
    moments=_moments,
    examined=examine_mentions,
)
register = FEATURE.register
