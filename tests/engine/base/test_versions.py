"""What a site's own features are made of counts as code: a build is not left out when it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.engine.base import versions


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
        marks.append(versions.code_version.__wrapped__())
    assert marks[0] == marks[2] != marks[1]
