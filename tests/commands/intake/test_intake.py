"""A photo's name describes it, is accepted by the gate, and replaces no other."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.commands.intake import (
    CLOSED_BLOCK,
    HAS_LEAD,
    NO_LINE,
    UNSAFE,
    Answers,
    Placed,
    Placement,
    one_line,
    photo_name,
    place_photos,
    stricter,
)
from placette.engine.content.kinds import Draft, draft_text
from placette.engine.content.tree import is_good_name
from placette.engine.texts.body import BodySource, Converted, convert_body
from placette.engine.texts.links import Surroundings
from placette.engine.texts.values import Claims, PhotoFacts
from placette.features.posts.kind import POST, ArticleMatter


@pytest.mark.parametrize(
    ("original", "alt", "name"),
    [
        ("Lavoir été", "", "lavoir-ete.jpg"),
        ("le_lavoir (2)", "Autre chose", "le-lavoir-2.jpg"),
        ("IMG_20260501_101112", "Le bassin vu de la route", "le-bassin-vu-de-la-route.jpg"),
        ("WhatsApp Image 2026-05-01 at 10.11.12", "Un bal", "un-bal.jpg"),
        ("DSC01234", "", "photo.jpg"),
        ("IMG_1", "con", "photo-con.jpg"),
        ("../../etc/passwd", "", "etc-passwd.jpg"),
        ("IMG_1", "un mot " * 30, "un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un.jpg"),
        ("a" * 300, "", "a" * 60 + ".jpg"),
    ],
)
def test_a_name_says_something_and_is_accepted(original: str, alt: str, name: str) -> None:
    assert photo_name(original, alt, ".jpg", ()) == name
    assert is_good_name(name)


def test_nothing_in_the_folder_has_the_name_already() -> None:
    taken = {"lavoir.jpg", "LAVOIR-2.JPG", "lavoir-4.jpg"}
    assert photo_name("lavoir", "", ".jpg", taken) == "lavoir-3.jpg"
    assert photo_name("lavoir", "", ".png", taken) == "lavoir.png"


PATH = "articles/2026/le-lavoir/index.md"
FACTS = {
    f"articles/2026/le-lavoir/{name}": PhotoFacts(name, "0" * 20, 1600, 1200) for name in ("bassin.jpg", "source.jpg")
}
TEXT = """\
---
# À relire par Marc
title: Le lavoir   # l'ancien
date: 2026-05-01

authors: [lea]
category: "Nature"
licence: CC BY 4.0
---
L'eau est revenue.

