"""What browsers may choose from: widths from the layout, never enlarged, the smallest formats first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.texts.values import (
    Photo,
    PhotoFacts,
    PictureView,
    Place,
    focus_classes,
    licence_of,
    photo_of,
    photo_view,
    plan_renditions,
    tint_classes,
)

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pictures.yml").read_text(encoding="utf-8"))
PATH = "articles/2026/le-lac/lac.jpg"


def facts_of(case: dict[str, Any]) -> PhotoFacts:
    width, height = case["photo"]
    return PhotoFacts(PATH, "0", width, height, alpha=case.get("alpha", False))


def view_of(case: dict[str, Any]) -> PictureView:
    return photo_view(Photo(PATH, "Le lac.", place=Place(case["place"])), {PATH: facts_of(case)}, "/site/")


def widths(srcset: str) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", srcset)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_photo_has_the_widths_of_its_place(case: dict[str, Any]) -> None:
    view = view_of(case)
    assert [(s.type, widths(s.srcset)) for s in view.sources] == [("image/avif", case["avif"])]
    fallback = "png" if case.get("alpha") else "jpg"
    assert (widths(view.srcset) or [int(re.findall(r"-(\d+)\.", view.src)[0])]) == case[fallback]
    assert view.src.endswith(fallback)
    assert view.large.endswith(f"-{case[fallback][-1]}.{fallback}")
    assert [view.width, view.height] == case["size"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_file_a_page_names_is_planned(case: dict[str, Any]) -> None:
    view = view_of(case)
    planned = {f"/site/{rendition.url}" for rendition in plan_renditions(facts_of(case), Place(case["place"]))}
    named = {part.split()[0] for s in (*(s.srcset for s in view.sources), view.srcset) if s for part in s.split(", ")}
    assert named | {view.src, view.large} == planned


@pytest.mark.parametrize(
    ("colour", "classes"),
    [("", ""), ("#000000", "tint r0 g0 b0"), ("#ffffff", "tint r5 g5 b5"), ("#c81e28", "tint r4 g1 b1")],
)
def test_a_colour_stands_in_the_place_of_a_picture(colour: str, classes: str) -> None:
    assert tint_classes(colour) == classes


@pytest.mark.parametrize(
    ("focus", "classes"), [(None, ""), ((40, 30), "x4 y3"), ((0, 100), "x0 y10"), ((96, 4), "x10 y0")]
)
def test_a_place_of_the_picture_stays_in_sight(focus: tuple[int, int] | None, classes: str) -> None:
    assert focus_classes(focus) == classes


@pytest.mark.parametrize(
    ("title", "caption", "credit", "licence"),
    [
        ("", "", "", ""),
        ("Le lavoir", "Le lavoir", "", ""),
        ("— Léa", "", "Léa", ""),
        ("Le lavoir — photo de Léa", "Le lavoir", "photo de Léa", ""),
        (
            "Le lavoir – avant – photo de Léa, CC BY-SA 4.0",
            "Le lavoir – avant",
            "photo de Léa, CC BY-SA 4.0",
            "CC BY-SA 4.0",
        ),
        ("Le four -- Léa, Marc, cc by 4.0.", "Le four", "Léa, Marc, cc by 4.0.", "CC BY 4.0"),
        ("Le four — Tous droits réservés", "Le four", "Tous droits réservés", "Tous droits réservés"),
        ("Le four — Léa, CC0", "Le four", "Léa, CC0", ""),
        ("Photo de classe", "Photo de classe", "", ""),
    ],
)
def test_a_title_holds_caption_credit_and_licence(title: str, caption: str, credit: str, licence: str) -> None:
    assert photo_of(PATH, "", title) == Photo(PATH, "", caption, credit)
    assert licence_of(credit) == licence
