"""The site with a bit of everything gives exactly what ``sites/kitchen-sink/expected`` holds.

When a change of the output is wanted, renew what is expected, read the differences, and commit them:
``PLACETTE_RENEW=1 python -m pytest tests/test_kitchen_sink.py``.
"""

from __future__ import annotations

import os
import re

import pytest

from placette.features.posts.kind import POST
from tests.fixture_site import SITES, Site, write_file

pytestmark = pytest.mark.everyday

EXPECTED = SITES / "kitchen-sink" / "expected"
_KEY = re.compile(r"-[0-9a-f]{8,20}(?=[-.])")
"""The part of a file's name that depends on the bytes of its content, and so on the versions of libraries."""


def body_of(site: Site, article: str) -> str:
    (found,) = [a for a in site.build.of(POST) if a.slug == article]
    return _KEY.sub("-KEY", found.body.html).strip() + "\n"


def files_of(site: Site) -> str:
    return "\n".join(sorted(_KEY.sub("-KEY", path) for path in site.files())) + "\n"


@pytest.mark.parametrize("name", ["tout-le-markdown.html", "the-wash-house.html", "files.txt"])
def test_expected(kitchen_sink: Site, name: str) -> None:
    made = files_of(kitchen_sink) if name == "files.txt" else body_of(kitchen_sink, name.removesuffix(".html"))
    if os.environ.get("PLACETTE_RENEW"):
        write_file(EXPECTED / name, made)
    assert made == (EXPECTED / name).read_text(encoding="utf-8")


def test_the_body_stands_unchanged_in_the_page(kitchen_sink: Site) -> None:
    for article in kitchen_sink.build.of(POST):
        assert article.body.html.strip() in kitchen_sink.text(f"{article.url}index.html")


def test_no_page_prints_a_function(kitchen_sink: Site) -> None:
    """Views are tuples, so ``view.index`` would be a method of theirs where a template misspelt a name."""
    pages = [path for path in kitchen_sink.files() if path.endswith((".html", ".xml"))]
    assert pages
    assert not [path for path in pages if "built-in method" in kitchen_sink.text(path)]
