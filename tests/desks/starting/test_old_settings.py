"""What a town has chosen in its settings is still chosen when the rest comes from ``placette.defaults``."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from placette import defaults
from placette.desks.starting.old_settings import PELICAN, KeptStatements, first_values, keep_settings
from tests.fixture_site import ROOT

OLD = (Path(__file__).parent / "old_pelicanconf.txt").read_text(encoding="utf-8")
"""The settings of a village in the form that they had before ``placette.defaults``."""
HEAD = '''"""The site."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

from placette.defaults import *  # noqa: E402, F403

PATH, OUTPUT_PATH, CACHE_PATH = (str(ROOT / folder) for folder in ("content", "output", ".placette"))
THEME_TEMPLATES_OVERRIDES = [str(ROOT / "themes" / "templates")]
TERRITORY_FILE = str(ROOT / "territory.json")
'''
DRAWN = "placette.features.pictures.settings"
_LATER = ("letterbox", "editor", "search", "questions", "replies", "decisions", "dialogue", "mentions")
LATER = {"placette.desks.letters", *(f"placette.features.{one}" for one in _LATER)}
"""What came after that form of settings: such a town has it by ``placette.defaults`` alone."""
_FEATURES = {feature.__name__ for feature in defaults.PLUGINS} - LATER
CODE = _FEATURES | {"WALK_GPX_SAVE_AS", "WALK", "AUTHORS", "ARTICLE", DRAWN}
"""What the code of that village had."""
MOVED = {"TERRITORY_FILE", "THEME", "THEME_TEMPLATES_OVERRIDES", *PELICAN}


def kept(source: str, code: set[str] | None = None) -> KeptStatements:
    return keep_settings(source, HEAD, first_values(), code or set())


def after(source: str, code: set[str] | None = None) -> str:
    """What stands below the first lines."""
    return kept(source, code).text.removeprefix(HEAD).strip("\n")


@pytest.fixture
def values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a settings file; gives the settings in it."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, "recipes", ModuleType("recipes"))

    def run(text: str) -> dict[str, Any]:
        names: dict[str, Any] = {"__file__": str(tmp_path / "pelicanconf.py")}
        exec(compile(text, "pelicanconf.py", "exec"), names)
        return {name: value for name, value in names.items() if name.isupper() and name not in MOVED}

    return run


def test_the_defaults_are_read_as_they_are() -> None:
    read = first_values()
    real = {name: value for name, value in vars(defaults).items() if name.isupper() and not name.startswith("_")}
    assert [one.name for one in read["PLUGINS"]] == [one.__name__ for one in real["PLUGINS"]]
    for name in real.keys() - {"PLUGINS", "THEME", "JINJA_ENVIRONMENT"}:
        assert read[name] == real[name]
    assert read["JINJA_ENVIRONMENT"].keys() == real["JINJA_ENVIRONMENT"].keys()


def test_the_older_form_gives_the_same_settings_as_before(values: Any) -> None:
    old, new = values(OLD), values(kept(OLD, CODE).text)
    assert {*map(repr, old.pop("PLUGINS"))} == {repr(one) for one in new.pop("PLUGINS") if one.__name__ not in LATER}
    assert new.pop("WALK_GPX_SAVE_AS") == ""
    later = {name for name in new.keys() - old.keys() if not name.startswith("_")}
    urls = {new.pop(name) for name in sorted(later)}
    assert {"ecrire/", "contribuer/suivi/", "recherche/", "questions/", "registre/", "dialogue/"} <= urls
    assert new == old


def test_of_the_older_form_only_choices_are_left() -> None:
    text = after(OLD, CODE)
    assert "JINJA_ENVIRONMENT" not in text
    assert "CATEGORY_URL" not in text
    assert 'SITENAME = "Augan raconte"' in text
    assert '"Ce qui s’est passé ici.",  # avec ses sources' in text
    assert '# Our people had this address before.\nAUTHORS_URL, AUTHORS_SAVE_AS = "qui/", "qui/index.html"' in text
    assert "DEFAULT_PAGINATION = 20\n" in text
    assert text.endswith('WALK_GPX_SAVE_AS = ""\nPLUGINS = (*without(translations, calls, walks, legal), recipes)')
    assert text.count("import") == 1
    assert (kept(OLD, CODE).unread, kept(OLD, CODE).dropped) == ((), ())


def test_what_the_code_of_then_did_not_have_was_not_left_out() -> None:
    text = after(OLD, {"placette.features.walks", DRAWN})
    assert text.endswith("PLUGINS = (*without(walks), recipes)")
    assert "WALK_GPX_SAVE_AS" not in text


def test_the_territory_is_where_the_old_file_says() -> None:
    assert kept(OLD).values["TERRITORY_FILE"] == "{root}/plugins/placette/features/territory/augan.json"


def test_the_form_of_today_gives_the_same_settings_as_before(values: Any) -> None:
    source = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    source += "\nimport recipes\nPLUGINS = (*without(agenda), recipes)\n"
    new = kept(source, CODE)
    assert values(new.text) == values(source)
    assert new.unread == ()
    assert "import recipes\nPLUGINS = (*without(agenda), recipes)\n" in new.text


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('SITEURL = "http://127.0.0.1:8000"', ""),
        ('A, TIMEZONE = 1, "Europe/Paris"', 'A, TIMEZONE = 1, "Europe/Paris"'),
        ('TIMEZONE = "America/Cayenne"\nTIMEZONE = "Europe/Paris"', None),
        ('PATH = str(ROOT / "content")', ""),
        ('PATH = str(ROOT / "textes")', None),
        ('THEME = str(ROOT / "themes" / "placette")', ""),
        ("from placette.features import walks", ""),
        ("import locale\nlocale.setlocale(locale.LC_ALL, 'C')", None),
        ('# --- Addresses ---\n\nTAGS_URL = "mots-cles/"\n', ""),
        ('from ours import *\nTIMEZONE = "Europe/Paris"', None),
        ('VIEWS_MENU = ()\nVIEWS_MENU += (("Lire", "archives/"),)', None),
    ],
)
def test_a_line_is_left_where_it_says_something_new(source: str, left: str | None) -> None:
    assert after(source) == (source if left is None else left)


def test_what_cannot_be_read_is_kept_as_written_named_and_never_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    source = f'SITENAME = "A"\n# By the host.\nSITEURL = open({str(trace)!r}, "w").name\nif True:\n    X = 1\n'
    new = kept(source)
    assert source.strip() in new.text
    assert [line for line, _said in new.unread] == [3, 4]
    assert "SITEURL" not in new.values
    assert not trace.exists()


@pytest.mark.parametrize("source", ['IGNORE_FILES = ["*.tmp"]', "JINJA_ENVIRONMENT = made()", "IGNORE_FILES += ['a']"])
def test_how_pelican_works_is_left_out_and_named(source: str) -> None:
    new = kept(source)
    assert (new.text, new.unread) == (HEAD, ())
    assert set(new.dropped) <= PELICAN
    assert len(new.dropped) == 1


def test_what_differs_online_is_compared_with_the_other_settings() -> None:
    plain = kept('SITEURL = "https://a.example"\nFEED_ALL_ATOM = ""\n')
    source = 'from pelicanconf import *\nSITEURL = "https://a.example"\n# Kept online.\nFEED_ALL_ATOM = "a.xml"\n'
    head = '"""Online."""\n\nfrom pelicanconf import *  # noqa: F403\n'
    online = keep_settings(source, head, plain.values)
    assert online.text == f'{head}\n# Kept online.\nFEED_ALL_ATOM = "a.xml"\n'
    assert online.values["SITEURL"] == "https://a.example"


def test_features_of_a_name_that_is_gone_are_no_features_of_the_town() -> None:
    source = (
        "from plugins.views import plugin as views\nfrom placette.features import posts\nPLUGINS = [views, posts]\n"
    )
    assert after(source, {"placette.features.posts", DRAWN}) == ""


def test_only_the_list_of_features_is_written_anew() -> None:
    source = "from placette.features import posts\nPLUGINS = [posts]; X = 1\nCOUNT = len(PLUGINS)\n"
    assert after(source, {"placette.features.posts", DRAWN}) == "PLUGINS = [posts]; X = 1\nCOUNT = len(PLUGINS)"


@pytest.mark.parametrize("source", ["", "from placette.defaults import *\n"])
def test_pictures_drawn_before_there_was_a_choice_stay_as_they_were(source: str, values: Any) -> None:
    known = CODE - {DRAWN} if source else {"placette.features.posts"}
    assert values(kept(source, known).text)["PICTURES_LANDSCAPE"] == "volcanoes"
    assert "PICTURES_LANDSCAPE" not in after(source, {*known, DRAWN})
