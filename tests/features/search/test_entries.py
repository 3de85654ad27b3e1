"""The numbers of pages: newer ones are larger, and what comes moves nothing else."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from operator import itemgetter

import pytest

from placette.engine.content.kinds import SearchedKind
from placette.engine.rendering.entries import Searched, Writing
from placette.engine.rendering.searched import year_of
from placette.features.search.entries import (
    HEAVIEST,
    IndexEntry,
    contents_of,
    facet_files,
    fullest,
    group_file,
    numbered,
    page_file,
    plain,
    room_for,
    year_file,
)

KIND = SearchedKind("post", "Post", "Posts", 30)


def page(title: str = "Le lavoir du Mas", lang: str = "fr", **more: object) -> Searched:
    values = {"url": "2026/lavoir/", "mark": "", "read": Writing, "date": datetime(2026, 5, 1), **more}
    return Searched(kind=KIND, title=title, lang=lang, **values)  # type: ignore[arg-type]


def terms(html: str = "", lang: str = "fr", **writing: object) -> dict[str, int]:
    return dict(contents_of(page(lang=lang), Writing(html=(html,), **writing), "fr")[0])  # type: ignore[arg-type]


def test_words_weigh_more_where_they_say_more() -> None:
    html = (
        "<h2>La source</h2><p>Un pré, un muret, un pré.</p>"
        "<figure><img alt=''><figcaption>Le bassin</figcaption></figure>"
    )
    found = terms(html, summary="Une pierre", names=("Léa Montel",), places=("Orcines",), subjects=("Patrimoine",))
    assert found["lavoir"] > found["sourc"] > found["muret"]
    assert found["pre"] > found["muret"], "twice is more than once"
    assert min(found["montel"], found["orcin"], found["patrimoin"]) > found["pierr"] > found["muret"]
    assert found["bassin"] > found["muret"]
    assert set(found.values()) <= set(range(1, HEAVIEST + 1))
    assert "un" not in found
    assert 1 < found["du"] < found["lavoir"], "a title is found by its stop words"
    assert "car" in terms("<p>Car le car part.</p>"), "a coach too"


def test_a_word_in_e_is_a_term_of_its_own_where_a_title_or_a_subject_has_it() -> None:
    assert {"marche", "march"} <= terms(subjects=("MARCHÉS",)).keys()
    assert "marche" not in terms("<p>Un marché.</p>", subjects=("Marches",))


@pytest.mark.parametrize("field", ["html", "summary", "subjects", "names"])
def test_stuffing_a_field_with_words_makes_them_worth_less_than_saying_them_once(field: str) -> None:
    def weight(text: str) -> int:
        return terms(**{field: (text,) if field in {"subjects", "names"} else text})["navet"]  # type: ignore[arg-type]

    stuffed = " ".join(["navette bus car mairie marché"] * 400)
    assert weight(stuffed) < weight("La navette attend devant la mairie.")


def test_the_whole_title_is_one_word_of_its_own() -> None:
    found = terms()
    assert found["_lelavoirdumas"] == HEAVIEST
    assert [term for term in found if term.startswith("_")] == ["_lelavoirdumas"]
    assert not contents_of(page("…"), Writing(), "fr")[0]


def test_a_compound_is_found_in_its_parts_and_as_one_word_and_so_is_a_name_of_several_words() -> None:
    found = terms("<p>Le Puy-de-Dôme.</p>", places=("Le Mont Dore",), names=("Jean Borie",))
    assert {"puy", "dom", "puydedom", "lemontdor", "mont", "jeanbor"} <= found.keys()
    assert "puy de dome" not in found


@pytest.mark.parametrize(("lang", "term"), [("fr", "marche"), ("en", "march"), ("br", "marches")])
def test_words_are_stemmed_in_the_language_of_the_text(lang: str, term: str) -> None:
    assert term[:5] in {found[:5] for found in terms("<p>marches</p>", lang)}
    assert ("marches" in terms("<p>marches</p>", lang)) is (lang == "br")


def test_the_words_of_alternatives_are_found() -> None:
    found = terms('<p>Voici.</p><img src="/x.jpg" alt="Un h&eacute;ron &lt;gris&gt; > l&#39;eau"><p>Fin.</p>')
    assert {"heron", "gris", "eau", "fin"} <= found.keys()
    assert "alt" not in found
    assert "jpg" not in found


def test_a_number_is_found_as_it_is_written() -> None:
    assert "1048" in terms("<p>Il y a 1\u202f048 habitants, 12 places en 2026.</p>")


def test_what_is_inside_words_does_not_divide_them_and_what_is_between_blocks_does() -> None:
    note = '<sup><a class="footnote-ref" href="#n">4</a></sup>'
    html = f"<p>l’<em>eau</em> vive<sup>1</sup>{note}</p><p>froide</p><ul><li>un</li><li>deux</li></ul>"
    assert plain(html) == "l’eau vive1 froide un deux"
    assert plain("<p>Qui\u202f?\n  «\u00a0Moi\u00a0»</p>\n") == "Qui\u202f? «\u00a0Moi\u00a0»"
    assert plain('<a title="a > b" href="/x/">ici</a> &lt;b&gt; &amp; là') == "ici <b> & là"


def test_a_result_shows_what_there_is_and_no_more() -> None:
    writing = Writing("Le résumé", ("<p>Le texte</p>",), ("Léa Montel",), author="Léa Montel", place="Orcines")
    shown = json.loads(contents_of(page(), writing, "fr")[1])
    assert shown == {
        "k": "post",
        "u": "2026/lavoir/",
        "t": "Le lavoir du Mas",
        "l": "fr",
        "w": "1er\u00a0mai\u00a02026",
        "p": "Orcines",
        "a": "Léa Montel",
        "s": "Le résumé",
        "x": "Le texte",
    }
    bare = json.loads(contents_of(page(date=None), Writing(), "fr")[1])
    assert set(bare) == {"k", "u", "t", "l"}
    long = json.loads(contents_of(page(), Writing(html=(f"<p>{'mot ' * 9000}</p>",)), "fr")[1])
    assert len(long["x"]) == 3000


@pytest.mark.parametrize(
    "text", ["<" * 5000, '<p a="' * 3000, "-" * 20000, "l'" * 9000, "1 000 " * 4000, "\u0301" * 9000]
)
def test_hostile_texts_end(text: str) -> None:
    contents_of(page(text), Writing(text, (text,), (text,), (text,), (text,)), "fr")


DAY = date(2026, 5, 1)


def numbers_of(dates: Mapping[str, date | None]) -> dict[str, int]:
    """The number of each page, by address."""
    room = room_for(fullest((day, url) for url, day in dates.items()))
    found = [(url, number) for number, url in numbered(((day, url, url) for url, day in dates.items()), room)]
    assert found == sorted(found, key=itemgetter(1))
    return dict(found)


def test_the_newer_the_larger_and_what_has_no_date_is_smaller_than_all() -> None:
    numbers = numbers_of({"a/": DAY, "b/": DAY + timedelta(1), "qui/": None, "vieux/": date(1850, 1, 1)})
    assert numbers["qui/"] < numbers["vieux/"] < numbers["a/"] < numbers["b/"]


def test_numbers_differ_and_depend_on_addresses_and_dates_alone() -> None:
    dice = random.Random(2)
    dates = {f"{n}/": DAY + timedelta(dice.randint(0, 90)) if n % 3 else None for n in range(900)}
    numbers = numbers_of(dates)
    assert len(set(numbers.values())) == len(dates)
    shuffled = dict(dice.sample(sorted(dates.items(), key=str), len(dates)))
    assert numbers_of(shuffled) == numbers


def test_a_new_page_moves_at_most_those_of_its_day() -> None:
    dates: dict[str, date | None] = {f"{n}/": DAY + timedelta(n // 3) for n in range(300)}
    before = numbers_of(dates)
    after = numbers_of(dates | {"0-new/": DAY + timedelta(50)})
    moved = {url for url in before if before[url] != after[url]}
    assert moved <= {"150/", "151/", "152/"}


def test_a_name_says_what_it_holds_in_signs_that_every_system_takes() -> None:
    assert group_file("t", "pu") == "t-pu.json"
    assert group_file("t", "_puy") == "t-_puy.json"
    assert group_file("e", "") == "e-.json"
    assert group_file("t", "ωß") == "t--3c9--df-.json"
    assert group_file("t", "con") == "t-con.json", "no device of Windows"
    assert re.fullmatch(r"[a-z0-9_.-]+", group_file("t", "../İ\U0001f600"))
    assert [page_file(number) for number in (0, 15, 16, 1048576)] == [
        *("d-0.json", "d-f.json", "d-10.json", "d-100000.json"),
    ]
    assert year_file("2026") == "y-2026.json"


POST, PERSON = SearchedKind("post", "Post", "Posts", 30), SearchedKind("person", "Person", "People", 10)


def entry(number: int, kind: SearchedKind, year: int = 0, category: str = "", *communes: str) -> IndexEntry:
    date = datetime(year, 1, 2) if year else None
    return IndexEntry(number, "", Searched(kind, f"{number}/", "", "", Writing, "fr", date, category, communes))


def test_each_year_has_a_file_of_columns() -> None:
    entries = [
        entry(7, PERSON, 0, "", "Orcines"),
        entry(100, POST, 2025, "Nature"),
        entry(130, POST, 2026, "Cuisine", "Ambert", "Orcines"),
        entry(133, POST, 2026, "Nature", "Ambert"),
    ]
    years = {year: [each for each in entries if year_of(each.page) == year] for year in ("0", "2025", "2026")}
    files = {name: json.loads(data) for name, data in facet_files(years).items()}
    assert files == {
        "facets.json": {
            "kinds": ["person", "post"],
            "categories": ["Cuisine", "Nature"],
            "communes": ["Ambert", "Orcines"],
        },
        "y-0.json": {"n": [7], "k": [0], "c": [-1], "m": [1]},
        "y-2025.json": {"n": [100], "k": [1], "c": [1], "m": [-1]},
        "y-2026.json": {"n": [130, 3], "k": [1, 1], "c": [0, 1], "m": [[0, 1], 0]},
    }
