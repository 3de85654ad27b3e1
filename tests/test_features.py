"""Any feature but posts, pages and authors can be left out, and a site may have features of its own."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette.defaults import PLUGINS, without
from placette.engine.base.translation import SettingError
from placette.engine.rendering.features import Feature, in_order
from placette.features.posts.kind import POST
from placette.plugin import known_settings, left_out, listed, load_site
from tests.fixture_site import EVERY_POST_OUT, PLAIN, ROOT, Site, build, copy_project, copy_site, run, settings_of

pytestmark = pytest.mark.whole

FEATURES = {feature.name: feature for feature in listed(load_site(ROOT / "pelicanconf.py"))}
NEEDED = {"posts", "pages", "authors"}
TRACES = {
    "agenda": ("agenda/", "text/calendar"),
    "appearance": ("theme/placette-", 'rel="stylesheet" href="/theme'),
    "calls": ("appels/", "feeds/consultations"),
    "communities": ("communautes/",),
    "decisions": ("registre/", "feeds/registre.json", 'class="decided"'),
    "departures": ("410.html",),
    "dialogue": ("dialogue/", 'class="dialogue'),
    "documents": ("document-note",),
    "editor": ("ecrire/",),
    "feeds": ("feeds/all.atom.xml", "application/feed+json"),
    "gazette": ("gazette/", 'href="/gazette/'),
    "hosting": ("_headers", "provenance.json"),
    "legal": ('class="prose legal"',),
    "letterbox": ("contribuer/suivi/", 'class="act letters"'),
    "mentions": ('rel="webmention"',),
    "network": ("reseau/", "feeds/reseau.json", 'id="elsewhere"'),
    "pictures": ("drawings/",),
    "questions": ("questions/", "QAPage"),
    "replies": ("feeds/reponses", 'class="answers"', "u-in-reply-to"),
    "search": ("recherche/", "data-search"),
    "series": ("series/",),
    "sharing": ("partager/", "og:title", "application/ld+json"),
    "site_map": ("sitemap.xml", "robots.txt", "plan-du-site/index.html"),
    "territory": ("communes/index.html", 'href="/communes/', "carte/", "departements/"),
    "translations": ("hreflang=",),
    "walks": ("balades/",),
}
"""What a site has by a feature alone: beginnings of files' paths, or words in pages."""
SHOWN_BY: dict[str, dict[str, Any]] = {
    "mentions": {"MENTIONS_ENDPOINT": "https://mentions.carnets.example/"},
    "pictures": {"PICTURES_ON_PAGES": True},
}
"""Settings without which a feature leaves no trace here."""
BUILDS = [
    {name for name, places in zip(TRACES, combinations(range(7), 3), strict=False) if number in places}
    for number in range(7)
]
"""What seven builds do without: of any two features, one leaves out the first alone, for no two have the same three."""
FETCHED = "editor"
"""The feature whose program has to be fetched first: it has no trace here before."""


@pytest.fixture(scope="module")
def cache(demonstration_cache: Path) -> Path:
    """One cache for all builds, as an editor has who tries what to leave out: photos are prepared once."""
    return demonstration_cache


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's texts, what is gathered beside them, and a link to a document: it has none of its own."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("content") / "content"))
    shutil.copytree(ROOT / "gathered", folder.with_name("gathered"))
    post = next((folder / "articles" / "2026").glob("*/index.md"))
    post.with_name("comptes.csv").write_text("poste,euros\nbois,120\n", encoding="utf-8")
    post.write_text(post.read_text(encoding="utf-8") + "\n[Les comptes](comptes.csv)\n", encoding="utf-8")
    return folder


def feature_of(plugin: str) -> Feature:
    feature: Feature = import_module(plugin).FEATURE
    return feature


def built_without(names: set[str], content: Path, folder: Path, cache: Path) -> Site:
    """The demonstration without some features, as an editor leaves them out of ``PLUGINS``.

    Its recording is a document: without these its post waits, as any with a file of an unknown kind.
    """
    plugins = without(*(p.rpartition(".")[2] for p in PLUGINS[1:] if feature_of(p).name in names))
    shown = {name: value for own, settings in SHOWN_BY.items() if own not in names for name, value in settings.items()}
    shown["READING_SKIP_INVALID"] = "documents" in names
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.fixture_site.SETTINGS_FILE", _settings_without(names, folder))
        return build(content, folder, EVERY_POST_OUT, PLUGINS=plugins, CACHE_PATH=str(cache), **PLAIN | shown)


