"""Without any extra a site is checked and built; what needs one says which, in the site's language, and no more."""

from __future__ import annotations

from importlib.metadata import Distribution, PackageNotFoundError, version
from pathlib import Path

import pytest

from placette.engine.base import installed as extras
from placette.engine.base.installed import command_for, source_of_placette, version_of
from tests.features.documents.fixture_documents import MADE
from tests.fixture_absent import without
from tests.fixture_site import complaints, copy_project, invoke, run, write_setting

pytestmark = pytest.mark.no_cover

DISTRIBUTIONS = {"brotli", "distributed", "fonttools", "lxml", "pikepdf", "pillow-heif", "placette", "typst", "warcio"}
MODULES = {"brotli", "distributed", "fontTools", "lxml", "pikepdf", "pillow_heif", "typst", "warcio"}
TEXT = Path("content/articles/2026/bonjour/index.md")
LOCKED = "pip install -r requirements-extras.txt"
SAYS = {
    "fr": (
        f"Cette tâche demande des bibliothèques de plus. Pour les installer\u00a0: {LOCKED}",
        "Un PDF est examiné avant d’être publié, et l’ordinateur qui fait la vérification ne sait pas encore le faire.",
        f"La personne qui la lance installe une bibliothèque de plus, puis recommence\u00a0: {LOCKED}",
        f"BUILDING_PRECOMPRESS = True demande une bibliothèque de plus. Pour l’installer\u00a0: {LOCKED}",
    ),
    "en": (
        f"This task needs more libraries. Install them: {LOCKED}",
        "PDFs are examined before they are published, and the computer that checks can’t do that yet.",
        f"Whoever runs the check installs one more library, then checks again: {LOCKED}",
        f"BUILDING_PRECOMPRESS = True needs one more library. Install it: {LOCKED}",
    ),
}


@pytest.mark.whole
@pytest.mark.parametrize("lang", SAYS)
def test_a_site_does_without_extras_until_something_needs_one(lang: str, tmp_path: Path) -> None:
    project, absent = copy_project("minimal", tmp_path), without(tmp_path / "absent", DISTRIBUTIONS, MODULES)
    settings = project / "pelicanconf.py"
    settings.write_text(settings.read_text(encoding="utf-8").replace('_LANG = "fr"', f'_LANG = "{lang}"'), "utf-8")
    task, what, mend, setting = SAYS[lang]
    built = run(project, "invoke", "build", PYTHONPATH=absent)
    assert (built.returncode, complaints(built)) == (0, "")
    assert (project / "output/index.html").is_file()
    listed = run(project, "invoke", "--list", "more", PYTHONPATH=absent)
    assert (listed.returncode, "  archive  " in listed.stdout) == (0, True), listed.stderr

    pdf = project / TEXT.parent / "reglement.pdf"
    pdf.write_bytes(MADE["plain"]())
    for words in (["poster", "--post", "bonjour"], ["document", str(pdf), "--into", "."], ["archive"]):
        ended = run(project, "invoke", *words, PYTHONPATH=absent)
        assert (ended.returncode, ended.stderr.strip()) == (2, task)

    text = project / TEXT
    text.write_text(f"{text.read_text(encoding='utf-8')}\n[Règlement](reglement.pdf)\n", encoding="utf-8")
    checked = invoke(project, "check", code=1, PYTHONPATH=absent)
    assert f"{what}  [document-unread, " in checked.stdout
    assert mend in checked.stdout
    invoke(project, "build", code=1, PYTHONPATH=absent)
    invoke(project, "check")  # installed since, it is not remembered as missing

    write_setting(project, "BUILDING_PRECOMPRESS = True")
    stopped = invoke(project, "build", code=2, PYTHONPATH=absent)
    assert setting in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_an_extra_is_installed_by_name_where_placette_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "version_of", lambda _library: "1.0")
    assert command_for("pdf") == 'pip install "placette[pdf]"'


COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("", ""),
        ('{"url": "file:///opt/our%20placette", "dir_info": {}}', "/opt/our placette"),
        ('{"url": "https://forge.example/placette.whl", "archive_info": {}}', "https://forge.example/placette.whl"),
        (
            f'{{"url": "https://forge.example/p.git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}',
            f"git+https://forge.example/p.git@{COMMIT}",
        ),
    ],
)
def test_where_placette_came_from_is_what_pip_wrote(
    written: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "placette-1.0.dist-info"
    folder.mkdir()
    if written:
        (folder / "direct_url.json").write_text(written, encoding="utf-8")
    monkeypatch.setattr(extras, "distribution", lambda _name: Distribution.at(folder))
    assert source_of_placette() == source


def test_a_checkout_came_from_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(extras, "distribution", absent)
    assert source_of_placette() == ""


def test_a_version_is_that_of_the_library_s_own_list_of_facts() -> None:
    for name in ("pelican", "jinja2", "Invoke", "zxing-cpp"):
        assert version_of(name) == version(name)
    assert version_of("not-a-library") == ""
