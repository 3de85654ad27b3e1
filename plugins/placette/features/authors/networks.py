"""An author's addresses elsewhere: what they wrote, as a link that leads there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NETWORKS = {
    "site": "Site",
    "mastodon": "Mastodon",
    "pixelfed": "Pixelfed",
    "peertube": "PeerTube",
    "mobilizon": "Mobilizon",
    "bluesky": "Bluesky",
}
"""Networks a profile may link to, and the label of each link."""

_HANDLE = re.compile(r"@?([\w.-]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_BLUESKY = re.compile(r"@?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)


def profile_url(network: str, written: str) -> str:
    """The ``https`` address of ``written`` on ``network``; empty when it is not one.

    Fediverse handles (``@name@instance``) become the address that Mastodon gives a profile;
    Bluesky handles that of bsky.app.
    """
    if handle := _HANDLE.fullmatch(written):
        return f"https://{handle[2].lower()}/@{handle[1]}"
    if network == "bluesky" and (handle := _BLUESKY.fullmatch(written)):
        return f"https://bsky.app/profile/{handle[1].lower()}"
    return written if _is_plain_https(written) else ""


def fediverse_creator(network: str, written: str) -> str:
    """The handle that Mastodon shows beside a shared link (``@name@instance``), or empty."""
    handle = _HANDLE.fullmatch(written)
    return f"@{handle[1]}@{handle[2].lower()}" if handle and network == "mastodon" else ""


def _is_plain_https(address: str) -> bool:
    """Whether this is a web address without user name, spaces or other tricks."""
    if re.search(r"[\s\\<>\"'`{}|^]", address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
