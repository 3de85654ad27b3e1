"""Share links: plain addresses that work without script and tell nobody before they are followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from plugins.core.message import N_
from plugins.core.settings import refuse_unknown
from plugins.sharing.settings import SharingSettings
from plugins.sharing.shortening import one, shorten

_PRUDENT = 1000
"""Characters where a target states no limit: encoded, they stay far below what browsers accept."""

_LETTER_BREAK = "\r\n\r\n"
"""RFC 6068, section 5: line breaks in the body of a ``mailto:`` address are CR LF."""


def weight_on_x(grapheme: str) -> int:
    """X counts Latin letters and common punctuation once, all else twice (twitter-text, version 3)."""
    single = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
    return 1 if all(any(low <= ord(c) <= high for low, high in single) for c in grapheme) else 2


@dataclass(frozen=True, slots=True)
class Target:
    """A place to share to. ``label`` is a gettext msgid; ``limit`` counts the text and the post's address.

    ``address`` is filled with percent-encoded values: ``{url}``, ``{title}``, ``{message}`` (title
    and URL), ``{letter}`` (summary and URL); and ``{instance}`` as the settings give it.
    """

    label: str
    address: str
    limit: int = _PRUDENT
    weight: Callable[[str], int] = one


TARGETS: dict[str, Target] = {
    "email": Target(N_("E-mail"), "mailto:?subject={title}&body={letter}"),
    # 500: docs.joinmastodon.org/user/posting; instances may allow more.
    "mastodon": Target("Mastodon", "https://{instance}/share?text={message}", 500),
    # 300 grapheme clusters: docs.bsky.app, Action Intent Links.
    "bluesky": Target("Bluesky", "https://bsky.app/intent/compose?text={message}", 300),
    "whatsapp": Target("WhatsApp", "https://wa.me/?text={message}"),
    "telegram": Target("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    "linkedin": Target("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "facebook": Target("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    "diaspora": Target("diaspora*", "https://share.diasporafoundation.org/?url={url}&title={title}"),
    "x": Target("X", "https://x.com/intent/post?text={title}&url={url}", 280, weight_on_x),
}
"""Every known target by its key; ``SHARING_TARGETS`` chooses among them."""


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link to print. ``key`` names the target for style sheets; ``label`` is a msgid to translate."""

    key: str
    label: str
    url: str


def share_links(title: str, url: str, summary: str, settings: SharingSettings) -> tuple[ShareLink, ...]:
    """The links of one post, in the order of the settings; ``url`` is the post's absolute address.

    A text too long for a target is cut with «…», the address never. Raises ``SettingError`` for
    an unknown target and proposes the right one.
    """
    refuse_unknown(settings.targets, TARGETS)
    instance = settings.mastodon_instance.removeprefix("https://").rstrip("/")
    return tuple(
        ShareLink(key, TARGETS[key].label, _address(TARGETS[key], title, url, summary, instance))
        for key in settings.targets
        if key != "mastodon" or instance
    )


def _address(target: Target, title: str, url: str, summary: str, instance: str) -> str:
    room = target.limit - len(url) - len(_LETTER_BREAK)
    heading = shorten(title, room, target.weight)
    opening = shorten(summary, room, target.weight)
    texts = {
        "url": url,
        "title": heading,
        "message": "\n".join(filter(None, (heading, url))),
        "letter": _LETTER_BREAK.join(filter(None, (opening, url))),
    }
    return target.address.format(instance=instance, **{name: quote(text, safe="") for name, text in texts.items()})
