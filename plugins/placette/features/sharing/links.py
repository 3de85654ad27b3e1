"""Share links: plain addresses that work without script and send nothing to anybody before they are followed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from placette.engine.base.message import N_
from placette.engine.base.networks import NETWORKS, Network
from placette.engine.base.settings import refuse_unknown
from placette.engine.base.shortening import shorten
from placette.features.sharing.settings import SharingSettings

_PRUDENT = 1000
"""Characters of a text and the post's address at the most: encoded, they stay far below what browsers accept."""

_LETTER_BREAK = "\r\n\r\n"
"""RFC 6068, section 5: line breaks in the body of a ``mailto:`` address are CR LF."""


# Buttons, shown by the script where the browser can: the clipboard, the device's own share sheet.
_BUTTONS = (
    Network("copy", N_("Copy the link"), share="{post}"),
    Network("sheet", N_("Other apps"), share="{post}"),
)
TARGETS = {target.key: target for target in (*NETWORKS.values(), *_BUTTONS) if target.share}
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
def _chosen(keys: tuple[str, ...]) -> tuple[tuple[str, Network], ...]:
    """The targets of ``keys``, looked at once for all posts."""
    refuse_unknown(keys, TARGETS)
    return tuple((key, TARGETS[key]) for key in keys)


def _address(target: Network, title: str, url: str, summary: str) -> str:
    """``target.share`` filled; what it does not name is neither shortened nor encoded."""
    room = min(target.limit or _PRUDENT, _PRUDENT) - len(url) - len(_LETTER_BREAK)
    values = {"server": "{server}", "post": url, "url": _encoded(url)}
    if "{title}" in target.share or "{message}" in target.share:
        values["title"] = _encoded(shorten(title, room, target.weight, target.heaviest))
        values["message"] = _joined("\n", values["title"], values["url"])
    if "{letter}" in target.share:
        opening = _encoded(shorten(summary, room, target.weight, target.heaviest))
        values["letter"] = _joined(_LETTER_BREAK, opening, values["url"])
    return target.share.format_map(values)


def _joined(line_break: str, opening: str, url: str) -> str:
    """Encoded texts need no second encoding to be joined."""
    return f"{opening}{_encoded(line_break)}{url}" if opening else url


# One post's title and address go to every target in a row: a few places are enough.
@lru_cache(maxsize=16)
def _encoded(text: str) -> str:
    return quote(text, safe="")
