"""Every build knows what the last one wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from placette.engine.build.state import keep_state, note_started, open_ledger
from placette.engine.build.up_to_date import lost_files, names_at, open_state
from placette.engine.rendering.ledger import Ledger
from tests.engine.build.fixture_state import OUTPUT, no_output  # noqa: F401 - of every test here


def built(path: Path, files: Mapping[str, str]) -> Ledger:
    """A build of some files, each with its key."""
    last = open_state(path)
    ledger = open_ledger(last, frozenset)
    ledger.mark({})
    for name, key in files.items():
        if ledger.needs(name, key):
            ledger.note(name, f"digest of {key}")
    note_started(last, ledger)
    keep_state(last, ledger, OUTPUT, {}, {})
    return ledger


@given(builds=st.lists(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12")), min_size=1, max_size=6))
def test_every_build_makes_what_differs_from_the_last_and_drops_what_is_gone(builds: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path, before = Path(folder) / "a.state", dict[str, str]()
        for now in builds:
            ledger = built(path, now)
            assert ledger.files.keys() - ledger.wanted.keys() == before.keys() - now.keys()
            assert {name: file.digest for name, file in ledger.wanted.items()} == {
                name: f"digest of {key}" for name, key in now.items()
            }
            assert ledger.stale.keys() == {name for name in now if before.get(name) != now[name]}
            assert names_at(path) == sorted(now)
            assert lost_files(open_state(path), OUTPUT)() == frozenset()
            before = now