Fin.
"""
LEA = Answers("Le bassin vu de la route", "Après les travaux", "photo de Léa", "CC BY 4.0")
OWN = Placement(licence="CC BY 4.0", minors="none")


def placed(text: str, *answers: Answers, placement: Placement = OWN) -> str:
    names = ("bassin.jpg", "source.jpg")
    new = place_photos(text, [Placed(name, about) for name, about in zip(names, answers, strict=False)], placement)
    assert not isinstance(new, str), new
    return new[0]


def read(text: str) -> tuple[Draft, ArticleMatter, Converted]:
    draft = draft_text(PATH, POST, text.encode())
    assert draft.problems == ()
    assert isinstance(draft.matter, ArticleMatter)
    source = BodySource(PATH, draft.source.body, "fr", draft.source.body_line, Claims(licence=True))
    return draft, draft.matter, convert_body(source, Surroundings(photos=FACTS))


def test_a_figure_stands_at_the_end_and_the_rest_stays_as_it_was() -> None:
    new = placed(TEXT, LEA)
    figure = '![Le bassin vu de la route](bassin.jpg "Après les travaux — photo de Léa")\n'
    assert new == TEXT.replace("CC BY 4.0\n", "CC BY 4.0\nminors: none\n") + "\n" + figure
    assert read(new)[2].problems == ()


def test_a_licence_that_is_not_the_posts_own_is_said() -> None:
    other = Answers("Un bal", "", "photo de Léa", "CC BY-SA 4.0")
    new = placed(TEXT, other, placement=Placement(licence="CC BY 4.0"))
    assert '![Un bal](bassin.jpg "— photo de Léa, CC BY-SA 4.0")' in new
    photo = read(new)[2].body.photos[0]
    assert (photo.caption, photo.credit) == ("", "photo de Léa, CC BY-SA 4.0")


def test_a_decorative_picture_says_so() -> None:
    new = placed(TEXT, Answers("-", "", "dessin de Léa"), placement=Placement(decorative="décorative"))
    assert '![](bassin.jpg "décorative — dessin de Léa")' in new
    _draft, _matter, converted = read(new)
    assert converted.problems == ()
    assert (converted.body.photos[0].alt, converted.body.photos[0].credit) == ("", "dessin de Léa")


def test_the_first_photo_may_lead_and_the_others_follow() -> None:
    new = placed(
        TEXT, LEA, Answers("La source", "", "photo de Marc"), placement=Placement(lead=True, licence="CC BY 4.0")
    )
    assert 'image: bassin.jpg\nimage_alt: "Le bassin vu de la route"\n' in new
    assert new.endswith('Fin.\n\n![La source](source.jpg "— photo de Marc")\n')
    matter = read(new)[1]
    assert (matter.image, matter.image_caption, matter.image_credit) == (
        "bassin.jpg",
        "Après les travaux",
        "photo de Léa",
    )


def test_who_writes_french_keys_gets_french_keys() -> None:
    french = TEXT.replace("title:", "titre:").replace("authors:", "auteurs:")
    new = placed(french, LEA, placement=Placement(lead=True, minors="aucun", licence="CC BY 4.0"))
    assert "photo: bassin.jpg\nphoto_description:" in new
    assert "mineurs: aucun\n---\n" in new
    assert read(new)[1].image_alt == "Le bassin vu de la route"


def test_keys_that_wait_for_a_value_get_it_where_they_are() -> None:
    waiting = TEXT.replace("licence:", "image:\nimage_alt: ''  # à dire\nminors:   \nlicence:")
    new = placed(waiting, LEA, placement=Placement(lead=True, minors="none", licence="CC BY 4.0"))
    assert 'image: bassin.jpg\nimage_alt: "Le bassin vu de la route"  # à dire\nminors: none\nlicence:' in new
    assert read(new)[1].image == "bassin.jpg"


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        (10, "---\n", "\n\nL'eau"),
        (11, "revenue.\n\n", "\n\nFin."),
        (12, "revenue.\n\n", "\n\nFin."),
        (13, "Fin.\n\n", "\n"),
    ],
)
def test_a_figure_may_stand_before_a_line(at: int, before: str, after: str) -> None:
    figure = '![Le bassin vu de la route](bassin.jpg "Après les travaux — photo de Léa")'
    assert f"{before}{figure}{after}" in placed(TEXT, LEA, placement=Placement(at=at, licence="CC BY 4.0"))


@pytest.mark.parametrize("at", [1, 5, 9, 14, 999])
def test_a_line_that_is_not_in_the_text_is_refused(at: int) -> None:
    assert place_photos(TEXT, [Placed("bassin.jpg", LEA)], Placement(at=at)) == NO_LINE


def test_windows_line_ends_and_byte_order_marks_stay() -> None:
    new = placed("\ufeff" + TEXT.replace("\n", "\r\n"), LEA)
    assert new.replace("\r\n", "") == "\ufeff" + placed(TEXT, LEA).replace("\n", "")
    assert "\n" not in new.replace("\r\n", "")
    assert read(new)[2].problems == ()


BROKEN = {
    "no block": "Un texte.\n",
    "an open block": "---\ntitle: A\n",
    "a key twice": TEXT.replace("date:", "title: B\ndate:"),
    "an anchor": TEXT.replace("[lea]", "&a [lea]"),
    "nonsense": TEXT.replace("[lea]", "[lea"),
    "old line ends": TEXT.replace("L'eau", "L'eau\r"),
    "not UTF-8": TEXT.replace("À", "\udcc0"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_text_that_needs_mending_is_left_alone(name: str) -> None:
    assert place_photos(BROKEN[name], [Placed("bassin.jpg", LEA)], OWN) == CLOSED_BLOCK


def test_a_block_that_cannot_be_changed_line_by_line_is_left_alone() -> None:
    flow = "---\n{title: A, date: 2026-05-01, authors: [lea], category: Nature}\n---\nTexte.\n"
    assert place_photos(flow, [Placed("bassin.jpg", LEA)], OWN) == UNSAFE
    folded = TEXT.replace("licence:", "minors: >\n  authorised:A\nlicence:")
    assert place_photos(folded, [Placed("bassin.jpg", LEA)], Placement(minors="authorised:B")) == UNSAFE


def test_a_lead_picture_is_never_replaced() -> None:
    has = TEXT.replace("licence:", "photo: autre.jpg\nlicence:")
    assert place_photos(has, [Placed("bassin.jpg", LEA)], Placement(lead=True)) == HAS_LEAD


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        ("", "none", "none"),
        ("aucun", "none", "aucun"),
        ("authorised:A", "none", "authorised:A"),
        ("authorised:A", "authorised:A", "authorised:A"),
        ("authorised:A", "autorisation:A", "authorised:A"),
        ("authorised:A", "authorised:B", "authorised:A+B"),
    ],
)
def test_a_consent_is_never_lost(old: str, new: str, both: str) -> None:
    assert stricter(old, new) == both
    post = TEXT.replace("licence:", f"minors: {old}\nlicence:")
    assert read(placed(post, LEA, placement=Placement(minors=new)))[1].minors == both


HOSTILE = (
    '](javascript:alert(1)) "',
    '" onerror="alert(1)" x="',
    "')\n\n[un lien](javascript:alert(1))",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![autre](source.jpg)",
    "```\n~~~\n",
    "a\n---\n\ntitle: Volé\n---\n",
    "a\r\nimage: /etc/passwd\rb",
    "x: y\n_content: volé",
    "&lt;b&gt; &#106;avascript &quot;",
    "\\",
    "{: onclick=alert(1)} {#id}",
    "a \u202e b \u200b \x00 \x1b[31m \ufeff",
    "\u3164\u115f",
)


@pytest.mark.parametrize("where", ["alt", "caption", "credit"])
@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("typed", HOSTILE)
def test_no_answer_breaks_out_of_its_place(typed: str, lead: bool, where: str) -> None:
    said = {"alt": "Vue", "caption": "Légende", "credit": "photo de Léa", where: one_line(f"a {typed}")}
    new = placed(TEXT, Answers(**said), placement=Placement(lead=lead, licence="CC BY 4.0"))
    draft, matter, converted = read(new)
    plain = read(
        placed(TEXT, Answers("Vue", "Légende", "photo de Léa"), placement=Placement(lead=lead, licence="CC BY 4.0"))
    )
    assert [entry.key for entry in draft.source.entries] == [entry.key for entry in plain[0].source.entries]
    assert matter.title == "Le lavoir"
    assert converted.problems == ()
    tree, honest = LexborHTMLParser(converted.body.html), LexborHTMLParser(plain[2].body.html)
    tags = [node.tag for node in tree.css("*")]
    assert tags == [node.tag for node in honest.css("*")]
    attributes = [sorted(node.attributes) for node in tree.css("*")]
    assert attributes == [sorted(node.attributes) for node in honest.css("*")]
    shown = converted.body.photos
    assert [PurePosixPath(photo.path).name for photo in shown] == ([] if lead else ["bassin.jpg"])
    if shown:
        words = {"alt": shown[0].alt, "caption": shown[0].caption, "credit": shown[0].credit}
        assert letters(words.pop(where)) == letters(said[where])
        assert words == {
            key: value
            for key, value in (("alt", "Vue"), ("caption", "Légende"), ("credit", "photo de Léa"))
            if key != where
        }


def letters(text: str) -> str:
    """The letters and digits of a text, without what entities and typography make of the rest."""
    from html import unescape

    return "".join(character for character in unescape(text) if character.isalnum())
