"""The last build: there, of today, not too heavy."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette.desks.doctor.built import examine_built, weigh
from tests.desks.doctor.fixture_patient import codes, patient_of, said, write_pages


def test_a_site_that_was_never_built_is_missing(tmp_path: Path) -> None:
    (found,) = examine_built(patient_of(tmp_path))
    assert said(found, "fr").startswith("Il n’y a pas de site dans output/ : ")


def test_a_preview_in_the_place_of_the_site_is_wrong(tmp_path: Path) -> None:
    patient = patient_of(tmp_path)
    write_pages(patient, {"": "x"})
    home = patient.output / "index.html"
    assert codes(examine_built(patient)) == ["built-doubtful", "site-weight"]
    home.write_text('<head><meta name="robots" content="noindex"></head>', encoding="utf-8")
    assert codes(examine_built(patient)) == ["built-doubtful", "built-closed", "site-weight"]


@pytest.mark.parametrize(
    ("sizes", "by_branch", "expected"),
    [
        ({"index.html": 500_000, "photo.jpg": 900_000}, True, ["site-weight"]),
        ({"index.html": 500_001}, True, ["pages-heavy", "site-weight"]),
        ({"index.html": 1, "photo.jpg": 1_000_000_000}, True, ["site-large", "site-weight"]),
        ({"index.html": 1, "photo.jpg": 1_000_000_000}, False, ["site-weight"]),
    ],
)
def test_weight_has_limits(sizes: dict[str, int], by_branch: bool, expected: list[str]) -> None:
    assert codes(weigh(sizes, by_branch=by_branch)) == expected


def test_the_heaviest_pages_are_named() -> None:
    pages = {f"{name}/index.html": 600_000 + size for size, name in enumerate("dcba")}
    heavy, weight = weigh({**pages, "photo.jpg": 5_000_000}, by_branch=False)
    assert "500 kB without their pictures: 4 (a/index.html, b/index.html, c/index.html, …)." in said(heavy, "en")
    assert (
        said(weight, "fr").strip() == "Fichiers : 5, 8 Mo en tout ; la page la plus lourde est a/index.html (601 ko)."
    )
