"""Of a recording nothing but its sound stays, and it says how long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.translation import load_catalogue
from placette.features.documents import clean_document, inspect_document, note_on
from placette.features.documents.findings import UnusableError
from placette.features.documents.formats import clean_recording, inspect_table, look_into_recording
from tests.features.documents.fixture_recordings import RECORDINGS, make_mp3


def test_the_sound_stays_byte_for_byte_and_the_labels_go() -> None:
    assert clean_document(("a.mp3", RECORDINGS["labelled voice"]())) == make_mp3()
    for name in ("voice with an old label", "cut voice", "voice with room behind", "twice labelled voice"):
        assert clean_recording(RECORDINGS[name]()) == make_mp3(), name


@pytest.mark.parametrize("name", ["two voices", "two voices with old labels"])
def test_of_recordings_that_were_joined_the_whole_sound_stays(name: str) -> None:
    assert clean_document(("a.mp3", RECORDINGS[name]())) == make_mp3() * 2


@pytest.mark.parametrize(("seconds", "said"), [(2, "MP3, 1 min, 16 ko"), (370, "MP3, 6 min, 2,9 Mo")])
def test_it_says_how_long_it_takes(seconds: float, said: str) -> None:
    attachment = inspect_document(("a.mp3", make_mp3(seconds))).attachment
    assert attachment.extent == pytest.approx(seconds, abs=1)
    note = note_on(attachment, load_catalogue("fr"))
    assert " ".join(note.split()) == said


@given(st.lists(st.tuples(st.integers(0, 16_000), st.binary(max_size=12)), max_size=4), st.binary(max_size=40))
def test_whatever_is_changed_in_one_it_is_refused_or_only_frames_stay(
    changes: list[tuple[int, bytes]], behind: bytes
) -> None:
    data = bytearray(make_mp3(behind=behind))
    for at, new in changes:
        data[at : at + len(new)] = new
    try:
        look_into_recording(bytes(data))
        cleaned = clean_recording(bytes(data))
    except UnusableError:
        return
    assert not look_into_recording(cleaned).private
    assert clean_recording(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a;b\n1;2\n3;\u2028\n", 3, "document-broken"),
        ("a;b\r\n1;\x0c2\r\n=1+1;3\r\n", 2, "document-broken"),
        ("sep=#\r\na#b\r\n", 1, "document-broken"),
        ("a;b\n1;2\n3;=1+1\n", 3, "document-formula"),
        ("a;b\n\n\n1;＝1+1\n", 4, "document-formula"),
    ],
)
def test_a_fault_is_told_at_its_line(text: str, line: int, code: str) -> None:
    (found,) = inspect_table("a.csv", text.encode()).problems
    assert (found.line, found.code) == (line, code)


def test_the_cell_is_shown_as_the_spreadsheet_would_take_it() -> None:
    (found,) = inspect_table("a.csv", "a;＝1+1;b\n".encode()).problems
    assert dict(found.values)["value"] == "=1+1"
