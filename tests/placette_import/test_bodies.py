"""Bodies of other programs become Markdown that means the same here: no word is lost, nothing hostile stays."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette import to_html
from placette.commands.review.advice import printed_marks
from placette.commands.review.unprinted import unprinted
from placette_import.bodies import convert
from placette_import.pages import Conversion
from placette_import.values import ConvertedBody, EntryKind, Form, ImportSource, SourceEntry, SourceUpload
from tests.fixture_site import ROOT

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bodies.yml").read_text(encoding="utf-8"))
_UPLOADS = "https://blog.example/wp-content/uploads/2019/05"
UPLOADS = {
    "12": SourceUpload("12", f"{_UPLOADS}/lavoir.jpg", alt="Le lavoir plein", caption="Légende média"),
    "13": SourceUpload("13", f"{_UPLOADS}/IMG_2034.jpg"),
    "pres": SourceUpload("pres", "", "posts/a/pres.jpg"),
}
OURS = {"https://blog.example/2018/fete/", "article12", "x.md"}


def nothing() -> Iterator[SourceEntry]:
    return iter(())


def converted(body: str, form: str = "html", kind: str = "wordpress", **more: Any) -> ConvertedBody:
    file, extensions = more.pop("file", "export.xml"), more.pop("extensions", {})
    address = "https://blog.example/2019/05/le-lavoir/"
    entry = SourceEntry("wp:1", EntryKind.POST, "Le lavoir", body, Form(form), addresses=(address,), file=file)
    source = ImportSource(kind, "blog", "https://blog.example", nothing, {}, UPLOADS, lang="fr", extensions=extensions)
    return convert(entry, Conversion(source, **more), lambda address: "../fete/index.md" if address in OURS else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_body_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    more = {name: case[name] for name in ("file", "extensions") if name in case}
    found = converted(case["body"], case.get("form", "html"), case["source"], **more)
    assert found.text == case["markdown"].strip("\n")
    assert [f"{one.line} {one.values['what']}" for one in found.findings] == case.get("findings", [])
    used = {one.name: one.address for one in found.used}
    assert {name: used[name] for name in case.get("used", {})} == case.get("used", {})


def test_a_picture_that_cannot_be_had_is_a_link_and_a_credit_stands_below_each() -> None:
    body = '<p>Mot.</p><p><img src="https://cdn.example/a.jpg" alt="Le four"></p><p><img src="/c.jpg" alt="Là"></p>'
    absent = {"https://cdn.example/a.jpg": "", "https://blog.example/c.jpg": ""}
    found = converted(f'{body}<p><img src="/b.jpg" alt=""></p>', absent=absent, credit="Léa, CC BY 4.0")
    picture = '![à décrire](b.jpg "— Léa, CC BY 4.0")'
    assert found.text == f"Mot.\n\n[Le four](https://cdn.example/a.jpg)\n\nLà\n\n{picture}"
    assert [one.name for one in found.used] == ["b.jpg"]


def test_a_link_of_spip_without_words_has_the_title_of_its_text() -> None:
    found = converted(
        "Voir [->art12], [->13] et [ceci->12].", "spip", titles={"article12": "La [fête]", "article13": "x"}
    )
    assert found.text == "Voir [La \\[fête\\]](../fete/index.md), x et [ceci](../fete/index.md)."


def test_the_first_film_of_a_host_that_the_site_lists_is_that_of_the_post() -> None:
    player = '<iframe src="https://www.youtube.com/embed/{}" title="{}"></iframe>'
    body = f"<p>Mot.</p>{player.format('dQw4w9WgXcQ', 'La fête')}{player.format('aaaaaaaaaaa', '')}"
    found = converted(body, videos=("youtube.com",))
    assert found.text == "Mot.\n\n[Vidéo sur youtube.com](https://www.youtube.com/watch?v=aaaaaaaaaaa)"
    assert (found.video, found.video_title) == ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "La fête")
    unnamed = converted("https://youtu.be/dQw4w9WgXcQ", videos=("youtube.com",))
    assert unnamed.text == "[Vidéo sur youtube.com](https://www.youtube.com/watch?v=dQw4w9WgXcQ)"
    assert unnamed.video_title == "Le lavoir"
    assert converted(body, videos=("vimeo.com",)).video == ""


def test_a_link_to_the_old_site_leads_to_its_text_or_is_none() -> None:
    picture = "/wp-content/uploads/2019/05/lavoir-300x200.jpg"
    places = ("/category/eau/", "/?cat=3", "/prive/", "/", picture, "/2018/fete/#eau")
    html = " ".join(f'<a href="https://www.blog.example{place}">{number}</a>' for number, place in enumerate(places))
    body = f'<p>{html} <a href="https://autre.example/prive/">6</a></p>'
    found = converted(body)
    assert found.text == "0 1 2 [3](https://www.blog.example/) [4](lavoir.jpg) 5 [6](https://autre.example/prive/)"
    lost = [one.values["what"].removeprefix("https://www.blog.example") for one in found.findings]
    assert lost == ["/category/eau/", "/?cat=3", "/prive/", "/2018/fete/#eau"]


HOSTILE = {
    "shortcodes never closed": "[caption][code][embed]" * 20_000,
    "attributes without end": "[gallery " + 'a="' * 60_000,
    "marks of SPIP": "{{" * 50_000 + "[[" * 50_000,
    "code never closed": "<code>" * 20_000,
    "elements inside each other": "<div><b>" * 5_000,
    "notes of notes": '<a href="#n">1</a>' * 3_000 + '<p id="n"><a href="#m">1</a></p>' * 3_000,
    "tags of Liquid": "{%" * 60_000 + "{{ " * 60_000,
    "figures inside each other": "<figure><img src=a>" * 300,
    "tables inside each other": "<table class=tr-caption-container><td><img src=a>" * 200,
}


@pytest.mark.parametrize("form", ["html", "spip", "hugo", "jekyll", "text"])
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_body_takes_bounded_time_and_stays_text(what: str, form: str) -> None:
    begun = time.process_time()
    found = converted(HOSTILE[what], form)
    assert time.process_time() - begun < 20  # a second or two, on a machine that others use too
    assert "<script" not in found.text


SIGNS = (
    "<p> </p> <b> </b> <ul><li> </ul> <table><tr><td> </table> <pre> </pre> <figure><img_src=x> </figure> <script>"
    " <iframe_src=javascript:1> [caption] [/caption] <a_href=javascript:alert(1)> &lt;script> mot été * # - \n\n <!--"
    " <a_href='#n'>1</a> <li_id=n> <svg_onload=x> <data_class=placette-note> </data> [embed]javascript:alert(1)[/embed]"
    " <svg><a_xlink:href=javascript:1>"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SIGNS.replace("_", "\x01").split(" ")), max_size=30).map(" ".join))
def test_no_body_brings_a_script_or_an_address_of_one(body: str) -> None:
    html = to_html(converted(body.replace("\x01", " ")).text)
    tree = LexborHTMLParser(html)
    assert tree.css("script, iframe, svg, object, style") == []
    for node in tree.css("*"):
        assert {name: value for name, value in node.attributes.items() if name.startswith("on")} == {}
        assert not (node.attributes.get("href") or node.attributes.get("src") or "").startswith("javascript:")


FOREIGN = (
    ":::intro ::: :::_warning_Titre :::note[Titre] [TOC] [[_TOC_]] ==mot== {:.rouge} {.rouge} {{_x_}} {%_if_y_%}"
    ' {{<_z_>}} [caption_id=1] mot été. \n \n\n <b> </b> *mot* `mot` - ???_note_"Plié"\n ===_"Onglet"\n'
)


@pytest.mark.parametrize("form", ["markdown", "html", "hugo", "jekyll"])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FOREIGN.split(" ")), max_size=20).map(" ".join))
def test_no_mark_of_another_program_that_the_check_names_comes_in(form: str, body: str) -> None:
    text = converted(body.replace("_", " ").replace("\\n", "\n"), form, kind="markdown").text
    marks = [*printed_marks(to_html(text), text), *unprinted(text)]
    assert [mark.values for mark in marks if mark.code == "mark-foreign"] == [], text


WORD = re.compile(r"[^\W_]+")


def words_of(html: str) -> Counter[str]:
    return Counter(word.lower() for word in WORD.findall(LexborHTMLParser(html).text(separator=" ")))


def test_hardly_a_word_of_real_texts_is_lost() -> None:
    """At most two words in a thousand, of the texts of the demonstration and the manual, as HTML that others wrote."""
    count, lost = 0, Counter[str]()
    for path in (*(ROOT / "content/articles").rglob("index.md"), *(ROOT / "docs/fr").rglob("*.md")):
        html = to_html(re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        before, after = words_of(html), words_of(to_html(converted(html, kind="ghost").text))
        count, lost = count + before.total(), lost + (before - after)
    assert count > 40_000
    assert lost.total() <= count * 0.002, lost.most_common(20)
