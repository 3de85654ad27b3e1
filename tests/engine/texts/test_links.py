"""A link that a space keeps Markdown from making is found wherever readers would see its signs, and nowhere else."""

from __future__ import annotations

import pytest

from placette.engine.texts.links import spaced_links
from placette.engine.texts.markup import to_html
from tests.engine.content.reading_site import read_post

BETTER = {
    "![la salle](salle des fêtes.jpg)": "salle-des-fetes.jpg",
    '![la salle](salle des fêtes.jpg "légende")': "salle-des-fetes.jpg",
    "![la salle](salle des fêtes.jpg 'La salle' )": "salle-des-fetes.jpg",
    "![*la* salle [1]](salle (1).JPG)": "salle-1.jpg",
    "[vers le tri](le tri.md)": "le-tri.md",
    "[vers le tri](../Le tri/index.md#les-bacs)": "../le-tri/index.md#les-bacs",
    "- une liste\n- [le plan](plan du bourg.pdf)": "plan-du-bourg.pdf",
    "[le plan](https://a.example/le plan.pdf)": "https://a.example/le%20plan.pdf",
    "[Léa](mailto:lea@a.example?subject=La salle)": "mailto:lea@a.example?subject=La%20salle",
}
FINE = (
    "[note] (voir plus bas)", "[note](voir plus bas)", "Un mot (voir salle des fêtes.jpg), ou [1] (le tri.md).",
    "![la salle](<salle des fêtes.jpg>)", '![la salle](salle.jpg "La salle des fêtes.jpg")',
    "`![la salle](salle des fêtes.jpg)`", "```\n[vers le tri](le tri.md)\n```",
    "Un mot.\n\n    [vers le tri](le tri.md)", "<code>[vers le tri](le tri.md)</code>", r"\[vers le tri\](le tri.md)",
)  # fmt: skip


@pytest.mark.parametrize("text", BETTER)
def test_what_to_write_instead_is_said(text: str) -> None:
    ((code, _, values),) = spaced_links(text, to_html(text))
    assert (code, values["better"]) == ("link-space", BETTER[text])


@pytest.mark.parametrize("text", FINE)
def test_code_prose_and_links_that_are_made_are_left_alone(text: str) -> None:
    assert list(spaced_links(text, to_html(text))) == []


def test_a_text_that_shows_such_signs_is_not_published() -> None:
    assert read_post("Un mot.\n\nVoir [le tri](le tri.md).\n") == ("", ["10:6 link-space"])


@pytest.mark.parametrize("unit", ["](", "](a", "](a b.md", "[", "](b(a)", "](x (a)", "[a](/a "])
def test_hostile_text_is_looked_at_in_linear_time(unit: str) -> None:
    assert list(spaced_links(unit * (200_000 // len(unit)), "")) == []
