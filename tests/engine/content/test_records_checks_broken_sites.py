"""A site with one broken text for every blocking code: it is reported, left out, and the rest can be published.

The broken texts are those of ``problems/*.yml``; beside each is a post that has nothing wrong and leads to it.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.translation import Severity
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.engine.findings.messages import messages
from placette.engine.findings.problems import blocks
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from tests.engine.content.reading_site import OPTIONS, POST_PATH, place, post, write_file
from tests.engine.content.test_records_checks_problems import CASES, ELSEWHERE, write_case
from tests.fixture_kinds import EMBARGOES, KINDS
from tests.fixture_site import codes_of

pytestmark = pytest.mark.whole

GOOD = "articles/2026/bon-billet/index.md"
AUTHOR = "---\nname: Paul Vidalenc\nkind: habitant\n---\n"


def case_of(code: str) -> dict[str, Any] | None:
    """The case that has the fewest problems beside that one."""
    told = [case for case in CASES if any(line.endswith(f" {code}") for line in case["expect"])]
    return min(told, key=lambda case: len(case["expect"]), default=None)


BLOCKING = [code for code in sorted(codes_of("engine", "features")) if messages()[code].severity is Severity.BLOCKING]
BROKEN = {code: case for code in BLOCKING if (case := case_of(code))}


def write_broken(case: dict[str, Any], root: Path) -> None:
    write_case(case, root)
    broken = posixpath.relpath(case.get("path", POST_PATH), posixpath.dirname(GOOD))
    write_file(root / GOOD, post(f"[Un autre texte]({broken}), et une phrase.\n").replace("lea-montel", "paul"))
    write_file(root / "authors/paul.md", AUTHOR)


def test_every_blocking_code_of_a_content_folder_has_a_broken_site() -> None:
    elsewhere = {*ELSEWHERE, *codes_of("features/legal"), "right-of-reply-overdue"} - {"election-held"}
    assert set(BLOCKING) - BROKEN.keys() == elsewhere


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_text_is_told_and_kept_out_and_the_rest_can_be_published(code: str, tmp_path: Path) -> None:
    case = BROKEN[code]
    write_broken(case, tmp_path)
    strict = read_folder(tmp_path, OPTIONS, Memory(None), embargoes=EMBARGOES)
    assert blocks(strict.problems)
    main = case.get("path", POST_PATH)
    assert set(case["expect"]) <= {place(found, main) for found in strict.problems}
    build = read_folder(tmp_path, OPTIONS, Memory(None), embargoes=EMBARGOES, skip_invalid=True)
    fates = [build.of(kind) for kind in KINDS]
    fates += [build.drafts(POST), build.unlisted(PROFILE)]
    waiting = [build.scheduled(kind) for kind in KINDS]
    assert sum(map(len, [*fates, *waiting]), len(build.gone)) + build.build_summary.refused == build.build_summary.texts
    (good,) = (article for article in build.of(POST) if article.path == GOOD)
    others = {article.url for article in build.of(POST)}
    linked = re.findall(r'href="/([^"#]*)"', good.body.html)
    assert set(linked) <= others
    refused = {found.path for found in build.problems if blocks((found,))}
    assert not refused & {text.path for fate in fates for text in fate}
