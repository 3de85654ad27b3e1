"""Of a recording nothing but its sound stays, and it says how long it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.catalogue import load_catalogue
from placette.features.documents.findings import UnusableError
from placette.features.documents.inspecting import clean_document, inspect_document
from placette.features.documents.notes import note_on
from placette.features.documents.recordings import clean_recording, look_into_recording
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
