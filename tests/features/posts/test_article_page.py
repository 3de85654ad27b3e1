"""A post begins with a large letter only where one letter may be cut off, and where there are lines beside it."""

from __future__ import annotations

import pytest

from placette.features.posts.article_page import begins_with_capital

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
        (f"<p>C{LINES}</p><ol><li>un</li></ol>", False),
        ("<p>Court.</p>", False),
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
