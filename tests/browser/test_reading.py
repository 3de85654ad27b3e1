"""Reading a text: notes beside their text, letters in the chosen size, a way back to the top."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser

from placette.features.posts import POST, Article
from tests.browser.conftest import Demonstration, Visit, violations

pytestmark = pytest.mark.browser

NOTED = "2026/gergovie-ce-que-dit-le-plateau/"
"""A long text with ten notes."""
ANSWERED = "2026/navette-d-ete-vos-arrets/"
"""One that a text answers, and a question."""
_WIDE, _PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_BOXES = "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.eval_on_selector_all(selector, _BOXES)
    return found


def published_posts(demonstration: Demonstration) -> tuple[Article, ...]:
    return demonstration.build.of(POST)


def _size(page: Page) -> str:
    size: str = page.eval_on_selector(".prose", "node => getComputedStyle(node).fontSize")
    return size


def test_notes_stand_beside_their_marks_on_a_wide_screen_and_never_on_each_other(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    marks, notes = _boxes(page, ".footnote-ref"), _boxes(page, ".footnote li")
    (text,) = _boxes(page, ".prose--article")
    paragraph = _boxes(page, ".prose--article > p")[0]
    assert len(marks) == len(notes) == 10
    for mark, note in zip(marks, notes, strict=True):
        assert note["left"] >= paragraph["right"]
        assert note["right"] <= text["right"]
        assert mark["top"] - 20 <= note["top"] <= mark["top"] + 400
    assert all(one["bottom"] <= other["top"] for one, other in pairwise(notes))


def test_more_notes_than_have_names_stay_a_list_at_the_end(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    page.evaluate("""() => {
      const list = document.querySelector('.footnote ol')
      while (list.children.length < 21) list.append(list.lastElementChild.cloneNode(true))
    }""")
    last = _boxes(page, ".prose--article > p")[-1]
    assert all(note["top"] > last["bottom"] for note in _boxes(page, ".footnote li"))


def test_notes_are_a_list_at_the_end_on_a_phone(visit: Visit) -> None:
    page = visit(NOTED, viewport=_PHONE)
    last = _boxes(page, ".prose--article > p")[-1]
    assert all(note["top"] > last["bottom"] for note in _boxes(page, ".footnote li"))


def test_the_way_back_to_the_top_ends_the_text_of_a_phone_and_covers_none(visit: Visit) -> None:
    page = visit(NOTED, viewport=_PHONE)
    link = page.get_by_role("link", name="Revenir en haut de la page")
    link.scroll_into_view_if_needed()
    (box,), (text,) = _boxes(page, ".to-top__link"), _boxes(page, ".prose--article")
    assert box["top"] >= text["bottom"]
    link.click()
    page.evaluate("probe.until(() => scrollY < 200)")


def test_the_contents_mark_the_section_that_is_read(visit: Visit, journal: list[str]) -> None:
    page = visit(NOTED, viewport=_WIDE)
    marked = page.locator(".toc [aria-current]")
    expect(marked).to_have_count(0)
    for heading in page.locator(".prose--article h2").all()[1:]:
        heading.evaluate("heading => heading.scrollIntoView()")
        expect(marked).to_have_text([heading.inner_text()])
    assert journal == []


_FOOT = """() => {
  const {bottom} = document.querySelector('.prose--article').getBoundingClientRect()
  const written = [...document.querySelectorAll('.answers')].map(part => part.getBoundingClientRect().height)
  const seen = [...document.querySelectorAll('main a')].filter(link =>
    link.checkVisibility() && link.getBoundingClientRect().top >= bottom)
  const {top} = document.querySelector('.invitation').getBoundingClientRect()
  return [Math.round(top - bottom - written.reduce((sum, height) => sum + height, 0)), seen.length]
}"""
"""The room between a text with its replies and the band, and how many links stand there."""


def test_the_foot_of_every_post_is_short_on_a_phone(stroll: Visit, demonstration: Demonstration) -> None:
    found = {}
    for article in published_posts(demonstration):
        page = stroll(article.url, viewport=_PHONE)
        found[article.url] = page.evaluate(_FOOT)
        addresses = page.eval_on_selector_all(
            ".article__next .card__title a, .neighbours a", "all => all.map(a => a.href)"
        )
        assert 0 < len(addresses) == len(set(addresses)) <= 3, article.url
    assert {url: foot for url, foot in found.items() if foot[0] > 1200 or foot[1] > 22} == {}
    assert len(found) > 30


_ACTS = {
    "agenda/la-nuit-du-fil/": "Ajouter à mon agenda",
    "appels/votre-lavoir/": "Répondre à cet appel",
    "appels/lampes-du-parc/": "Donner mon avis",
    "questions/vue-du-conseil/": "Poser la vôtre",
    "balades/clermont-de-pierre-noire/": "Dépliant à plier",
    "communes/63113-clermont-ferrand/": "Écrire depuis Clermont-Ferrand",
    ANSWERED: "Répondre",
}


def test_a_page_has_one_filled_button_its_act_and_a_quiet_link_to_report_a_problem(
    demonstration: Demonstration,
) -> None:
    acts, pages = {}, 0
    for file in demonstration.folder.rglob("*.html"):
        page = LexborHTMLParser(file.read_bytes())
        acts[f"{file.parent.relative_to(demonstration.folder)}/"] = [
            node.text(strip=True) for node in page.css("main .button--strong")
        ]
        if page.css_first("link[rel=canonical]"):  # of what is gone there is nothing to report
            pages += 1
            assert page.css(".site-footer__link")[-1].text() == "Signaler un problème", file
    assert {page: act for page, act in acts.items() if len(act) > 1} == {}
    assert {page: acts[page] for page in _ACTS} == {page: [act] for page, act in _ACTS.items()}
    assert pages > 200


@pytest.mark.parametrize("scripted", [True, False])
def test_answering_and_sharing_unfold_without_script(scripted: bool, visit: Visit, axe: str) -> None:
    page = visit(ANSWERED, viewport=_PHONE, java_script_enabled=scripted)
    correction = page.get_by_role("link", name="Demander une correction")
    expect(correction).to_be_hidden()
    page.locator(".letters summary").click()
    expect(correction).to_be_visible()
    page.get_by_text("Partager", exact=True).click()
    expect(page.locator(".share a").first).to_be_visible()
    if scripted:
        page.evaluate(axe)
        assert violations(page) == []
        assert page.evaluate("selector => probe.small(selector, 44)", ".act summary, .act__links a") == []


def test_closed_replies_offer_no_reply(stroll: Visit) -> None:
    page = stroll("2025/premier-hiver/", viewport=_PHONE)
    page.get_by_text("Corriger ce texte").click()
    expect(page.locator(".letters a").first).to_have_text("Droit de réponse")
    expect(page.locator(".letters")).not_to_contain_text("Répondre")


def test_a_text_in_two_languages_is_proposed_once(stroll: Visit, demonstration: Demonstration) -> None:
    pairs = [{"2026/week-33/", "2026/semaine-33/"}, {"2026/lo-chat-de-l-escola/", "2026/le-chat-de-l-ecole/"}]
    for article in published_posts(demonstration):
        page = stroll(article.url)
        read = page.eval_on_selector_all(".article__next a", "all => all.map(a => a.pathname.slice(1))")
        assert [pair for pair in pairs if pair <= {*read, article.url}] == [], article.url


def test_on_a_wide_screen_the_way_back_stands_beside_the_text(visit: Visit) -> None:
    page = visit(NOTED, viewport=_WIDE)
    page.evaluate("scrollTo(0, 2600)")
    (link,), text = _boxes(page, ".to-top__link"), _boxes(page, ".prose--article > p")[0]
    assert link["right"] <= text["left"]
    assert link["bottom"] <= 900
    for article in ("2026/monter-au-puy-de-dome/", "2026/garabit-cote-riviere/", "2026/un-mois-de-carnets/"):
        page.goto(page.url.replace(NOTED, article))
        for down in range(0, 3000, 250):
            page.evaluate("down => scrollTo({top: down, behavior: 'instant'})", down)
            (link,), (contents,) = _boxes(page, ".to-top__link"), _boxes(page, ".toc")
            assert link["top"] >= contents["bottom"], (article, down)
        page.goto(page.url.replace(article, NOTED))


def test_letters_stay_as_they_were_chosen(visit: Visit) -> None:
    page = visit(NOTED)
    usual = _size(page)
    page.locator(".comfort summary").click()
    button = page.get_by_role("button", name="Lettres plus grandes")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    larger = _size(page)
    assert float(larger.removesuffix("px")) > float(usual.removesuffix("px"))
    page.reload()
    assert _size(page) == larger
    page.locator(".comfort summary").click()
    button.click()
    assert _size(page) == usual
    page.reload()
    assert _size(page) == usual


def test_nothing_flashes_what_was_chosen_is_there_before_the_page_is_read(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration
) -> None:
    context = contexts(demonstration.address, color_scheme="light")
    context.add_init_script(
        "localStorage.setItem('placette-theme', 'dark'); localStorage.setItem('placette-comfort', 'spaced plain');"
        "document.onreadystatechange = () => { globalThis.chosen ??= { ...document.documentElement.dataset }; };"
    )
    page = context.new_page()
    page.goto(demonstration.address + NOTED, wait_until="domcontentloaded")
    assert page.evaluate("[chosen.theme, chosen.comfort]") == ["dark", "spaced plain"]


def test_without_script_nothing_is_offered_that_cannot_be_done(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration
) -> None:
    page = contexts(demonstration.address, java_script_enabled=False).new_page()
    page.goto(demonstration.address + NOTED)
    expect(page.locator(".comfort")).to_be_hidden()


def test_notes_of_a_whole_series_stay_the_lists_below_its_texts(visit: Visit) -> None:
    page = visit("series/le-tour-de-main/en-entier/", viewport={"width": 1400, "height": 900})
    notes = page.locator(".footnote li").evaluate_all(
        "notes => notes.map(note => [getComputedStyle(note).position, note.getBoundingClientRect().top])"
    )
    assert len(notes) > 1
    assert {position for position, _ in notes} == {"static"}
    assert [top for _, top in notes] == sorted({top for _, top in notes})
