"""Whatever a town has made of its copy of the software is still there afterwards, or somebody is told where it went."""

from __future__ import annotations

import pytest

from placette.desks.starting.converting import Conversion, Fork, Readings, plan_conversion, sections, words_of_code
from placette.desks.starting.old_settings import KeptStatements
from placette.desks.starting.old_tasks import KeptTasks
from placette.desks.starting.renewing import merge_texts
from tests.fixture_site import ROOT

FOOTER = "themes/placette/templates/components/site-footer.html"
THEIRS = (ROOT / FOOTER).read_text(encoding="utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLANNED = {
    "README.md": "new\n",
    "CONTRIBUTING.md": "new\n",
    ".gitignore": "new\n",
    ".github/workflows/test.yml": "new\n",
    "requirements.txt": "nh3==0.3.8 \\\n    --hash=sha256:0\n",
    "pelicanconf.py": "new\n",
    "tasks.py": "new\n",
    "publishconf.py": "new\n",
    "plugins/README.md": "new\n",
    "territory.json": "{}\n",
    "tests/test_site.py": "new\n",
    "content/pages/a-propos.md": "new\n",
    "content/.schema/article.json": "new\n",
}
READINGS = Readings(
    KeptStatements("s\n", {"TERRITORY_FILE": "{root}/territory.json"}), KeptStatements("p\n", {}), KeptTasks("t\n")
)


def fork(texts: dict[str, str], **more: object) -> Fork:
    return Fork(frozenset(texts), lambda path: texts[path].encode(), **more)  # type: ignore[arg-type]


def converted(texts: dict[str, str], readings: Readings = READINGS, **more: object) -> Conversion:
    if readings is READINGS:
        texts = {"territory.json": "{}", **texts}
    return plan_conversion(fork(texts, **more), PLANNED, readings, merge_texts)


def looks(found: Conversion) -> list[str]:
    return [look.path for look in found.looks]


def test_the_software_goes_and_the_towns_texts_stay() -> None:
    theirs = ["plugins/placette/plugin.py", "tests/engine/test_a.py", ".ci/run", FOOTER]
    own = ["content/articles/2026/a/index.md", "plugins/recipes/__init__.py", "docs/plan.md", ".gitignore"]
    found = converted(dict.fromkeys([*theirs, *own], THEIRS), changed=frozenset())
    assert {path for path, data in found.files.items() if data is None} == {*theirs}
    assert not {*own} & found.files.keys()


def test_where_the_software_lay_in_several_folders_all_of_them_go() -> None:
    texts = dict.fromkeys(
        ["plugins/__init__.py", "plugins/views/plugin.py", "plugins/images/a.py", "plugins/own/a.py"], ""
    )
    found = converted(texts, changed=frozenset())
    assert {path for path, data in found.files.items() if data is None} == texts.keys() - {"plugins/own/a.py"}


def test_a_feature_of_the_towns_may_have_the_name_of_such_a_folder() -> None:
    found = converted({"plugins/placette/plugin.py": "", "plugins/images/__init__.py": ""}, changed=frozenset())
    assert "plugins/images/__init__.py" not in found.files


def test_what_a_new_site_has_is_written_without_texts_of_its_own() -> None:
    found = converted({})
    written = {path: data for path, data in found.files.items() if data}
    assert written.keys() == PLANNED.keys() - {"content/pages/a-propos.md", "territory.json"}
    assert (written["pelicanconf.py"], written["publishconf.py"], written["tasks.py"]) == (b"s\n", b"p\n", b"t\n")


