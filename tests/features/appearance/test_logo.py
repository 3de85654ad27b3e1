"""A town's own logo takes the place of the icon: cleaned like any stranger's file, for light and dark pages."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from placette.commands.serve import look_beside
from placette.engine.base.translation import SettingError
from placette.features.appearance import IdentitySettings
from placette.features.appearance.logo import read_logo
from placette.features.appearance.style import render_icon
from tests.fixture_site import ROOT, Site, build, only, settings_of

pytestmark = pytest.mark.whole

SVG = 'xmlns="http://www.w3.org/2000/svg"'
ARMS = f'<svg {SVG} viewBox="0 0 40 40"><path d="M0 0h40v40H0z" fill="#1b4f8a"/></svg>'
WORDS = f'<svg {SVG} viewBox="0 0 160 40"><path d="M0 0h160v40H0z" fill="#1b4f8a"/></svg>'
ICON = (ROOT / "themes/placette/static/icon.svg").read_text(encoding="utf-8")


def test_a_square_logo_stands_beside_the_name_and_is_the_icon(content: Path, tmp_path: Path) -> None:
    (content.parent / "arms.svg").write_text(ARMS, encoding="utf-8")
    site = build(content, tmp_path, IDENTITY_LOGO="arms.svg")
    (logo,) = logos_of(site)
    (shown,) = site.page("").css(".site-header__home img")
    assert shown.attributes == {
        "class": "site-header__icon site-header__icon--light",
        "src": f"/{logo}",
        "width": "44",
        "height": "44",
        "alt": "",
    }
    assert site.page("").css(".site-header__home")[0].text(strip=True)
    icon = only(site.page(""), "link[rel=icon]")
    assert (icon.attributes["href"], icon.attributes["type"]) == (f"/{logo}", "image/png")
    assert "theme/icon.svg" not in site.files()
    assert colour_of(site, logo) == "#1b4f8a"
    assert "--dark" not in site.text("theme/" + "".join(re.findall(r"placette-\w+\.css", site.text("index.html"))))
    with Image.open(site.output / "favicon.ico", formats=("ICO",)) as drawn:
        assert drawn.convert("RGBA").getcolors() == [(48 * 48, (0x1B, 0x4F, 0x8A, 255))]


def test_a_logo_that_is_nearly_square_stands_in_the_middle_of_the_favicon_as_on_light_pages(
    content: Path, tmp_path: Path
) -> None:
    for name, colour in (("arms.svg", "#1b4f8a"), ("night.svg", "#fff")):
        drawn = ARMS.replace("0 0 40 40", "0 0 40 48").replace("h40v40H0", "h40v48H0").replace("#1b4f8a", colour)
        (content.parent / name).write_text(drawn, encoding="utf-8")
    site = build(content, tmp_path, IDENTITY_LOGO="arms.svg", IDENTITY_LOGO_DARK="night.svg")
    with Image.open(site.output / "favicon.ico") as icon:
        shown = icon.convert("RGBA")
    left, top, right, bottom = shown.getbbox() or (0, 0, 0, 0)
    assert (top, bottom, left + right in {47, 48}) == (0, 48, True)
    assert 40 <= right - left <= 41
    assert shown.getpixel((24, 24)) == (0x1B, 0x4F, 0x8A, 255)


def logos_of(site: Site) -> list[str]:
    """The files of a logo, that for light pages first."""
    return sorted((path for path in site.files() if path.startswith("photos/logo")), key=lambda path: "dark" in path)


def colour_of(site: Site, path: str) -> str:
    """The colour of the first pixel of a picture."""
    with Image.open(site.output / path, formats=("PNG",)) as picture:
        return "#" + picture.convert("RGB").tobytes()[:3].hex()


def test_a_wide_logo_takes_the_place_of_the_name_and_says_it(content: Path, tmp_path: Path) -> None:
    (content.parent / "words.svg").write_text(WORDS, encoding="utf-8")
    (content.parent / "night.svg").write_text(WORDS.replace("#1b4f8a", "#fff"), encoding="utf-8")
    first = build(content, tmp_path)
    name, icon = first.page("").css(".site-header__home")[0].text(strip=True), first.text("theme/icon.svg")
    site = build(content, tmp_path, IDENTITY_LOGO="words.svg", IDENTITY_LOGO_DARK="night.svg")
    logos = logos_of(site)
    shown = site.page("").css(".site-header__home img")
    assert [one.attributes["src"] for one in shown] == [f"/{logo}" for logo in logos]
    for one in shown:
        assert (one.attributes["width"], one.attributes["height"], one.attributes["alt"]) == ("176", "44", name)
    assert site.page("").css(".site-header__home")[0].text(strip=True) == ""
    assert [colour_of(site, logo) for logo in logos] == ["#1b4f8a", "#ffffff"]
    assert site.text("theme/icon.svg") == icon
    (content.parent / "words.svg").write_text(WORDS.replace("#1b4f8a", "#9b1c31"), encoding="utf-8")
    again = build(content, tmp_path, IDENTITY_LOGO="words.svg", IDENTITY_LOGO_DARK="night.svg")
    assert logos_of(again)[0] != logos[0], "a logo that changes is another file"
    assert logos_of(again)[1] == logos[1]


def test_a_preview_sees_a_logo_that_changes_goes_and_comes(content: Path, tmp_path: Path) -> None:
    logo, new = content.parent / "arms.svg", content.parent / "new.svg"
    logo.write_text(ARMS, encoding="utf-8")
    settings = settings_of(content, tmp_path, IDENTITY_LOGO="arms.svg", IDENTITY_LOGO_DARK="night.svg")
    looks = [look_beside(settings)]
    new.write_text(ARMS, encoding="utf-8")
    new.replace(logo)
    looks.append(look_beside(settings))
    logo.unlink()
    looks.append(look_beside(settings))
    (content.parent / "night.svg").write_text(ARMS, encoding="utf-8")
    looks.append(look_beside(settings))
    assert all(one != other for one, other in pairwise(looks))
    assert look_beside(settings) == looks[-1]


def test_a_png_loses_what_it_says_beside_its_picture_and_is_made_small(tmp_path: Path) -> None:
    info, target = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Author", "Somebody")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.linear_gradient("L").resize((2000, 1000)).convert("RGB").save(
        target, "PNG", pnginfo=info, icc_profile=profile
    )
    (tmp_path / "logo.png").write_bytes(target.getvalue())
    logo = read_logo(IdentitySettings(logo="logo.png"), tmp_path)
    assert logo
    view = logo.view(["/logo.png"])
    assert (view.width, view.height, view.dark_url) == (88, 44, "")
    assert b"Somebody" in target.getvalue()
    (pixels,) = re.findall('href="data:image/png;base64,([^"]+)"', logo.drawing.light)
    assert logo.files == {"logo.png": b64decode(pixels)}
    with Image.open(io.BytesIO(b64decode(pixels))) as shown:
        assert (shown.size, shown.info) == ((264, 132), {})
    assert len(pixels) < 20_000


def test_pictures_and_papers_get_each_version_in_one_size(tmp_path: Path) -> None:
    (tmp_path / "words.svg").write_text(WORDS, encoding="utf-8")
    (tmp_path / "night.svg").write_text(ARMS.replace("#1b4f8a", "#fff"), encoding="utf-8")
    one, both = (read_logo(IdentitySettings(logo="words.svg", logo_dark=dark), tmp_path) for dark in ("", "night.svg"))
    assert one
    assert both
    shown = both.drawing
    assert (one.drawing.light, one.drawing.dark) == (shown.light, "")
    assert (shown.ratio, shown.alone) == (4.0, True)
    assert one.drawing.mark != shown.mark
    assert all('width="176" height="44"' in version for version in (shown.light, shown.dark))
    assert shown.light != shown.dark


@pytest.mark.parametrize("name", ["none.svg", "logo.gif", "broken.png", "svg.png"])
def test_a_logo_that_cannot_be_shown_stops_the_build(tmp_path: Path, name: str) -> None:
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    (tmp_path / "svg.png").write_text(ARMS, encoding="utf-8")
    with pytest.raises(SettingError, match="IDENTITY_LOGO"):
        read_logo(IdentitySettings(logo=name), tmp_path)


def test_a_dark_logo_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "night.svg").write_text(ARMS, encoding="utf-8")
    with pytest.raises(SettingError, match="IDENTITY_LOGO_DARK"):
        read_logo(IdentitySettings(logo_dark="night.svg"), tmp_path)


def test_the_icon_follows_the_colours_of_the_site() -> None:
    assert render_icon(ICON, IdentitySettings()).decode() == ICON
    blue = render_icon(ICON, IdentitySettings(primary="#1b4f8a")).decode()
    assert "#f3b489" in blue
    assert "#f7f1e4" in blue
    assert not {"#1a4036", "#3f8a74", "#86cdb5"} & {blue[at : at + 7] for at in range(len(blue))}
    assert render_icon(ICON, IdentitySettings(accent="#1f6f8b")).decode().count("#1a4036") == 1
    assert b"nan" not in render_icon(ICON, IdentitySettings(primary="#777777")).lower()
