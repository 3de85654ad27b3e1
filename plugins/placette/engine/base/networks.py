"""The networks that sites speak of: how people are written there, where visitors share, how long a text may be.

One row a network. Profiles, share links and announcements read the same table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from placette.engine.base.translation import N_
from placette.engine.base.unicode_text import graphemes

LINK_LENGTH = 23
"""How many characters a link counts on Mastodon (docs.joinmastodon.org/user/posting, “All links are counted as 23
characters”) and on X (twitter-text, config/v3.json, ``transformedURLLength``), however long it is."""

_LINK = re.compile(r"https?://\S*[\w/=&#-]", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w/=])@(\w+(?:[.-]+\w+)*)@[\w.-]*\w")
"""A Mastodon handle with its server; app/models/account.rb, ``MENTION_RE``."""
_DOMAIN = re.compile(r"(?<![@\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:/\S*[\w/=&#-])?")
"""What X may take for an address without https://. X knows which top-level domains exist, we don't: what looks like one
counts as the longer of the two."""
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""The ranges of twitter-text's config/v3.json that weigh 100; all other characters weigh 200, and the scale is 100."""
_EMOJI = 0x1F000
_EMOJI_MARKS = "\ufe0f\u20e3"


def length(text: str) -> int:
    """Count extended grapheme clusters (UAX #29): what Bluesky and people count."""
    return len(graphemes(unicodedata.normalize("NFC", text)))


def length_on_mastodon(text: str) -> int:
    """Count characters, a link as 23 and a handle as its local part (app/validators/status_length_validator.rb)."""
    return length(_MENTION.sub(r"@\1", _LINK.sub("x" * LINK_LENGTH, text)))