@pytest.mark.parametrize(
    ("path", "text", "stays"),
    [
        ("LICENSE", "GNU AFFERO GENERAL PUBLIC LICENSE", False),
        ("LICENSE", "Licence Ouverte", True),
        ("CHANGELOG.md", "[Keep a Changelog](https://keepachangelog.com/en/1.1.0/)", False),
        ("CHANGELOG.md", "# Nos nouvelles", True),
        ("pyproject.toml", '[project]\nname = "placette"\n', False),
        ("pyproject.toml", '[project]\nname = "augan"\n', True),
        (".github/workflows/check.yml", "", False),
        (".github/workflows/ours.yml", "", True),
        (".forgejo/workflows/publish.yml", "", False),
        (".gitlab-ci.yml", "", False),
        ("docs/fr/problemes.md", "", False),
        ("docs/fr/chez-nous.md", "", True),
    ],
)
def test_a_file_of_the_town_stays_though_the_software_has_one_of_that_name(path: str, text: str, stays: bool) -> None:
    assert (path not in converted({path: text}).files) is stays


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md"])
def test_a_guide_that_the_town_wrote_is_kept_and_named(path: str) -> None:
    picture = ".github/pictures/road.svg"
    found = converted({path: "Chez nous\n", picture: "<svg/>"})
    assert path not in found.files
    assert looks(found) == [path]
    assert (picture in found.files) is (path == "README.md")


def test_a_guide_that_is_placettes_is_replaced() -> None:
    found = converted({"CONTRIBUTING.md": GUIDE})
    assert found.files["CONTRIBUTING.md"] == b"new\n"
    assert looks(found) == []


def test_a_changed_template_becomes_one_of_the_sites_own() -> None:
    own = THEIRS.replace("<footer", '<footer data-town="augan"')
    found = converted({FOOTER: own})
    assert found.files[FOOTER] is None
    assert found.files["themes/templates/components/site-footer.html"] == own.encode()
    assert looks(found) == ["themes/templates/components/site-footer.html"]


def test_where_git_knows_how_it_began_a_changed_template_has_what_is_new_in_the_packages() -> None:
    line = THEIRS.splitlines()[-1]
    base = THEIRS.replace(line, f"{line} {{# older #}}")
    own = base.replace("<footer", '<footer data-town="augan"')
    found = converted({FOOTER: own}, changed=frozenset({FOOTER}), began={FOOTER: base}.get)
    assert (
        found.files["themes/templates/components/site-footer.html"]
        == THEIRS.replace("<footer", '<footer data-town="augan"').encode()
    )


@pytest.mark.parametrize("own", [THEIRS.encode() + b"\xff", b"all of it is another one\n"])
def test_a_template_that_cannot_be_merged_stays_as_it_was(own: bytes) -> None:
    odd = Fork(frozenset({FOOTER}), lambda _path: own, changed=frozenset({FOOTER}), began={FOOTER: "a\nb\n"}.get)
    found = plan_conversion(odd, PLANNED, READINGS, merge_texts)
    assert found.files["themes/templates/components/site-footer.html"] == own


def test_an_older_template_that_the_town_did_not_change_is_no_template_of_its_own() -> None:
    found = converted({FOOTER: "older"}, changed=frozenset())
    assert (found.files[FOOTER], looks(found)) == (None, [])
    assert "themes/templates/components/site-footer.html" not in found.files


def test_a_template_that_has_a_place_in_the_new_form_already_stays() -> None:
    own = "themes/templates/components/site-footer.html"
    assert own not in converted({FOOTER: "changed", own: "ours"}).files


def test_other_files_of_the_theme_are_kept_where_nothing_reads_them_and_named() -> None:
    found = converted({"themes/placette/static/css/tokens.css": "ours"})
    assert found.files["themes/static/css/tokens.css"] == b"ours"
    assert looks(found) == ["themes/static/css/tokens.css"]


@pytest.mark.parametrize("path", ["themes/placette/README.md", "themes/placette/screenshots/home.png"])
def test_what_only_describes_the_theme_goes_with_it(path: str) -> None:
    found = converted({path: "older"})
    assert (found.files[path], looks(found)) == (None, [])


def test_changes_to_the_software_are_named_one_by_one_where_git_knows_them() -> None:
    texts = {"plugins/placette/plugin.py": "ours", "plugins/placette/tasks.py": "older"}
    assert looks(converted(texts, changed=frozenset({"plugins/placette/plugin.py"}))) == ["plugins/placette/plugin.py"]
    (look,) = converted(texts).looks
    assert (look.path, look.values) == ("plugins/placette", {"count": 2})


