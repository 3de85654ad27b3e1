"""Every text can be read on its ground, in light and in dark, whatever the territory's colours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from coloraide import Color

from placette.commands.serve import look_beside
from placette.engine.base.translation import SettingError
from placette.features.appearance import IdentitySettings
from placette.features.appearance.style import derive_scheme, render_tokens
from placette.features.authors import GROUNDS as MONOGRAMS
from tests.fixture_site import build, settings_of, write_file

TEXTS, GROUNDS = ("ink", "ink-soft", "primary", "accent"), ("paper", "surface", "primary-soft")


@pytest.mark.parametrize("primary", ["#1f5c4d", "#004488", "#7a1f5c", "#b8860b", "rebeccapurple", "#808080"])
def test_every_pair_can_be_read(primary: str) -> None:
    scheme = derive_scheme(IdentitySettings(primary=primary))
    for side in (scheme.light, scheme.dark):
        for text, ground in [(text, ground) for ground in GROUNDS for text in TEXTS] + [("band-ink", "band")]:
            assert Color(side[text]).contrast(side[ground]) >= 4.5, (text, ground)
        assert Color(side["focus"]).contrast(side["paper"]) >= 3
    assert [mono for mono in MONOGRAMS if Color(mono).contrast("white") < 4.5] == []


def test_all_hues_are_readable_or_refused() -> None:
    """No hue of the circle gives a pair below its contrast in silence."""
    for hue in range(0, 360, 15):
        written = Color("oklch", [0.5, 0.1, hue]).convert("srgb").fit().to_string(hex=True)
        try:
            scheme = derive_scheme(IdentitySettings(primary=written, accent=written))
        except SettingError:
            continue
        assert Color(scheme.light["accent"]).contrast(scheme.light["primary-soft"]) >= 4.5


@pytest.mark.parametrize("name", ["primary", "accent"])
@pytest.mark.parametrize("written", ["", "verdigris", "#12", "red; } body { display: none"])
def test_what_is_no_colour_is_refused(name: str, written: str) -> None:
    looks: dict[str, Any] = {name: written}
    with pytest.raises(SettingError, match=f"IDENTITY_{name.upper()}"):
        derive_scheme(IdentitySettings(**looks))


def test_a_grey_territory_is_possible() -> None:
    assert "nan" not in render_tokens(derive_scheme(IdentitySettings(primary="#777", accent="black"))).lower()


@pytest.mark.whole
def test_a_site_takes_its_colours_from_the_settings(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, IDENTITY_PRIMARY="#004488")
    (sheet,) = [path for path in site.files() if path.startswith("theme/placette-") and path.endswith(".css")]
    expected = derive_scheme(IdentitySettings(primary="#004488"))
    assert f"light-dark({expected.light['primary']},{expected.dark['primary']})" in site.text(sheet).replace(", ", ",")
    metas = {n.attributes["content"] for n in site.page("").css("meta[name=theme-color]")}
    assert metas == {expected.light["paper"], expected.dark["paper"]}


@pytest.fixture
def own(content: Path, tmp_path: Path) -> Path:
    """The place of a site's own style sheet; a text's proposal has another there."""
    write_file(content.parent / "themes/style.css", ".stranger { color: red }")
    (tmp_path / "ours/themes/templates").mkdir(parents=True)
    return tmp_path / "ours/themes/style.css"


def own_build(content: Path, tmp_path: Path, own: Path) -> str:
    """The sheet of every page."""
    site = build(content, tmp_path, THEME_TEMPLATES_OVERRIDES=[str(own.with_name("templates"))])
    (sheet,) = re.findall(r"theme/placette-\w+\.css", site.text("index.html"))
    return site.text(sheet)


@pytest.mark.whole
def test_the_sheet_of_a_site_comes_last_outside_the_layers_and_is_watched(
    content: Path, tmp_path: Path, own: Path
) -> None:
    own.write_text(":root { --paper: #fffdf5; } /* ours */\n.card { mask: url(#a) }", encoding="utf-8-sig")
    sheet = own_build(content, tmp_path, own)
    assert sheet.endswith("}:root{--paper:#fffdf5}.card{mask:url(#a)}")
    assert "stranger" not in sheet
    settings = settings_of(content, tmp_path, THEME_TEMPLATES_OVERRIDES=[str(own.with_name("templates"))])
    seen = look_beside(settings)
    own.write_text('a { background: url("/photos/a.png") }', encoding="utf-8")
    assert look_beside(settings) != seen
    assert own_build(content, tmp_path, own).endswith('a{background:url("/photos/a.png")}')
    own.unlink()
    assert "photos/a.png" not in own_build(content, tmp_path, own)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b'@import "https://a.example/x.css";', "@import"),
        (b"a { background: url(https://a.example/x.png) }", "https://a.example/x.png"),
        (b"a { background: URL( '//a.example/x.png') }", "//a.example/x.png"),
        (b"a { background: image-set('x.png' 1x) }", "x.png"),
        ("a::before { content: 'é' }".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_sheet_that_asks_for_other_files_or_cannot_be_read_stops_the_build(
    sheet: bytes, says: str, content: Path, tmp_path: Path, own: Path
) -> None:
    own.write_bytes(sheet)
    with pytest.raises(SettingError) as stopped:
        own_build(content, tmp_path, own)
    assert "style.css" in str(stopped.value)
    assert says in str(stopped.value)