def length_on_bluesky(text: str) -> int:
    """Count graphemes, or tenths of bytes: app.bsky.feed.post allows 300 graphemes and 3,000 bytes of UTF-8."""
    return max(length(text), -(-len(text.encode()) // 10))


def length_on_x(text: str) -> int:
    """Return the weighted length of twitter-text, version 3: an emoji counts 2, however many code points it takes."""
    composed = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(composed))
    rest = _LINK.sub("", composed)
    extra = sum(max(0, LINK_LENGTH - len(domain)) for domain in _DOMAIN.findall(rest))
    return links * LINK_LENGTH + extra + sum(map(_weight_on_x, graphemes(rest)))


def code_units(text: str) -> int:
    """Count UTF-16 code units, as the programs count that state no rule: never fewer than the characters."""
    return len(text.encode("utf-16-le")) // 2


def _weight_on_x(cluster: str) -> int:
    """Return how twitter-text counts one visible character: at most 2 for each of its code points."""
    if len(cluster) > 1 and (ord(cluster[0]) >= _EMOJI or any(mark in cluster for mark in _EMOJI_MARKS)):
        return 2
    return sum(1 if any(low <= ord(c) <= high for low, high in _LIGHT) else 2 for c in cluster)


_HANDLE = re.compile(r"@?([\w.-]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_BLUESKY_HANDLE = re.compile(r"@?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_MASTODON_PROFILE = re.compile(r"https://([a-z0-9.-]+)/@([\w.-]+)/?", re.IGNORECASE)
_BLUESKY_PROFILE = re.compile(r"https://bsky\.app/profile/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?", re.IGNORECASE)


def _fediverse_profile(written: str) -> str:
    """Return the address that Mastodon gives the profile of a handle (``@name@instance``)."""
    handle = _HANDLE.fullmatch(written)
    return f"https://{handle[2].lower()}/@{handle[1]}" if handle else ""


def _bluesky_profile(written: str) -> str:
    handle = _BLUESKY_HANDLE.fullmatch(written)
    return _fediverse_profile(written) or (f"https://bsky.app/profile/{handle[1].lower()}" if handle else "")


def _mastodon_mention(written: str) -> str:
    if match := _MASTODON_PROFILE.fullmatch(written):
        return f"@{match[2]}@{match[1].lower()}"
    return fediverse_creator("mastodon", written)


def _bluesky_mention(written: str) -> str:
    match = _BLUESKY_PROFILE.fullmatch(profile_url("bluesky", written))
    return f"@{match[1].lower()}" if match else ""


@dataclass(frozen=True, slots=True)
class Network:
    """A network, or another way for a text to reach people. ``label`` is a name, or a msgid.

    Args:
        profile: The address of a person there, by their handle as a profile has it; empty for what is no handle. None:
            profiles don't link there.
        mention: How a text there mentions a person, by the handle or the address in their profile. None: by name.
        share: Where a visitor shares, to fill with percent-encoded values: ``{url}``, ``{title}``, ``{message}`` (title
            and URL), ``{letter}`` (summary and URL); with ``{post}``, the post's address as it is; ``{server}`` is left
            to the visitor. Empty: no link leads there.
        limit: How long a text may be that an editor posts there, as ``measure`` counts. 0: none is written for it.
        tagged: Whether that text has hashtags.
        letter: Whether that text has a subject.
    """

    key: str
    label: str
    profile: Callable[[str], str] | None = None
    mention: Callable[[str], str] | None = None
    share: str = ""
    limit: int = 0
    measure: Callable[[str], int] = length
    tagged: bool = True
    letter: bool = False


_ROWS = (
    Network("site", "Site", _fediverse_profile),
    # docs.joinmastodon.org/user/posting, “Text”; servers may allow more
    Network("mastodon", "Mastodon", _fediverse_profile, _mastodon_mention, limit=500, measure=length_on_mastodon,
            share="https://{server}/share?text={message}"),
    Network("pixelfed", "Pixelfed", _fediverse_profile),
    Network("peertube", "PeerTube", _fediverse_profile),
    Network("mobilizon", "Mobilizon", _fediverse_profile),
    # docs.bsky.app, Action Intent Links; lexicon of app.bsky.feed.post: maxGraphemes
    Network("bluesky", "Bluesky", _bluesky_profile, _bluesky_mention, limit=300, measure=length_on_bluesky,
            share="https://bsky.app/intent/compose?text={message}"),
    # docs.x.com, “Counting characters”; twitter-text, config/v3.json: maxWeightedTweetLength
    Network("x", "X", limit=280, measure=length_on_x,
            share="https://x.com/intent/post?text={title}&url={url}"),
    # linkedin.com/help, “Character limits”
    Network("linkedin", "LinkedIn", limit=3000, measure=code_units,
            share="https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    # Since November 2011, as Facebook announced; the Graph API states no other
    Network("facebook", "Facebook", limit=63_206, measure=code_units,
            share="https://www.facebook.com/sharer/sharer.php?u={url}"),
    Network("diaspora", "diaspora*", share="https://share.diasporafoundation.org/?url={url}&title={title}"),
    Network("whatsapp", "WhatsApp", share="https://wa.me/?text={message}"),
    Network("telegram", "Telegram", share="https://t.me/share/url?url={url}&text={title}"),
    # core.telegram.org/bots/api, sendMessage; WhatsApp states no limit and takes more
    Network("groups", N_("WhatsApp and Telegram groups"), limit=4096, measure=code_units, tagged=False),
    # RFC 5322 limits lines, which programs fold, not letters: no letter of ours is as long
    Network("email", N_("E-mail"), limit=63_206, tagged=False, letter=True,
            share="mailto:?subject={title}&body={letter}"),
)  # fmt: skip
NETWORKS: Mapping[str, Network] = {network.key: network for network in _ROWS}
"""Every network by its key, in the order in which they are listed."""
PROFILE_LINKS: Mapping[str, str] = {network.key: network.label for network in _ROWS if network.profile}
"""The networks that a profile may link to, and the label of each link."""


def profile_url(network: str, written: str) -> str:
    """Return the ``https`` address of ``written`` on ``network``; empty when it is not one."""
    kind = NETWORKS.get(network)
    address = kind.profile(written) if kind and kind.profile else ""
    return address or (written if _is_plain_https(written) else "")


def fediverse_creator(network: str, written: str) -> str:
    """Return the handle that Mastodon shows beside a shared link (``@name@instance``), or empty."""
    handle = _HANDLE.fullmatch(written)
    return f"@{handle[1]}@{handle[2].lower()}" if handle and network == "mastodon" else ""


def handle_on(network: str, written: str) -> str:
    """Return how a text on ``network`` mentions a person whose profile has ``written``; empty where it can't."""
    kind = NETWORKS.get(network)
    return kind.mention(written) if kind and kind.mention else ""


def _is_plain_https(address: str) -> bool:
    """Return whether this is a web address without user name, spaces or other tricks."""
    if re.search(r"[\s\\<>\"'`{}|^]", address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
