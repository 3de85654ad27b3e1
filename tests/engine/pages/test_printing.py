"""A page that can't be made says which file it is and which text it shows, whatever went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.engine.base.files import write_new
from placette.engine.pages import printing
from tests.fixture_site import build

PLAIN = {"IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}


@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_what_fails_in_the_writing_of_a_page_names_the_text(
    executor: str, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, path: str, data: bytes) -> None:
        if path == "2026/bonjour/index.html":
            raise ValueError("surrogates not allowed")
        write(folder, path, data)

    write = write_new
    monkeypatch.setattr(printing, "write_new", fail)
    with pytest.raises(ValueError, match="surrogates") as failed:
        build(content, tmp_path, BUILDING_EXECUTOR=executor, **PLAIN)
    (note,) = failed.value.__notes__
    assert note.startswith("2026/bonjour/index.html ← ")
    assert "articles/2026/bonjour/index.md" in note