def test_tests_of_the_towns_own_features_stay() -> None:
    own = {"plugins/recipes/__init__.py": "", "tests/test_recipes.py": "from recipes import RECIPE\n"}
    found = converted({**own, "tests/test_layers.py": "import ast\n", "tests/conftest.py": "import recipes_of\n"})
    assert not own.keys() & found.files.keys()
    assert {path for path, data in found.files.items() if data is None} == {"tests/test_layers.py", "tests/conftest.py"}
    assert looks(found) == ["tests/test_recipes.py"]


def test_a_replaced_workflow_and_a_library_that_goes_are_named() -> None:
    found = converted({".github/workflows/test.yml": "ours", "requirements.txt": "nh3==0.3\nunidecode==1.3 \\\n"})
    assert looks(found) == [".github/workflows/test.yml", "requirements.txt"]
    assert found.looks[1].values == {"names": "unidecode"}


def test_a_library_that_the_software_needed_then_is_no_library_of_the_towns() -> None:
    began = "nh3==0.3\nmarkdown==3.8 \\\n"
    texts = {"requirements.txt": f"{began}unidecode==1.3 \\\n"}
    (look,) = converted(texts, changed=frozenset(texts), began={"requirements.txt": began}.get).looks
    assert look.values == {"names": "unidecode"}


def territory(written: str) -> Readings:
    return Readings(KeptStatements("s\n", {"TERRITORY_FILE": written}), READINGS.published, READINGS.tasks)


def test_the_territory_moves_beside_the_settings() -> None:
    old = "plugins/placette/features/territory/augan.json"
    found = converted({old: "[1]"}, territory(f"{{root}}/{old}"), changed=frozenset())
    assert (found.files[old], found.files["territory.json"], looks(found)) == (None, b"[1]", [])
    assert "territory.json" not in converted({"territory.json": "[2]"}, territory("{root}/territory.json")).files


@pytest.mark.parametrize("written", ["/etc/passwd", "{root}/../secret", "{root}/link.json", ""])
def test_a_territory_outside_the_site_is_made_anew(written: str) -> None:
    found = converted({"link.json": "secret"}, territory(written), links=frozenset({"link.json"}))
    assert found.files["territory.json"] == b"{}\n"
    assert looks(found) == ["territory.json"]


def test_links_go_or_stay_and_are_never_read() -> None:
    paths = [
        FOOTER,
        "plugins/placette/a.py",
        "tests/a.py",
        "README.md",
        "CHANGELOG.md",
        "requirements.txt",
        "docs/a.md",
    ]

    def read(path: str) -> bytes:
        raise AssertionError(path)

    linked = Fork(frozenset(paths), read, frozenset(paths))
    found = plan_conversion(linked, PLANNED, READINGS, merge_texts)
    assert words_of_code(linked) == set()
    assert not any(path.startswith("themes/templates") for path in found.files)
    assert found.files[FOOTER] is None
    assert "docs/a.md" not in found.files


def test_what_only_a_run_would_show_is_named() -> None:
    settings = KeptStatements("s\n", {}, ((3, "X = f()"),), ("IGNORE_FILES", "IGNORE_FILES"))
    found = converted({}, Readings(settings, READINGS.published, KeptTasks("t\n", ("from placette import b",))))
    assert [(look.path, dict(look.values)) for look in found.looks][:3] == [
        ("pelicanconf.py", {"line": 3, "said": "X = f()"}),
        ("pelicanconf.py", {"names": "IGNORE_FILES"}),
        ("tasks.py", {"names": "from placette import b"}),
    ]


def test_the_words_of_the_code_say_what_it_had() -> None:
    code = fork(
        {
            "plugins/placette/features/walks/__init__.py": "",
            "plugins/placette/features/walks/planning.py": 'PageAddress("WALK")',
            "plugins/recipes/pages.py": '"RECIPE"',
        }
    )
    assert words_of_code(code) == {"placette.features.walks", "placette.features.walks.planning", "WALK"}


def test_a_folder_of_which_nothing_stays_is_shown_as_one_line() -> None:
    texts = dict.fromkeys(["plugins/placette/a/b.py", "plugins/placette/c.py", "tests/conftest.py", "content/a.md"], "")
    shown = dict(sections(fork(texts), converted(texts, changed=frozenset())))
    assert shown["Removed:"] == ["plugins/placette/", "tests/conftest.py"]
    assert "pelicanconf.py" in shown["Written:"]
