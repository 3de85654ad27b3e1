"""What two sides give is compared by what it holds; commands that are forked print and end as those of a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixture_site import ROOT
from tests.tools.same_site import MODULES, Side, differences, join_cases, list_words, sections

WHEEL = {"a/fr.po": "un", "a/b.css": "deux", "c.txt": "trois", MODULES: "a/b.py\na/c.py\n"}
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "nothing": ({}, []),
    "moved": ({"a/b.css": "", "z/b.css": "deux"}, ["→ a/b.css, now z/b.css"]),
    "gone": ({"a/b.css": ""}, ["- a/b.css"]),
    "new": ({"z": "autre"}, ["+ z"]),
    "moved and changed": ({"a/b.css": "", "z/b.css": "2"}, ["- a/b.css", "+ z/b.css"]),
    "other words": ({"c.txt": "quatre"}, ["≠ c.txt\n    -trois\n    +quatre"]),
    "other bytes": ({"a/fr.po": "une"}, ["≠ a/fr.po"]),
    "merged modules": ({MODULES: "a/b.py\n"}, [f"- {MODULES}: a/c.py"]),
}


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("changed", "expected"), CASES.values(), ids=CASES)
def test_what_differs_is_listed(changed: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    former, latter = put(tmp_path / "former", WHEEL), put(tmp_path / "latter", WHEEL | changed)
    assert list(differences(former, latter, moves=True)) == expected


def test_modules_are_listed_apart_from_the_other_files_of_the_wheel() -> None:
    lines = ["- a.css", f"- {MODULES}: a.py", "→ b.po, now c.po"]
    assert sections("wheel", lines) == {"wheel": [lines[0], lines[2]], MODULES: [lines[1]]}
    assert sections("words", []) == {"words": []}


def test_a_file_of_a_site_that_moved_differs(tmp_path: Path) -> None:
    former, latter = put(tmp_path / "former", {"a": "un"}), put(tmp_path / "latter", {"b": "un"})
    assert list(differences(former, latter)) == ["- a", "+ b"]


def test_a_message_is_followed_from_one_catalogue_to_another(tmp_path: Path) -> None:
    one, two = (f'msgid "{word}"\nmsgstr "{word}"\n\n' for word in ("un", "deux"))
    sides = {"former": {"a/fr.po": one + two, "b/fr.po": ""}, "latter": {"a/fr.po": two, "b/fr.po": one}}
    for name, files in sides.items():
        list_words(Side(put(tmp_path / name, files), tmp_path, tmp_path), tmp_path / f"{name}-words")
    found = list(differences(tmp_path / "former-words", tmp_path / "latter-words", moves=True))
    assert found == ['→ a/fr.po.list: fr: ["un", "un"], now b/fr.po.list']


def test_broken_texts_share_a_site_where_none_takes_the_place_of_another(tmp_path: Path) -> None:
    put(tmp_path / "cases/0", {"a/le-lavoir/index.md": "le-lavoir", "lea.md": "Léa"})
    put(tmp_path / "cases/1", {"a/le-lavoir/index.md": "", "lea.md": "Léa", "paul.md": "Paul"})
    put(tmp_path / "cases/2", {"lea.md": "Zoé"})
    put(tmp_path / "cases/3", {"paul.md/a.md": "x"})
    join_cases(tmp_path / "cases", tmp_path / "texts")
    made = {p.relative_to(tmp_path / "texts").as_posix(): p for p in (tmp_path / "texts").rglob("*.md") if p.is_file()}
    assert {name: path.read_text(encoding="utf-8") for name, path in made.items()} == {
        "texts 00/a/le-lavoir-0/index.md": "le-lavoir-0",
        "texts 00/lea.md": "Léa",
        "texts 00/paul.md": "Paul",
        "texts 01/lea.md": "Zoé",
        "texts 01/paul.md/a.md": "x",
    }


TALK = """
import atexit, sys
atexit.register(print, "bye")
print(*sys.argv[1:], open("content/a").read())
def main():
    print("Photos : 5 sur 16 (31\u00a0%), encore 15 s")
    sys.exit("no")
if __name__ == "__main__":
    sys.exit(3)
"""


@pytest.mark.whole
def test_forked_commands_print_and_end_like_others(tmp_path: Path) -> None:
    put(tmp_path, {"talk.py": TALK, "content/a": "old", "other/a": "new", "output/a": "made"})
    commands = [
        {"name": "one.txt", "words": ["talk", "--list"]},
        {"name": "two.txt", "words": ["say"], "entry": "talk:main", "content": "other"},
    ]
    (tmp_path / "given.json").write_text(json.dumps(commands), encoding="utf-8")
    command = [sys.executable, str(ROOT / "tests/tools/forked_commands.py"), "given.json"]
    subprocess.run(command, cwd=tmp_path, check=True)
    said = [(tmp_path / name).read_text(encoding="utf-8") for name in ("one.txt", "two.txt")]
    assert said[0] == "--list old\nbye\n--- standard error\n--- exit code 3\n"
    assert said[1].endswith("new\nbye\n--- standard error\nno\n--- exit code 1\n")
    assert not (tmp_path / "output").exists()
