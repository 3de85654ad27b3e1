"""Every text can be read on its ground, in light and in dark, whatever the territory's colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coloraide import Color

from placette.engine.base.translation import SettingError
from placette.features.appearance import IdentitySettings, style
from placette.features.appearance.style import derive_scheme, render_tokens
from tests.fixture_site import build

TEXTS, GROUNDS = ("ink", "ink-soft", "primary", "accent"), ("paper", "surface", "primary-soft")


@pytest.mark.parametrize("primary", ["#1f5c4d", "#004488", "#7a1f5c", "#b8860b", "rebeccapurple", "#808080"])
def test_every_pair_can_be_read(primary: str) -> None:
    scheme = derive_scheme(IdentitySettings(primary=primary))
    for side in (scheme.light, scheme.dark):
        for text, ground in [(text, ground) for ground in GROUNDS for text in TEXTS] + [("band-ink", "band")]:
            assert Color(side[text]).contrast(side[ground]) >= 4.5, (text, ground)
        assert Color(side["focus"]).contrast(side["paper"]) >= 3
    assert [mono for mono in scheme.monograms if Color(mono).contrast("white") < 4.5] == []


def test_all_hues_are_readable_or_refused() -> None:
    """No hue of the circle gives a pair below its contrast in silence."""
    for hue in range(0, 360, 15):
        written = Color("oklch", [0.5, 0.1, hue]).convert("srgb").fit().to_string(hex=True)
        try:
            scheme = derive_scheme(IdentitySettings(primary=written, accent=written))
        except SettingError:
            continue
        assert Color(scheme.light["accent"]).contrast(scheme.light["primary-soft"]) >= 4.5


def test_a_pair_that_cannot_be_read_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    pale = ("paper", (0.9, 0.016), "paper", (0.717, 0.017))
    monkeypatch.setitem(style._TABLE, "ink-soft", pale)
    with pytest.raises(SettingError, match=r"ink-soft / paper \(light\): 1\.\d\d < 4\.5"):
        derive_scheme(IdentitySettings())


@pytest.mark.parametrize("name", ["primary", "accent"])
@pytest.mark.parametrize("written", ["", "verdigris", "#12", "red; } body { display: none"])
def test_what_is_no_colour_is_refused(name: str, written: str) -> None:
    looks: dict[str, Any] = {name: written}
    with pytest.raises(SettingError, match=f"IDENTITY_{name.upper()}"):
        derive_scheme(IdentitySettings(**looks))


def test_a_grey_territory_is_possible() -> None:
    assert "nan" not in render_tokens(derive_scheme(IdentitySettings(primary="#777", accent="black"))).lower()


def test_a_site_takes_its_colours_from_the_settings(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, IDENTITY_PRIMARY="#004488")
    (sheet,) = [path for path in site.files() if path.startswith("theme/placette-") and path.endswith(".css")]
    expected = derive_scheme(IdentitySettings(primary="#004488"))
    assert f"light-dark({expected.light['primary']},{expected.dark['primary']})" in site.text(sheet).replace(", ", ",")
    metas = {n.attributes["content"] for n in site.page("").css("meta[name=theme-color]")}
    assert metas == {expected.light["paper"], expected.dark["paper"]}
