"""What a build noted is read back as it was, whether the whole was written or only what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.building import noted
from placette.engine.building.noted import Kept, read_kept, write_kept
from placette.engine.pages.ledger import Written

PATHS = [f"{number}/index.html" for number in range(12)]
PARTS = ["post a", "post b", "card é"]


def kept(files: Mapping[str, tuple[str, list[str]]], marks: Mapping[str, str], last: Kept) -> Kept:
    """What a build of these files (key, parts) notes; a file that stayed is the same object, as the ledger has it."""
    made = {path: Written(key, f"digest of {key}", tuple(parts)) for path, (key, parts) in files.items()}
    same = {path: last.files[path] if last.files.get(path) == written else written for path, written in made.items()}
    used = {part: marks[part] for written in same.values() for part in written.parts}
    return Kept(same, used, {path: (len(same[path].key), 1, 2, 3) for path in same}, {"texts": len(same)})


_FILE = st.tuples(st.sampled_from(["k", "kk", "kkk"]), st.lists(st.sampled_from(PARTS), max_size=3, unique=True))
_MARKS = st.fixed_dictionaries({part: st.sampled_from("12") for part in PARTS})
_BUILD = st.tuples(st.dictionaries(st.sampled_from(PATHS), _FILE), _MARKS)


def as_noted(found: Kept) -> tuple[object, ...]:
    """Files, signatures, what it was built from, and the marks of the parts that files show."""
    used = {part for written in found.files.values() for part in written.parts}
    return found.files, found.signatures, found.seal, {part: found.marks[part] for part in used}


@given(builds=st.lists(_BUILD, min_size=1, max_size=6), few=st.sampled_from([0, 2, 2000]))
def test_what_was_noted_is_read_back(
    builds: list[tuple[dict[str, tuple[str, list[str]]], dict[str, str]]], few: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(noted, "_FEW", few)
        path = Path(folder) / "a.ledger"
        for files, marks in builds:
            last = read_kept(path)
            now = kept(files, marks, last)
            write_kept(path, now, last)
            assert as_noted(read_kept(path)) == as_noted(now)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a site of many files was noted, and then one of them changed."""
    place = tmp_path / "a.ledger"
    everything = {name: ("k", ["post a"]) for name in PATHS}
    write_kept(place, kept(everything, {"post a": "1"}, Kept()), Kept())
    whole, last = place.read_bytes(), read_kept(place)
    write_kept(place, kept({**everything, PATHS[0]: ("kk", ["post a"])}, {"post a": "2"}, last), last)
    assert place.read_bytes() == whole
    assert read_kept(place).files[PATHS[0]].key == "kk"
    return place


def test_one_file_that_changed_does_not_have_the_whole_written_again(path: Path) -> None:
    short = path.with_suffix(".since").read_bytes()
    assert len(short) < len(path.read_bytes()) / 3
    assert read_kept(path).marks == {"post a": "2"}


NAMES_ALONE = {name: Written("") for name in PATHS}


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:32] + b"{}"])
def test_of_a_damaged_short_file_only_whose_the_files_are_is_believed(path: Path, damage: object) -> None:
    short = path.with_suffix(".since")
    short.write_bytes(damage(short.read_bytes()))  # type: ignore[operator]
    assert read_kept(path) == Kept(NAMES_ALONE)


def test_what_was_noted_in_an_older_form_still_tells_whose_the_files_are(path: Path) -> None:
    files = {name: ["k", "d", [], [1, 2, 3, 4]] for name in PATHS}
    data = json.dumps({"form": 1, "names": [], "marks": [], "files": files, "seal": {}}).encode()
    path.write_bytes(hashlib.sha256(data).digest() + data)
    assert read_kept(path) == Kept(NAMES_ALONE)


def test_a_short_file_that_is_of_another_whole_is_left_from_a_build_that_was_cut_off(path: Path) -> None:
    short, files = path.with_suffix(".since").read_bytes(), {name: ("kkk", ["post b"]) for name in PATHS}
    write_kept(path, kept(files, {"post b": "1"}, Kept()), Kept())
    assert not path.with_suffix(".since").exists()
    path.with_suffix(".since").write_bytes(short)
    assert {written.key for written in read_kept(path).files.values()} == {"kkk"}


def test_a_path_that_leaves_the_output_is_not_believed(path: Path) -> None:
    short = path.with_suffix(".since")
    told = json.loads(short.read_bytes()[32:])
    told["files"]["../kept.txt"] = ["k", "d", [], [1, 2, 3, 4]]
    data = json.dumps(told).encode()
    short.write_bytes(hashlib.sha256(data).digest() + data)
    assert read_kept(path) == Kept(NAMES_ALONE)
