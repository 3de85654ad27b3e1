"""Two answers of one writer: what counts afterwards."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from placette.desks.letters.answering import merged
from placette.desks.letters.letter import Consent, Manuscript, Picture, WriterAnswers

_WORDS = st.sampled_from(["", "a", "b"])
_CONSENT = st.builds(
    Consent, st.sampled_from(["licence", "people", "minors"]), st.booleans(), _WORDS, st.just(date(2026, 11, 3))
)
_CONSENTS = st.lists(_CONSENT, max_size=3, unique_by=lambda consent: consent.what).map(
    lambda found: tuple(sorted(found, key=lambda consent: consent.what))
)
_ANSWERS = st.builds(
    WriterAnswers,
    title=_WORDS,
    commune=_WORDS,
    signature=_WORDS,
    consents=_CONSENTS,
    alts=st.dictionaries(st.sampled_from(["x.jpg", "y.jpg"]), _WORDS),
    corrections=st.lists(_WORDS, max_size=2, unique=True).map(tuple),
)


def _said(what: str, *, agreed: bool, day: int = 3) -> Consent:
    return Consent(what, agreed=agreed, wording=f"{what}/1", day=date(2026, 11, day))


def test_later_words_win_and_silence_changes_nothing() -> None:
    old = WriterAnswers(title="Le lavoir", commune="Ambert", alts={"a.jpg": "le bassin", "b.jpg": "la fontaine"})
    new = WriterAnswers(title="Le vieux lavoir", alts={"b.jpg": "la source"}, corrections=("1880",))
    both = merged(old, new)
    assert (both.title, both.commune, both.corrections) == ("Le vieux lavoir", "Ambert", ("1880",))
    assert both.alts == {"a.jpg": "le bassin", "b.jpg": "la source"}


def test_consents_add_up() -> None:
    old, new = (
        WriterAnswers(consents=(_said("licence", agreed=True),)),
        WriterAnswers(consents=(_said("people", agreed=True),)),
    )
    assert [consent.what for consent in merged(old, new).consents] == ["licence", "people"]


def test_a_no_after_a_yes_takes_it_back_and_leaves_no_yes() -> None:
    old = WriterAnswers(licence="CC BY 4.0", consents=(_said("licence", agreed=True),))
    both = merged(old, WriterAnswers(consents=(_said("licence", agreed=False, day=9),)))
    assert both.consents == (_said("licence", agreed=False, day=9),)
    assert both.licence == ""


def test_a_yes_after_a_no_counts() -> None:
    old = WriterAnswers(consents=(_said("licence", agreed=False),))
    new = WriterAnswers(licence="CC BY-SA 4.0", consents=(_said("licence", agreed=True, day=9),))
    assert merged(old, new).licence == "CC BY-SA 4.0"


def test_pictures_of_one_name_are_replaced_and_the_last_version_stays() -> None:
    old = WriterAnswers(pictures=(Picture("a.jpg", b"1"), Picture("b.jpg", b"2")), written=Manuscript("one"))
    both = merged(old, WriterAnswers(pictures=(Picture("a.jpg", b"3"),)))
    assert both.pictures == (Picture("a.jpg", b"3"), Picture("b.jpg", b"2"))
    assert both.written == Manuscript("one")


@given(_ANSWERS)
def test_nothing_said_and_the_same_said_again_change_nothing(answers: WriterAnswers) -> None:
    assert merged(answers, WriterAnswers()) == merged(WriterAnswers(), answers) == merged(answers, answers) == answers
