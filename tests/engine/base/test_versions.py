"""What a site's own features are made of counts as code: a build is not left out when it has changed."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from placette.engine.base import versions
from tests.fixture_site import trust_times


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """What was seen in a test is seen by it alone."""
    yield
    versions.code_facts.cache_clear()


@pytest.mark.parametrize(
    "name", ["recipe.py", "locale/fr.po", "words.yml", "templates/recipe.html", "faces/a.woff2", "drawn.json"]
)
def test_the_mark_of_the_code_covers_every_file_of_a_feature(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path / "plugins")
    path = tmp_path / "plugins" / "recipes" / name
    path.parent.mkdir(parents=True)
    marks = []
    for text in ("un", "deux", "un"):
        path.write_text(text, encoding="utf-8")
        versions.code_facts.cache_clear()
        marks.append(versions.code_version.__wrapped__())
    assert marks[0] == marks[2] != marks[1]


@pytest.fixture
def true_clock(tmp_path: Path) -> Iterator[None]:
    """The clock that file systems have, whatever day the tests take for today."""
    (tmp_path / "now").touch()
    with time_machine.travel((tmp_path / "now").stat().st_mtime):
        yield


@pytest.mark.usefixtures("true_clock")
def test_the_mark_is_kept_while_the_code_is_seen_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "plugins")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "cached"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path, read = tmp_path / "plugins" / "recipes" / "recipe.py", list[str]()
    path.parent.mkdir(parents=True)

    def files_mark(_paths: Iterable[str]) -> str:
        read.append(path.read_text(encoding="utf-8"))
        return read[-1]

    monkeypatch.setattr(versions, "files_mark", files_mark)

    def mark() -> str:
        versions.code_facts.cache_clear()
        return versions.code_version.__wrapped__()

    path.write_text("un", encoding="utf-8")
    young = [mark(), mark()]
    assert read == ["un", "un"], "what was written within two seconds may still change unseen"
    trust_times(monkeypatch)
    time.sleep(0.02)
    assert [mark(), mark()] == young
    assert read == ["un", "un", "un"]
    time.sleep(0.02)
    path.write_text("ou", encoding="utf-8")
    time.sleep(0.02)
    assert mark() == mark() != young[0]
    assert read[3:] == ["ou"]
    (kept,) = (tmp_path / "cached").rglob("*.bin")
    kept.write_bytes(b"damaged")
    mark()
    assert read[3:] == ["ou", "ou"]


@pytest.mark.parametrize(
    "changed",
    [
        {"SITENAME": "Un autre nom"},
        {"PATH": "/elsewhere/content"},
        {"PLUGINS": (textwrap,)},
        {"LEGAL_SINCE": date(2026, 3, 2)},
        {"VIEWS_MENU": (("Lire", "archives/"),)},
    ],
)
def test_the_mark_of_what_is_written_changes_with_each_value(changed: dict[str, Any]) -> None:
    written = {
        "SITENAME": "Un nom",
        "PATH": "/here/content",
        "PLUGINS": (time,),
        "LEGAL_SINCE": date(2026, 3, 1),
        "IDENTITY_LOGO": Path("mark.svg"),
        "VIEWS_MENU": {"Lire": "archives/"},
        "VIEWS_FACES": 1,
    }
    assert versions.written_mark({**written, **changed}) != versions.written_mark(written)
    assert versions.written_mark({**written, "own_name": 1}) == versions.written_mark(written)
    assert (versions.settings_mark({**written, **changed}) == versions.settings_mark(written)) is ("PATH" in changed)
