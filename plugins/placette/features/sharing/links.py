"""Share links: plain addresses that work without script and send nothing to anybody before they are followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from placette.engine.base.message import N_
from placette.engine.base.settings import refuse_unknown
from placette.engine.base.shortening import one, shorten
from placette.features.sharing.lengths import weight_on_x
from placette.features.sharing.settings import SharingSettings

_PRUDENT = 1000
"""Characters where a target states no limit: encoded, they stay far below what browsers accept."""

_LETTER_BREAK = "\r\n\r\n"
"""RFC 6068, section 5: line breaks in the body of a ``mailto:`` address are CR LF."""


@dataclass(frozen=True, slots=True)
class Target:
    """A way to share. ``label`` is a gettext msgid; ``limit`` counts the text and the post's address.

    ``address`` is filled with percent-encoded values: ``{url}``, ``{title}``, ``{message}`` (title
    and URL), ``{letter}`` (summary and URL); with ``{post}``, the post's address as it is; ``{server}`` is left to
    the visitor. ``heaviest`` is the most that ``weight`` gives a character.
    """

    label: str
    address: str
    limit: int = _PRUDENT
    weight: Callable[[str], int] = one
    heaviest: int = 1


TARGETS: dict[str, Target] = {
    "email": Target(N_("E-mail"), "mailto:?subject={title}&body={letter}"),
    # 500: docs.joinmastodon.org/user/posting; servers may allow more.
    "mastodon": Target("Mastodon", "https://{server}/share?text={message}", 500),
    # 300 grapheme clusters: docs.bsky.app, Action Intent Links.
    "bluesky": Target("Bluesky", "https://bsky.app/intent/compose?text={message}", 300),
    "whatsapp": Target("WhatsApp", "https://wa.me/?text={message}"),
    "telegram": Target("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    "linkedin": Target("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "facebook": Target("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    "diaspora": Target("diaspora*", "https://share.diasporafoundation.org/?url={url}&title={title}"),
    "x": Target("X", "https://x.com/intent/post?text={title}&url={url}", 280, weight_on_x, heaviest=2),
    # Buttons, shown by the script where the browser can: the clipboard, the device's own share sheet.
    "copy": Target(N_("Copy the link"), "{post}"),
    "sheet": Target(N_("Other apps"), "{post}"),
}
"""Every known target by its key; ``SHARING_TARGETS`` chooses among them."""


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link to print. ``key`` names the target; ``label`` is a msgid to translate.

    ``composer`` is where the link leads once the visitor has said which server is theirs, in the place of
    ``{server}``; empty where there is nothing to ask. ``server`` is the one to propose, or empty.
    """

    key: str
    label: str
    url: str
    composer: str = ""
    server: str = ""


def share_links(
    title: str, url: str, summary: str, settings: SharingSettings, explained: str = ""
) -> tuple[ShareLink, ...]:
    """The links of one post, in the order of the settings; ``url`` is the post's absolute address.

    ``explained`` is the address of the page that says how to share on Mastodon by hand; without it that link needs
    a server in the settings, and is left out otherwise. A text too long for a target is cut with «…», the address
    never. Raises ``SettingError`` for an unknown target and proposes the right one.
    """
    server = settings.mastodon_instance.removeprefix("https://").rstrip("/")
    links = (
        ShareLink(key, target.label, _address(target, title, url, summary))
        for key, target in _chosen(settings.targets)
        if key != "mastodon" or explained or server
    )
    return tuple(_with_server(link, explained, server) if link.key == "mastodon" else link for link in links)


def _with_server(link: ShareLink, explained: str, server: str) -> ShareLink:
    """A link that waits for the visitor's server, and explains itself until then."""
    return replace(link, url=explained or link.url.replace("{server}", server), composer=link.url, server=server)


@lru_cache(maxsize=8)
def _chosen(keys: tuple[str, ...]) -> tuple[tuple[str, Target], ...]:
    """The targets of ``keys``, looked at once for all posts."""
    refuse_unknown(keys, TARGETS)
    return tuple((key, TARGETS[key]) for key in keys)


def _address(target: Target, title: str, url: str, summary: str) -> str:
    """``target.address`` filled; what it does not name is neither shortened nor encoded."""
    room = target.limit - len(url) - len(_LETTER_BREAK)
    values = {"server": "{server}", "post": url, "url": _encoded(url)}
    if "{title}" in target.address or "{message}" in target.address:
        values["title"] = _encoded(shorten(title, room, target.weight, target.heaviest))
        values["message"] = _joined("\n", values["title"], values["url"])
    if "{letter}" in target.address:
        opening = _encoded(shorten(summary, room, target.weight, target.heaviest))
        values["letter"] = _joined(_LETTER_BREAK, opening, values["url"])
    return target.address.format_map(values)


def _joined(line_break: str, opening: str, url: str) -> str:
    """Encoded texts need no second encoding to be joined."""
    return f"{opening}{_encoded(line_break)}{url}" if opening else url


# One post's title and address go to every target in a row: a few places are enough.
@lru_cache(maxsize=16)
def _encoded(text: str) -> str:
    return quote(text, safe="")
