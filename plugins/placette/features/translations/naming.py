"""How a post names the one that it translates: by the name of its folder, or by year and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from placette.engine.base.text import nearest, slugify
from placette.features.posts import POST

Posts = Mapping[str, list[str]]
"""Source paths of posts by each of their names: ``le-lavoir``, ``2026/le-lavoir``."""


def index_posts(paths: Iterable[str]) -> Posts:
    """Those of some source paths that are posts', by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(filter(POST.is_place, paths)):
        found[path.split("/")[2]].append(path)
        found[dated_name(path)].append(path)
    return found


def dated_name(path: str) -> str:
    """The year and the name of a post's folder, which no other post has."""
    return "/".join(path.split("/")[1:3])


def meant_posts(written: str, own: str, posts: Posts) -> list[str]:
    """The posts (source paths) that ``written`` may mean in the post at ``own``; this one itself if no other.

    A name without year means no post of a later year than its own: what somebody writes next year can't change it.
    """
    if "/" in written:
        return posts.get(written, [])
    found = posts.get(written) or posts.get(slugify(written)) or []
    earlier = [path for path in found if path != own and path.split("/")[1] <= own.split("/")[1]]
    return earlier or [path for path in found if path == own]


def near_names(written: str, posts: Posts) -> list[str]:
    """Names like one that means no post; with their years where posts of later years have it."""
    if later := posts.get(written):
        return list(map(dated_name, later))
    return nearest(written, (name for name in posts if ("/" in name) == ("/" in written)))