def _settings_without(names: set[str], folder: Path) -> Path:
    """The site's settings without the lines of packages that are left out: these would be refused."""
    packages = (feature_of(name) for name in PLUGINS if name.startswith("placette_"))
    prefixes = tuple(f"{prefix}_" for feature in packages if feature.name in names for prefix in feature.settings)
    text = (
        (ROOT / "pelicanconf.py").read_text(encoding="utf-8").replace("Path(__file__).resolve().parent", "Path(PLACE)")
    )
    lines = [line for line in text.splitlines() if not line.startswith(prefixes or ("#!",))]
    file = folder / "pelicanconf.py"
    file.write_text("\n".join(lines).replace("Path(PLACE)", f"Path({str(ROOT)!r})") + "\n", encoding="utf-8")
    return file


def traces_in(site: Site, *names: str) -> dict[str, set[str]]:
    """The traces of features that a site has."""
    files = site.files()
    pages = [site.text(path) for path in files if path.endswith(".html")]

    def leaves(trace: str) -> bool:
        return any(path.startswith(trace) for path in files) or any(trace in page for page in pages)

    return {name: traces for name in names if (traces := {*filter(leaves, TRACES[name])})}


def test_each_trace_is_there_while_nothing_is_left_out(tmp_path: Path, content: Path, cache: Path) -> None:
    site = built_without(set(), content, tmp_path, cache)
    assert traces_in(site, *TRACES) == {name: {*traces} for name, traces in TRACES.items() if name != FETCHED}


@pytest.mark.parametrize("names", BUILDS, ids=range(len(BUILDS)))
def test_the_demonstration_is_built_without(names: set[str], tmp_path: Path, cache: Path) -> None:
    site = built_without(names, ROOT / "content", tmp_path, cache)
    assert "index.html" in site.files()
    assert len(site.build.of(POST)) > 10
    assert traces_in(site, *names) == {}


def test_each_is_left_out_while_any_other_is_there() -> None:
    left_out_beside = {pair for names in BUILDS for pair in product(names, set(TRACES) - names)}
    assert left_out_beside == set(permutations(TRACES, 2))


def test_every_feature_that_can_be_left_out_is_left_out_here() -> None:
    assert set(TRACES) == set(FEATURES) - NEEDED - {"archive", "import", "letters", "publishing", "status"}


def test_a_site_may_have_nothing_but_posts_pages_and_authors(tmp_path: Path, cache: Path) -> None:
    site = built_without(set(TRACES), ROOT / "content", tmp_path, cache)
    page = LexborHTMLParser(site.text("index.html"))
    assert page.css_first("h1") is not None
    assert len(page.css(".h-entry")) > 5
    assert {path.split("/")[0] for path in site.files() if "/" in path} >= {"2026", "auteurs", "rubriques", "photos"}
    for path in (path for path in site.files() if path.endswith(".html")):
        tree = LexborHTMLParser(site.text(path))
        empty = [node.html for node in tree.css("section, ul, ol, nav, h1, h2, h3, dl") if not node.text().strip()]
        assert empty == [], path


def test_a_feature_that_is_left_out_keeps_its_settings_known_and_its_menu_entries_away(tmp_path: Path) -> None:
    menu = (("Agenda", "agenda/"),)
    listed_ones = without("agenda", "publishing")
    settings = settings_of(copy_site("minimal", tmp_path), tmp_path, PLUGINS=listed_ones, VIEWS_MENU=menu)
    assert [feature.name for feature in left_out(settings)] == ["agenda", "publishing"]
    assert {"AGENDA_URL", "EVENT_URL", "COMMUNE_FEED_ICS", "PUBLISHING_TO"} <= known_settings(settings)
    assert settings["VIEWS_MENU"] == ()
    assert settings["AGENDA_URL"] == ""


def test_a_feature_is_called_after_those_before_it_whichever_way_they_are_listed() -> None:
    features = [Feature("b", 2), Feature("c", 3), Feature("a", 2)]
    assert [feature.name for feature in in_order(features)] == ["a", "b", "c"]
    with pytest.raises(SettingError, match="PLUGINS: a, a"):
        in_order([Feature("a", 1), Feature("a", 2)])


