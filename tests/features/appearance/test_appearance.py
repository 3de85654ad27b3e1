"""The look is light: a few small files, named by their content, with every letter that the site's languages need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from placette.engine.base.translation import SettingError
from placette.features.appearance import IdentitySettings, style
from placette.features.appearance.fonts import CHARACTERS, FACES, render_faces
from tests.fixture_site import ROOT, Site, build

STATIC = ROOT / "themes" / "placette" / "static"


def test_the_letters_of_a_site_are_those_its_pages_name(kitchen_sink: Site) -> None:
    fonts = [path for path in kitchen_sink.files() if path.endswith(".woff2")]
    assert len(fonts) == len(FACES)
    (sheet,) = [path for path in kitchen_sink.files() if path.startswith("theme/placette-") and path.endswith(".css")]
    named = set(re.findall(r'url\("?([^")]+)', kitchen_sink.text(sheet)))
    assert named == {f"/blog/{path}" for path in fonts}
    preloaded = {n.attributes["href"] for n in kitchen_sink.page("").css("link[rel=preload]")}
    assert preloaded <= named
    assert preloaded


@pytest.mark.whole
def test_a_site_can_do_without_letters_of_its_own(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, IDENTITY_WEB_FONTS=False)
    assert [path for path in site.files() if path.endswith(".woff2")] == []
    assert site.page("").css("link[rel=preload]") == []
    (sheet,) = [path for path in site.files() if path.startswith("theme/placette-") and path.endswith(".css")]
    assert "@font-face" not in site.text(sheet)


def test_fallback_letters_take_the_same_room() -> None:
    rules = render_faces({face.stem: f"/{face.stem}.woff2" for face in FACES})
    adjusted = [float(value) for value in re.findall(r"size-adjust:([\d.]+)%", rules)]
    assert [80 < value < 120 for value in adjusted] == [True, True]
    assert rules.count("font-display:swap") == len(FACES)


def test_style_sheet_and_script_are_light(kitchen_sink: Site) -> None:
    names = [p for p in kitchen_sink.files() if p.startswith("theme/")]
    weights = {_kind(p): (kitchen_sink.output / p).stat().st_size for p in names}
    print(weights)
    assert weights["placette.css"] <= 26_000
    assert weights["lists.css"] <= 6_400
    assert weights["contributing.css"] <= 5_500
    assert weights["search.css"] <= 4_000
    assert weights["dialogue.css"] <= 6_000
    assert weights["pictures.css"] <= 1_500
    assert weights["placette.js"] <= 7_500
    assert weights["acts.js"] <= 5_500
    assert weights["outings.css"] <= 7_600
    assert weights["preview.css"] <= 1_000
    assert weights["leaflet.css"] <= 2_000
    sheets = {name: weight for name, weight in weights.items() if name.endswith(".css") and name != "preview.css"}
    assert sum(sheets.values()) <= 70_000, "all that visitors may get: questions, letters, videos, paper too"
    assert weights["track.js"] <= 1_200
    assert weights["places.css"] <= 5_700
    assert weights["home.css"] <= 6_100


def _kind(path: str) -> str:
    return re.sub(r"-[0-9a-f]+(?=\.)", "", Path(path).name)


def test_the_layers_are_ordered_before_anything_else_is_said() -> None:
    sheet = style.join_styles(STATIC / "css", "@layer tokens{:root{--x:1}}").decode()
    assert sheet.startswith("@layer ")
    assert sheet.index(";") < sheet.index("--x")
    assert "*/" not in sheet


def test_files_of_one_layer_are_joined_in_it_in_their_order(tmp_path: Path) -> None:
    sheets = {
        "main": "@layer base, parts;",
        "a": "/* one */ @layer parts { .a { top: 0; } }",
        "b": "@layer base { .b { top: 0; } }",
        "c": "@layer parts { @media print { .c { top: 0; } } }",
        "d": "@layer base { .d { top: 0; } } @layer parts { .e { top: 0; } }",
    }
    for name, sheet in sheets.items():
        (tmp_path / f"{name}.css").write_text(sheet, encoding="utf-8")
    joined = style.join_styles(tmp_path, "@layer base{:root{--x:1}}").decode()
    assert joined == (
        "@layer base,parts;@layer base{:root{--x:1}}@layer parts{.a{top:0}@media print{.c{top:0}}}"
        "@layer base{.b{top:0}}@layer base{.d{top:0}}@layer parts{.e{top:0}}"
    )


def test_a_sheet_loses_what_no_browser_needs_and_nothing_else(tmp_path: Path) -> None:
    sheets = {
        "main": "@layer base;",
        "a": "@layer base { .a { & .b { font: 1rem / 2 serif; } & > p { top: calc(1rem + 2px); } &.c { top: 0; } } }",
        "b": "@layer base { .b { top: 0; & i, & b { top: 0; } & i { margin: var(--x) 2px; "
        "@media (width < 9rem) { & p { top: calc(var(--x) - 1px); } } } } }",
        "c": '@layer base { .c { content: "& 1 / 2 + 3"; & i { top: 0; } } }',
        "d": "@layer base { .d :is(a, b) + & + p { top: 0; @media (width < calc(1rem + 2px)) { top: 1px; } } }",
    }
    for name, sheet in sheets.items():
        (tmp_path / f"{name}.css").write_text(sheet, encoding="utf-8")
    assert style.join_styles(tmp_path, ":root{--x:1}").decode() == (
        "@layer base;:root{--x:1}@layer base{"
        ".a{.b{font:1rem/2 serif}>p{top:calc(1rem + 2px)}&.c{top:0}}"
        ".b{top:0;i,b{top:0}i{margin:var(--x)2px;@media(width<9rem){p{top:calc(var(--x) - 1px)}}}}"
        '.c{content:"& 1 / 2 + 3";i{top:0}}'
        ".d *:is(a,b)+&+p{top:0;@media(width<calc(1rem + 2px)){top:1px}}}"
    )


def test_every_colour_and_step_that_the_sheet_uses_is_given() -> None:
    sheet = style.join_styles(STATIC / "css", style.render_tokens(style.derive_scheme(IdentitySettings()))).decode()
    sheet += "".join(
        style.join_further_styles(folder).decode() for folder in sorted((STATIC / "css").iterdir()) if folder.is_dir()
    )
    given = set(re.findall(r"(--[a-z][\w-]*):", sheet))
    used = set(re.findall(r"var\((--[\w-]+)\)", sheet))
    assert sorted(used - given) == []
    classes = set(re.findall(r"\.([rgbxy]\d+)\{", sheet))
    colours = {f"{light}{step}" for light in "rgb" for step in range(1, 6)}
    assert classes == colours | {f"{axis}{tenth}" for axis in "xy" for tenth in range(11)} - {"x5", "y4"}


def test_the_names_of_two_scripts_cannot_meet(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.js").write_text("const x = 1; // same name\n", encoding="utf-8")
    assert style.join_scripts(tmp_path).count(b"{") == 2
    assert b"same name" not in style.join_scripts(tmp_path)


def test_every_file_of_the_look_but_the_icon_is_named_by_its_content(kitchen_sink: Site) -> None:
    files = [path for path in kitchen_sink.files() if path.startswith("theme/")]
    unnamed = [path for path in files if not re.search(r"-[0-9a-f]{8,10}\.\w+$", path)]
    assert unnamed == ["theme/icon.svg"]
    assert set(CHARACTERS) >= set("\u00a0\u202f\u2009")


@pytest.mark.whole
def test_who_asks_the_root_for_an_icon_gets_that_of_the_site(content: Path, tmp_path: Path) -> None:
    first = build(content, tmp_path)
    with Image.open(first.output / "favicon.ico", formats=("ICO",)) as icon:
        assert (icon.size, icon.info["sizes"]) == ((48, 48), {(48, 48)})
        assert _colours(icon) >= {"#1a4036", "#f3b489"}, "the night and the sun of the theme's picture"
        assert icon.getpixel((0, 0)) == (0, 0, 0, 0), "its corners are round"
    assert (first.output / "favicon.ico").stat().st_size < 3_000
    other = build(content, tmp_path, IDENTITY_PRIMARY="#7a2a5c", IDENTITY_ACCENT="#2b5fa8")
    assert other.outcome.settlement.put, "or nothing was built"
    with Image.open(other.output / "favicon.ico") as icon:
        assert not _colours(icon) & {"#1a4036", "#f3b489"}


def _colours(picture: Image.Image) -> set[str]:
    pixels = picture.convert("RGB").tobytes()
    return {f"#{pixels[at : at + 3].hex()}" for at in range(0, len(pixels), 3)}


@pytest.mark.whole
def test_a_style_sheet_with_a_steady_name_changes_no_page(content: Path, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(STATIC.parent, theme)
    put = {}
    for steady in (True, False):
        own = {"THEME": str(theme), "IDENTITY_STEADY_NAMES": steady}
        build(content, tmp_path, **own)
        with (theme / "static" / "css" / "base.css").open("a", encoding="utf-8") as sheet:
            sheet.write("/* */ p { color: red }\n")
        put[steady] = build(content, tmp_path, **own).outcome.settlement.put
    assert put[True] == ("theme/placette.css",)
    assert "index.html" in put[False]


@pytest.mark.whole
def test_a_look_that_cannot_be_had_is_told_before_photos_are_prepared(content: Path, tmp_path: Path) -> None:
    post = content / "articles" / "2026" / "bonjour" / "index.md"
    Image.new("RGB", (900, 600), "grey").save(post.with_name("pierre.png"))
    said = post.read_text("utf-8").replace("---\n", "---\nminors: none\n", 1)
    post.write_text(f"{said}\n![Une pierre](pierre.png '— Léa, CC BY 4.0')\n", "utf-8")
    with pytest.raises(SettingError, match="IDENTITY_LOGO"):
        build(content, tmp_path, IDENTITY_LOGO="absent.svg")
    assert not (tmp_path / "cache" / "photos").exists()
    build(content, tmp_path)
    assert (tmp_path / "cache" / "photos").is_dir(), "or there was nothing to prepare"
