"""Which pages elsewhere are to be told that a post mentions them, or no longer does. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from placette.desks.mentions.inbox import is_web_address
from placette.desks.mentions.sent import Pair
from placette.engine.base.files import digest

_MOST = 50
"""Pages that one post may tell; the web has no use for a list of links that is told to everybody in it."""


class OutgoingPost(NamedTuple):
    """A post as it is to be told of: its address below the site's, the pages it mentions, a digest of what it says.

    ``is_new`` as long as pages that haven't heard of it yet are told.
    """

    url: str
    targets: tuple[str, ...]
    version: str
    is_new: bool


class Sending(NamedTuple):
    """Something to say: ``version`` is empty where the post no longer mentions that page."""

    pair: Pair
    version: str


def outgoing_post(url: str, title: str, html: str, site: str, *, is_new: bool) -> OutgoingPost:
    """A post, its links read from its text in HTML; ``site`` is our own address, which nobody is told about.

    Its version is one of words and links: what a new release of ours makes of them is news to nobody.
    """
    tree, ours = LexborHTMLParser(html), f"{site.rstrip('/')}/"
    hrefs = (node.attributes.get("href") or "" for node in tree.css("a[href]"))
    outside = dict.fromkeys(href for href in hrefs if is_web_address(href) and not f"{href}/".startswith(ours))
    words = " ".join(tree.text(separator=" ").split())
    version = digest(*(part.encode() for part in (title, words, *outside)))[:12]
    return OutgoingPost(url, tuple(outside), version, is_new)


def plan_sending(
    posts: Iterable[OutgoingPost], sent: Mapping[Pair, str], silent: Collection[str]
) -> dict[str, list[Sending]]:
    """What is to be said, by the address of the post that it is about, posts in order.

    Pages that were told of an earlier version, or of a post that is gone, are told again; ``silent`` ones never.
    """
    plan: defaultdict[str, list[Sending]] = defaultdict(list)
    known = defaultdict[str, list[str]](list)
    for pair in sorted(sent):
        known[pair.post].append(pair.target)
    for post in posts:
        told = known.pop(post.url, [])
        new = [target for target in post.targets if target not in told] if post.is_new else []
        new = new[: max(_MOST - len(told), 0)]
        for target in (*told, *new):
            version = post.version if target in post.targets else ""
            if target not in silent and sent.get(Pair(post.url, target)) != version:
                plan[post.url].append(Sending(Pair(post.url, target), version))
    for url, told in known.items():
        plan[url] += [Sending(Pair(url, target), "") for target in told if target not in silent]
    return dict(plan)
