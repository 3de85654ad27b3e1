"""A setting that cannot be used stops everything, and the message says what to write: ``settings.yml``."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from placette.engine.base.translation import SettingError
from placette.plugin import build_site, load_site
from tests.fixture_site import ROOT, build

CASES = yaml.safe_load((Path(__file__).parent / "settings.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["line"] for case in CASES])
def test_refused(case: dict[str, str], tmp_path: Path) -> None:
    settings = tmp_path / "siteconf.py"
    settings.write_text(f"from pelicanconf import *\n{case['line']}\n", encoding="utf-8")
    with pytest.raises(SettingError) as refusal:
        load_site(settings)
    assert case["says"] in str(refusal.value)


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_the_sites_own_settings_are_accepted(name: str) -> None:
    assert load_site(ROOT / name)["SITEURL"]


@pytest.mark.parametrize("name", ["MAP", "COMMUNES"])
def test_a_page_whose_address_nobody_wrote_is_asked_for(name: str, tmp_path: Path) -> None:
    conf = tmp_path / "siteconf.py"
    conf.write_text(f"from pelicanconf import *\ndel {name}_URL\nVIEWS_MENU = VIEWS_FOOTER = ()\n")
    with pytest.raises(SettingError, match=f"{name}_URL"):
        load_site(conf)


@pytest.mark.whole
@pytest.mark.parametrize("name", ["TAG", "CATEGORY", "COMMUNE", "AGENDA_MONTH"])
def test_pages_that_come_and_go_are_nowhere_without_an_address(name: str, content: Path, tmp_path: Path) -> None:
    conf = tmp_path / "siteconf.py"
    conf.write_text(f"from pelicanconf import *\ndel {name}_URL\nVIEWS_MENU = VIEWS_FOOTER = ()\n")
    places = {"PATH": str(content), "OUTPUT_PATH": str(tmp_path / "output"), "CACHE_PATH": str(tmp_path / "cache")}
    plain = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False, "IDENTITY_WEB_FONTS": False}
    settings = load_site(conf, **places, **plain, BUILDING_EXECUTOR="serial")
    files = set(build_site(settings).settlement.put)
    whole = set(build(content, tmp_path / "whole", **plain).files())
    missing = {path for path in whole - files if path.endswith(".html")}
    assert "index.html" in files
    assert missing or name == "AGENDA_MONTH"
    assert not {path for path in files - whole if path.endswith(".html")}, "Pelican's own address"