RECIPE = """---
titre: La truffade de Léa
résumé: Des pommes de terre, de la tome fraîche.
date: 2026-05-02
auteurs: [lea]
temps: {minutes}
personnes: 4
lieu: "63113"
---
Coupez les pommes de terre en lamelles.
"""
SETTINGS = """
PLUGINS = (*PLUGINS, "recipes")
RECIPE_URL = "recettes/{slug}/"
RECIPES_URL = "recettes/"
RECIPES_FEED_ATOM, RECIPES_FEED_JSON = "feeds/recettes.atom.xml", "feeds/recettes.json"
"""


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the feature of ``tests/examples`` in its ``plugins``, and a recipe; built."""
    project = copy_project("minimal", tmp_path_factory.mktemp("kitchen"))
    shutil.copytree(ROOT / "tests" / "examples" / "recipes", project / "plugins" / "recipes")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    (project / "content" / "recipes").mkdir()
    (project / "content" / "recipes" / "truffade.md").write_text(RECIPE.format(minutes=50), encoding="utf-8")
    done = run(project, "invoke", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", 'RECIPE_URL manque. Écrivez RECIPE_URL = "…/"'),
        ('RECIPE_URL = "recettes/{slug}/"', "RECIPES_URL manque"),
        (
            'RECIPE_URL = "recettes/{lug}/"; RECIPES_URL = ""',
            "RECIPE_URL = «\u00a0recettes/{lug}/\u00a0»\u00a0: entre accolades",
        ),
        pytest.param('RECIPE_URL = "{}/"; RECIPES_URL = ""', "entre accolades", marks=pytest.mark.night),
        ('RECIPE_URL = "{slug/"; RECIPES_URL = ""', "entre accolades"),
        pytest.param('RECIPE_URL = "{slug.a}/"; RECIPES_URL = ""', "entre accolades", marks=pytest.mark.night),
    ],
)
def test_a_feature_without_usable_addresses_says_what_to_write(
    kitchen: Path, tmp_path: Path, written: str, says: str
) -> None:
    project = Path(shutil.copytree(kitchen, tmp_path / "kitchen"))
    text = (project / "pelicanconf.py").read_text(encoding="utf-8").partition("RECIPE_URL")[0]
    (project / "pelicanconf.py").write_text(f"{text}{written}\n", encoding="utf-8")
    done = run(project, "invoke", "build")
    assert (done.returncode, says in done.stderr, "KeyError" in done.stderr) == (2, True, False), done.stderr


def page_of(project: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((project / "output" / path).read_text(encoding="utf-8"))


def test_a_feature_of_the_sites_own_has_pages_a_list_and_a_feed(kitchen: Path) -> None:
    page = page_of(kitchen, "recettes/truffade/index.html")
    assert page.css_first("h1").text().strip() == "La truffade de Léa"  # type: ignore[union-attr]
    assert page.css_first(".recipe__time").text() == "50 min"  # type: ignore[union-attr]
    assert page.css_first(".term-list__link, .recettes") is None
    listed_ = page_of(kitchen, "recettes/index.html")
    assert [node.attributes["href"] for node in listed_.css(".term-list__link")] == ["/recettes/truffade/"]
    feed = json.loads((kitchen / "output" / "feeds" / "recettes.json").read_bytes())
    assert [item["title"] for item in feed["items"]] == ["La truffade de Léa"]
    assert "lamelles" in feed["items"][0]["content_html"]


def test_it_adds_to_the_page_of_a_commune_the_site_map_and_what_machines_read(kitchen: Path) -> None:
    (commune,) = (kitchen / "output" / "communes").glob("63113-*/index.html")
    assert "/recettes/truffade/" in commune.read_text(encoding="utf-8")
    plan = page_of(kitchen, "plan-du-site/index.html").body.text()  # type: ignore[union-attr]
    assert "La truffade de Léa" in plan
    assert "/recettes/truffade/" in (kitchen / "output" / "sitemap.xml").read_text(encoding="utf-8")
    told = page_of(kitchen, "recettes/truffade/index.html").css_first('script[type="application/ld+json"]')
    nodes = {node["@type"]: node for node in json.loads(told.text())["@graph"]}  # type: ignore[union-attr]
    assert (nodes["Recipe"]["totalTime"], nodes["Recipe"]["recipeYield"]) == ("PT50M", 4)
    assert nodes["Recipe"]["author"][0]["name"]


def test_visitors_find_its_texts_and_a_change_of_one_is_built(kitchen: Path) -> None:
    text = kitchen / "content" / "recipes" / "truffade.md"
    data = kitchen / "output" / "recherche" / "data"
    assert any("La truffade de Léa" in file.read_text(encoding="utf-8") for file in data.rglob("*.json"))
    text.write_text(RECIPE.format(minutes=50).replace("lamelles", "dés"), encoding="utf-8")
    done = run(kitchen, "invoke", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "en dés" in (kitchen / "output" / "recettes" / "truffade" / "index.html").read_text(encoding="utf-8")


def test_what_is_wrong_in_its_texts_is_reported_as_in_any_other(kitchen: Path) -> None:
    text = kitchen / "content" / "recipes" / "truffade.md"
    text.write_text(RECIPE.format(minutes="longtemps"), encoding="utf-8")
    done = run(kitchen, "invoke", "check")
    text.write_text(RECIPE.format(minutes=50), encoding="utf-8")
    assert done.returncode == 1
    assert "recipes/truffade.md" in done.stdout
