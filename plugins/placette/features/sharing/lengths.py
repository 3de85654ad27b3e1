"""How long a text is in the eyes of the network that will carry it: each counts in its own way."""

from __future__ import annotations

import re
import unicodedata

from placette.engine.base.shortening import graphemes

LINK_LENGTH = 23
"""What a link counts on Mastodon (docs.joinmastodon.org/user/posting, “All links are counted as 23 characters”)
and on X (twitter-text, config/v3.json, ``transformedURLLength``), however long it is."""

_LINK = re.compile(r"https?://\S*[\w/=&#-]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w/=])@(\w+(?:[.-]+\w+)*)@[\w.-]*\w")
"""A Mastodon handle with its server; app/models/account.rb, ``MENTION_RE``."""
_DOMAIN = re.compile(r"(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:/\S*[\w/=&#-])?")
"""What X may take for an address that lacks its https://. It knows which ends of domains exist, we don't: whatever
looks like one counts as the longer of the two."""
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""The ranges of twitter-text's config/v3.json that weigh 100; all other characters weigh 200, and the scale is 100."""
_EMOJI = 0x1F000
_EMOJI_MARKS = "\ufe0f\u20e3"


def length(text: str) -> int:
    """Extended grapheme clusters (UAX #29): what Bluesky and people count."""
    return len(graphemes(unicodedata.normalize("NFC", text)))


def length_on_mastodon(text: str) -> int:
    """Characters where a link counts 23 and a handle its local part (app/validators/status_length_validator.rb)."""
    return length(_HANDLE.sub(r"@\1", _LINK.sub("x" * LINK_LENGTH, text)))


def length_on_bluesky(text: str) -> int:
    """Grapheme clusters, the address as it is printed; or tenths of bytes, when that is more.

    The lexicon of app.bsky.feed.post allows 300 graphemes and 3,000 bytes of UTF-8.
    """
    return max(length(text), -(-len(text.encode()) // 10))


def length_on_x(text: str) -> int:
    """The weighted length of twitter-text, version 3: an emoji counts 2, however many code points it takes."""
    composed = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(composed))
    rest = _LINK.sub("", composed)
    extra = sum(max(0, LINK_LENGTH - len(found)) for found in _DOMAIN.findall(rest))
    return links * LINK_LENGTH + extra + sum(map(weight_on_x, graphemes(rest)))


def code_units(text: str) -> int:
    """UTF-16 code units, as the programs count that state no rule: never fewer than the characters."""
    return len(text.encode("utf-16-le")) // 2


def weight_on_x(cluster: str) -> int:
    """What twitter-text counts for one character as people count them: at most 2 for each of its code points."""
    if len(cluster) > 1 and (ord(cluster[0]) >= _EMOJI or any(mark in cluster for mark in _EMOJI_MARKS)):
        return 2
    return sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT) else 2 for c in cluster)
