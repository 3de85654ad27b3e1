"""A post begins with a large letter only where one letter may be cut off, and where there are lines beside it."""

from __future__ import annotations

import re

import pytest

from placette.features.posts.article_page import begins_with_capital
from tests.fixture_site import Site

LINES = "e matin-là, la cloche a sonné deux fois. " * 5


@pytest.mark.parametrize(
    ("html", "large"),
    [
        (f"<p>C{LINES}</p>", True),
        (f"<p>É{LINES}<em>suite</em></p>\n<p>Puis.</p>", True),
        (f"<p>C{LINES}</p>\n<h2>Suite</h2>", True),
        (f"<p>J’ai vu c{LINES}</p>", False),
        (f"<p>L'eau c{LINES}</p>", False),
        (f"<p>C{LINES}</p>\n<ul><li>un</li></ul>", False),
        (f"<p>C{LINES}</p>\n<ul><li>un</li></ul><p>Puis.</p>", False),
        (f"<p>C{LINES}</p><ol><li>un</li></ol>", False),
        ("<p>Court.</p>", False),
        (f'<p>Un <a href="https://a.example/{"x" * 160}">lien</a> et c’est tout.</p>', False),
        (f"<p>Trop d’esperluettes : {'&amp;' * 100}.</p>", False),
        (f"<p>C{'&amp;' * 160}</p>", True),
        (f"<p>Court.</p><p>C{LINES}</p>", False),
        (f"<ul><li>C{LINES}</li></ul>", False),
        (f"<p>«\u00a0C{LINES}</p>", False),
        (f"<p>3{LINES}</p>", False),
        (f"<p><em>C</em>{LINES}</p>", False),
        (f"<h2>Titre</h2><p>C{LINES}</p>", False),
        ("", False),
    ],
)
def test_the_first_letter(html: str, large: bool) -> None:
    assert begins_with_capital(html) is large


def test_no_post_is_both_the_next_one_and_one_to_read_next(demonstration_pages: Site) -> None:
    pages = [path for path in demonstration_pages.files() if re.fullmatch(r"20\d\d/[a-z0-9-]+/index\.html", path)]
    shown = 0
    for path in pages:
        page = demonstration_pages.page(path)
        beside = {node.attributes["href"] for node in page.css(".neighbours a")}
        following = {node.attributes["href"] for node in page.css("section[aria-labelledby=related] .card__title a")}
        assert not beside & following, path
        shown += len(following)
    assert shown > len(pages), "most texts have some to read next"
