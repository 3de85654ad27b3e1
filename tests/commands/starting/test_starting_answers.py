"""Typed answers are read tolerantly, and refused with advice on what to write instead."""

from __future__ import annotations

import pytest

from placette.commands.starting import AnswerError, Kind, read_choice, read_title, read_url


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("village", Kind.VILLAGE),
        ("  Intercommunalité ", Kind.EPCI),
        ("DÉPARTEMENT", Kind.DEPARTMENT),
        ("région", Kind.REGION),
    ],
)
def test_case_and_accents_of_a_choice_do_not_matter(written: str, read: Kind) -> None:
    assert read_choice(written, Kind) is read


@pytest.mark.parametrize(("written", "near"), [("vilage", "village"), ("regions", "region"), ("zzz", ""), ("", "")])
def test_another_choice_is_refused_with_the_nearest_or_all(written: str, near: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read_choice(written, Kind)
    assert refused.value.values.get("near", "") == near


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Chroniques  du Pays\tde Redon ", "Chroniques du Pays de Redon"),
        ('L\'« été » de "Lulu" \\ {{ x }}', 'L\'« été » de "Lulu" \\ {{ x }}'),
        ("👩‍🌾 Ici ❤️", "👩‍🌾 Ici ❤️"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_a_name_may_hold_quotes_and_emoji(written: str, read: str) -> None:
    assert read_title(written) == read


@pytest.mark.parametrize("written", ["", "   ", "«»", "👩‍🌾", "a\u202eb", "a\u0000b", "a\ue000b", "x" * 81])
def test_a_name_that_nobody_can_read_is_refused(written: str) -> None:
    with pytest.raises(AnswerError):
        read_title(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://blog.example.org/", "https://blog.example.org"),
        ("blog.example.org", "https://blog.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://ville.example/blog/", "https://ville.example/blog"),
        ("https://crêpe.example", f"https://{'crêpe.example'.encode('idna').decode()}"),
    ],
)
def test_an_address_is_made_whole(written: str, read: str) -> None:
    assert read_url(written) == read


@pytest.mark.parametrize(
    "written",
    [
        *("", "ftp://a.example", "javascript:alert(1)", "https://", "https://a b.example", "https://a.example/?x"),
        *("https://a.example/#x", "https://me:you@a.example", 'https://a.example/"', "https://a.example/été"),
        *("https://a.example:99999", "https://a.example/../b", "https://-a.example", "file:///etc/passwd"),
    ],
)
def test_what_is_no_address_of_a_site_is_refused(written: str) -> None:
    with pytest.raises(AnswerError):
        read_url(written)
