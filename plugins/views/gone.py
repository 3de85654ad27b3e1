"""Addresses of texts that were withdrawn: a page that says so, and two lists for servers, which answer «410 Gone».

``gone.txt`` has one path a line; ``.htaccess`` says the same to Apache. What is listed stands for all below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from plugins.core.build import Build
from plugins.views.contents import GoneContent
from plugins.views.desk import Desk
from plugins.views.requests import Request

LIST, RULES, PAGE = "gone.txt", ".htaccess", "410.html"
"""The list of addresses, Apache's rules, and the page that a server shows for them all."""


def gone_requests(desk: Desk) -> Iterator[Request]:
    """The page at each address, and the one for servers that have room for one only."""
    for gone in desk.build.gone:
        yield Request("gone", _file_of(gone.url), gone.url, GoneContent(gone.what))
    if desk.build.gone:
        yield Request("gone", PAGE, PAGE, GoneContent("any"))


def render_lists(build: Build, author_feeds: Iterable[str | None]) -> dict[str, str]:
    """The two lists by file name; none where nothing was withdrawn. ``author_feeds``: where a person's lie."""
    if not build.gone:
        return {}
    keys = [PurePosixPath(gone.path).stem for gone in build.gone if gone.what == "person"]
    feeds = [pattern.format(slug=key) for pattern in author_feeds if pattern for key in keys]
    paths = sorted(build.base + path for path in (*(gone.url for gone in build.gone), *feeds))
    rules = [f"ErrorDocument 410 {_quoted(build.base + PAGE)}", *(f"Redirect gone {_quoted(path)}" for path in paths)]
    return {LIST: "".join(f"{path}\n" for path in paths), RULES: "".join(f"{rule}\n" for rule in rules)}


def _file_of(url: str) -> str:
    return f"{url}index.html" if url.endswith("/") else url


def _quoted(path: str) -> str:
    """A path as Apache compares it (decoded), between quotation marks."""
    return '"' + unquote(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
