"""The monthly accounts of the demonstration say what its files say, so that no number drifts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.demonstration.accounts import CONTENT, matter_of, months_counted, numbers_told, posts

ACCOUNTS = {
    date(2026, 7, 1): "un-mois-de-carnets-juillet",
    date(2026, 8, 1): "un-mois-de-carnets-aout",
    date(2026, 9, 1): "un-mois-de-carnets-septembre",
    date(2026, 10, 1): "un-mois-de-carnets",
}


@pytest.mark.parametrize(("month", "name"), ACCOUNTS.items(), ids=ACCOUNTS.values())
def test_an_account_says_the_numbers_of_the_register(month: date, name: str) -> None:
    path = CONTENT / "articles" / "2026" / name / "index.md"
    counted = months_counted(date(2026, 11, 26))[month]
    told = numbers_told(path.read_text(encoding="utf-8"))
    assert {label: told.get(label) for label in ("Arrivées", "Textes publiés", "Refus", "Retraits", "Corrections")} == {
        "Arrivées": str(counted.numbers["Arrivals"]),
        "Textes publiés": str(counted.numbers["Published texts"]),
        "Refus": str(counted.numbers["Refusals"]),
        "Retraits": str(counted.numbers["Removals"]),
        "Corrections": str(counted.numbers["Corrections"]),
    }
    assert told["Délai médian, en jours ouvrés"] == f"{counted.delay:g}".replace(".", ",")


def test_no_month_of_the_register_lacks_its_account() -> None:
    told = [matter_of(CONTENT / "articles" / "2026" / name / "index.md") for name in ACCOUNTS.values()]
    assert [one["episode"] for one in told] == [1, 2, 3, 4]
    assert [one["date"] for one in told] == [date(2026, 8, 3), date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2)]
    assert list(ACCOUNTS) == sorted(months_counted(date(2026, 10, 31)))


def test_the_account_of_october_counts_the_communes_told_by_then() -> None:
    listed = [matter["commune"] for matter in posts(until=date(2026, 11, 2))]
    communes = {one for some in listed for one in (some if isinstance(some, list) else [some])} - {"*"}
    text = (CONTENT / "articles/2026/un-mois-de-carnets/index.md").read_text(encoding="utf-8")
    assert len(communes) == 21
    assert "Nous en avons raconté vingt et une, dont deux dans l'Allier" in text
    assert sorted(one for one in communes if one.startswith("03")) == ["03221", "03310"]
