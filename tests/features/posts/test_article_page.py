"""What stands around a post: each other post once."""

from __future__ import annotations

import re

from tests.fixture_site import Site


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
