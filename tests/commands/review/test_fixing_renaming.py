"""Files get names that every computer accepts; no file is lost or mixed with another, and links follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placette.commands.review.fixing import Rename, follow, mend_folder, plan_renames
from tests.engine.library.reading_site import post
from tests.fixture_kinds import KINDS

FOLDER = Path(__file__).parent / "renaming"
RENAMES = (
    Rename("articles/2026/le-lavoir/Photo.JPG", "articles/2026/le-lavoir/photo.jpg"),
    Rename("articles/2026/le-lavoir/L'été.PNG", "articles/2026/le-lavoir/l-ete.png"),
    Rename("articles/2026/Le Four/index.md", "articles/2026/le-four/index.md"),
)
NAMES = st.text(st.sampled_from("aA.é- \n\\\"'\u0301_9雪"), min_size=1, max_size=8).filter(
    lambda n: n not in {".", ".."}
)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join).map("{}.jpg".format), max_size=8, unique=True)


def cases(name: str) -> pytest.MarkDecorator:
    table = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return pytest.mark.parametrize("case", table, ids=lambda case: case.get("name") or case["text"])


@cases("plans.yml")
def test_names_are_planned_as_the_case_says(case: dict[str, Any]) -> None:
    assert {rename.old: rename.new for rename in plan_renames(case["paths"])} == case["renames"]


@cases("links.yml")
def test_links_follow_and_words_stay(case: dict[str, str]) -> None:
    here = "articles/2026/le-lavoir/index.md"
    once = follow(case["text"], here, here, RENAMES)
    assert once == case["gives"]
    assert follow(once, here, here, RENAMES) == once


def test_a_text_that_moves_with_its_folder_keeps_its_links() -> None:
    (moved,) = (rename for rename in RENAMES if rename.old.endswith("index.md"))
    text = "[a](../le-lavoir/Photo.JPG) [b](index.md)"
    assert follow(text, moved.old, moved.new, RENAMES) == "[a](../le-lavoir/photo.jpg) [b](index.md)"


@given(PATHS)
@settings(max_examples=300)
def test_no_two_files_ever_meet(paths: list[str]) -> None:
    folders = {path.rsplit("/", count)[0] for path in paths for count in range(1, path.count("/") + 1)}
    paths = [path for path in paths if path not in folders]
    renames = {rename.old: rename.new for rename in plan_renames(paths)}
    after = [renames.get(path, path) for path in paths]
    assert len({path.casefold() for path in after}) >= len({path.casefold() for path in paths})
    assert len(set(after)) == len(paths)
    groups = {(old.rpartition("/")[0], new.rpartition("/")[0]) for old, new in zip(paths, after, strict=True)}
    assert len({new for _, new in groups}) == len({old for old, _ in groups})
    assert plan_renames(after) == ()


def write(root: Path, path: str, text: str = "") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_a_folder_is_renamed_with_all_it_holds_and_the_links_to_it(tmp_path: Path) -> None:
    write(tmp_path, "articles/2026/Le Four/index.md", post("Un mot.\n"))
    write(tmp_path, "articles/2026/Le Four/notes.txt", "x")
    write(tmp_path, "articles/2026/le-lavoir/index.md", post("[a](<../Le Four/index.md>)\n"))
    done = {mended.path: mended.done for mended in mend_folder(tmp_path, KINDS)}
    assert done["articles/2026/le-lavoir/index.md"] == ("links",)
    after = files(tmp_path)
    assert sorted(after) == [
        "articles/2026/le-four/index.md",
        "articles/2026/le-four/notes.txt",
        "articles/2026/le-lavoir/index.md",
    ]
    assert "[a](<../le-four/index.md>)" in after["articles/2026/le-lavoir/index.md"]


def test_a_folder_of_which_one_file_was_named_stays_together(tmp_path: Path) -> None:
    write(tmp_path, "articles/2026/Le Four/index.md", post("![a](Photo.JPG)\n"))
    write(tmp_path, "articles/2026/Le Four/Photo.JPG", "x")
    mend_folder(tmp_path, KINDS, [tmp_path / "articles/2026/Le Four/Photo.JPG"])
    after = files(tmp_path)
    assert sorted(after) == ["articles/2026/Le Four/index.md", "articles/2026/Le Four/photo.jpg"]
    assert "![a](photo.jpg)" in after["articles/2026/Le Four/index.md"]


def test_a_folder_of_which_every_file_was_named_is_renamed(tmp_path: Path) -> None:
    named = [tmp_path / "articles/2026/Le Four" / name for name in ("index.md", "Photo.JPG")]
    for path in named:
        write(tmp_path, str(path), "![a](Photo.JPG)\n")
    write(tmp_path, "articles/2026/Le Lavoir/index.md", "Un mot.\n")
    mend_folder(tmp_path, KINDS, named)
    assert sorted(files(tmp_path)) == [
        "articles/2026/Le Lavoir/index.md",
        "articles/2026/le-four/index.md",
        "articles/2026/le-four/photo.jpg",
    ]


def test_nothing_is_overwritten_that_was_not_named(tmp_path: Path) -> None:
    for name in ("Photo.JPG", "photo.jpg", "Plan.PNG"):
        write(tmp_path, f"authors/{name}", name)
    (tmp_path / "authors" / "plan.png").symlink_to(tmp_path / "nowhere")
    assert mend_folder(tmp_path, KINDS, [tmp_path / "authors" / "Photo.JPG", tmp_path / "authors" / "Plan.PNG"]) == []
    assert files(tmp_path) == {f"authors/{name}": name for name in ("Photo.JPG", "photo.jpg", "Plan.PNG")}


def test_no_file_is_moved_through_a_link(tmp_path: Path) -> None:
    root, outside = tmp_path / "content", tmp_path / "outside"
    outside.mkdir()
    write(root, "articles/2026/Le Four/index.md", post("Un mot.\n"))
    (root / "articles/2026/le-four").symlink_to(outside)
    mend_folder(root, KINDS)
    assert list(outside.iterdir()) == []
    assert "articles/2026/Le Four/index.md" in files(root)
