"""The fonts of the pages: cut out of their packages, always the same bytes, as wide as the readers' own."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from placette.features.appearance.cutting import brought_files, cut_face, read_source
from placette.features.appearance.fonts import FACES, FontFace, render_faces

VARIABLE = [face for face in FACES if face.bold[1]]
FRENCH = "àâäæçéèêëîïôœöùûüÿÀÂÄÆÇÉÈÊËÎÏÔŒÖÙÛÜŸ«»’‘“”–—…€°·"
OCCITAN = "áàçéèíïóòúüÁÀÇÉÈÍÏÓÒÚÜ·"
SPACES = "\u00a0\u202f\u2009"
SAMPLE = "le lavoir a retrouvé son eau après trois étés de travaux et les habitants du bourg y reviennent le soir"
AVERAGES = {"Serif": 0.3831, "Sans": 0.4274}
"""Average advance in em of Times New Roman and Arial over ``SAMPLE`` (measured on Liberation, of the same metrics)."""


def test_the_same_packages_give_the_same_bytes() -> None:
    assert cut_face(FACES[0]) == cut_face(FACES[0])


@pytest.fixture(scope="module")
def brought() -> dict[str, bytes]:
    return brought_files()


def test_letters_are_few_and_light(brought: dict[str, bytes]) -> None:
    assert len(FACES) <= 3
    assert sum(len(brought[face.file.name]) for face in FACES) <= 51_500


def test_the_licences_lie_beside_what_they_allow(brought: dict[str, bytes]) -> None:
    licences = [data for name, data in brought.items() if name.endswith(".txt")]
    assert [b"SIL OPEN FONT LICENSE Version 1.1" in data for data in licences] == [True, True]


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.stem)
def test_a_face_holds_every_letter_under_a_name_of_its_own(face: FontFace, brought: dict[str, bytes]) -> None:
    font = TTFont(BytesIO(brought[face.file.name]))
    known = set(font.getBestCmap())
    assert [c for c in FRENCH + OCCITAN + SPACES if ord(c) not in known] == []
    names = [record.toUnicode() for record in font["name"].names]
    assert [name for name in names if "Source" in name] == []
    assert face.family in names
    widths = [font["hmtx"][font.getBestCmap()[ord(space)]][0] for space in "\u202f\u2009\u00a0"]
    assert widths == sorted(widths)
    assert 0 < widths[0] < widths[2]


@pytest.mark.parametrize("face", VARIABLE, ids=lambda face: face.stem)
def test_the_semibold_is_the_designers_own(face: FontFace, brought: dict[str, bytes]) -> None:
    """Every letter as wide as in their semibold, and within two thousandths of an em of its outline."""
    ours = instantiateVariableFont(TTFont(BytesIO(brought[face.file.name])), {"wght": face.bold[1]})
    theirs = TTFont(BytesIO(read_source(face, face.bold[0])))
    known = theirs.getBestCmap()
    pairs = [(name, known[code]) for code, name in ours.getBestCmap().items() if code in known]
    assert len(pairs) > 200
    assert [name for name, other in pairs if ours["hmtx"][name][0] != theirs["hmtx"][other][0]] == []
    boxes = [(box(ours, name), box(theirs, other)) for name, other in pairs]
    assert max(abs(a - b) for one, other in boxes for a, b in zip(one, other, strict=True)) <= 2
    assert TTFont(BytesIO(brought[face.file.name]))["GDEF"].table.VarStore, "pairs of letters stand as in each weight"
    regular = instantiateVariableFont(TTFont(BytesIO(brought[face.file.name])), {"wght": 400})
    assert sum(regular["hmtx"][name][0] < ours["hmtx"][name][0] for name, _ in pairs) > 150


def box(font: TTFont, name: str) -> tuple[int, int, int, int]:
    glyph = font["glyf"][name]
    if not glyph.numberOfContours:
        return (0, 0, 0, 0)
    return (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)


def test_a_browser_is_told_both_weights() -> None:
    rules = render_faces({face.stem: f"/{face.stem}.woff2" for face in FACES})
    assert all(f'"{face.family}";font-weight:400 600;' in rules for face in VARIABLE)


@pytest.mark.parametrize("family", AVERAGES)
def test_the_readers_own_fonts_take_the_room_of_ours(family: str) -> None:
    face = next(face for face in FACES if face.family.endswith(family))
    font = TTFont(BytesIO(read_source(face)), lazy=True)
    metrics, cmap, em = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    scale = sum(metrics[cmap[ord(c)]][0] for c in SAMPLE) / len(SAMPLE) / em / AVERAGES[family]
    up, down = font["hhea"].ascent / em / scale, -font["hhea"].descent / em / scale
    rule = next(rule for rule in render_faces({"any": "/a"}).split("@") if f"{family} Fallback" in rule)
    assert re.findall(r"([\d.]+)%", rule) == [f"{100 * value:.2f}" for value in (scale, up, down)] + ["0"]
