"""What the index holds of a page."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from placette.engine.pages.searched import Searched, SearchedKind, Writing
from placette.features.search.contents import HEAVIEST, contents_of, plain

KIND = SearchedKind("post", "Post", "Posts", 30)


def page(title: str = "Le lavoir du Mas", lang: str = "fr", **more: object) -> Searched:
    values = {"url": "2026/lavoir/", "mark": "", "read": Writing, "date": datetime(2026, 5, 1), **more}
    return Searched(kind=KIND, title=title, lang=lang, **values)  # type: ignore[arg-type]


def terms(html: str = "", lang: str = "fr", **writing: object) -> dict[str, int]:
    return dict(contents_of(page(lang=lang), Writing(html=(html,), **writing), "fr").terms)  # type: ignore[arg-type]


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
    assert "du" not in found


def test_the_whole_title_is_one_word_of_its_own() -> None:
    found = terms()
    assert found["_lelavoirdumas"] == HEAVIEST
    assert [term for term in found if term.startswith("_")] == ["_lelavoirdumas"]
    assert not contents_of(page("…"), Writing(), "fr").terms


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
    assert plain("<p>l’<em>eau</em> vive<sup>1</sup></p><p>froide</p><ul><li>un</li><li>deux</li></ul>") == (
        "l’eau vive1 froide un deux"
    )
    assert plain("<p>Qui\u202f?\n  «\u00a0Moi\u00a0»</p>\n") == "Qui\u202f? «\u00a0Moi\u00a0»"
    assert plain('<a title="a > b" href="/x/">ici</a> &lt;b&gt; &amp; là') == "ici <b> & là"


def test_a_result_shows_what_there_is_and_no_more() -> None:
    writing = Writing("Le résumé", ("<p>Le texte</p>",), ("Léa Montel",), author="Léa Montel", place="Orcines")
    shown = json.loads(contents_of(page(), writing, "fr").shown)
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
    bare = json.loads(contents_of(page(date=None), Writing(), "fr").shown)
    assert set(bare) == {"k", "u", "t", "l"}
    long = json.loads(contents_of(page(), Writing(html=(f"<p>{'mot ' * 9000}</p>",)), "fr").shown)
    assert len(long["x"]) == 3000


@pytest.mark.parametrize(
    "text", ["<" * 5000, '<p a="' * 3000, "-" * 20000, "l'" * 9000, "1 000 " * 4000, "\u0301" * 9000]
)
def test_hostile_texts_end(text: str) -> None:
    contents_of(page(text), Writing(text, (text,), (text,), (text,), (text,)), "fr")
