"""``invoke doctor`` in a terminal, as the editor sees it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from placette.commands.doctor.doctor_tasks import render_json, render_page
from placette.engine.base.translation import Message, Severity, load_catalogue
from placette.engine.findings.messages import FINDINGS
from placette.engine.findings.problems import BACKUPS, CONTACT, FEEDS, Problem, columns, problem
from tests.commands.doctor.fixture_tls import VALID, Answer, served
from tests.fixture_site import complaints, copy_project, run, write_setting

pytestmark = pytest.mark.no_cover


WELL = """
from pathlib import Path
from placette.engine.rendering.features import Feature
from placette.engine.findings.messages import advice, declare_findings
from placette.engine.findings.problems import problem

declare_findings("The well", {"well-dry": advice("The well of {site} is dry.", "Wait for rain.")})
FEATURE = Feature(
    "well", 99, examined=lambda desk: [problem("well-dry", site=desk.site_name)], words=Path(__file__).parent
)
register = FEATURE.register
"""
WORDS = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "The well of {site} is dry."
msgstr "Le puits de {site} est à sec."
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is built, out of a ZIP file, published nowhere yet, with a feature of its own."""
    project = copy_project("minimal", tmp_path_factory.mktemp("doctor"))
    write_setting(project, "BUILDING_EXECUTOR = 'serial'\nimport well\nPLUGINS = (*PLUGINS, well)")
    (project / "plugins" / "well").mkdir()
    for name, text in (("__init__.py", WELL), ("fr.po", WORDS)):
        (project / "plugins" / "well" / name).write_text(text, encoding="utf-8")
    built = run(project, "invoke", "build")
    assert built.returncode == 0, built.stderr
    return project


def test_all_is_on_one_page_and_what_is_wrong_is_told_by_the_exit_code(project: Path) -> None:
    done = run(project, "invoke", "doctor")
    assert (done.returncode, complaints(done)) == (1, "")
    page = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert page.startswith(
        "Carnets d’Auvergne, 1er juillet 2026\n\nAdresse publique\n  L’adresse publique n’est qu’un exemple"
    )
    assert "Ce dossier n’est pas un dépôt git" in page
    assert "Tous sont valides." in page
    assert page.rstrip().split("\n")[-1].startswith("À corriger : 1. ")
    assert "The well\n  Le puits de Carnets d’Auvergne est à sec.  [well-dry, conseil]\n    → Wait for rain." in page
    assert "En ligne" not in page


def test_nothing_wrong_ends_well_and_the_json_lies_where_it_is_wanted(project: Path) -> None:
    settings = project / "publishconf.py"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace("carnets-auvergne.example", "carnets-auvergne.fr"), encoding="utf-8")
    done = run(project, "invoke", "doctor", "--json", "etat/docteur.json")
    settings.write_text(before, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    record = json.loads((project / "etat" / "docteur.json").read_text(encoding="utf-8"))
    found = {one["code"]: one for one in record["findings"]}
    assert {"address-good", "backup-no-repository", "python-good", "libraries-unknown", "feeds-good"} <= set(found)
    assert record["count"]["wrong"] == 0


def test_the_published_address_is_asked_when_wanted(project: Path) -> None:
    home = Answer(body=(project / "output" / "index.html").read_bytes())
    settings = project / "publishconf.py"
    before = settings.read_text(encoding="utf-8")
    with served({"/": home}) as web:
        url = f"https://localhost:{web.server_port}"
        settings.write_text(before.replace("https://carnets-auvergne.example", url), encoding="utf-8")
        done = run(project, "invoke", "doctor", "--online", "--json", SSL_CERT_FILE=str(VALID))
    settings.write_text(before, encoding="utf-8")
    assert done.returncode == 1  # the address is this computer's
    online = [one["code"] for one in json.loads(done.stdout)["findings"] if one["subject"] == "En ligne"]
    assert online == ["certificate-good", "headers-absent", "compression-none", "robots-good", "absent-good"]


def test_settings_that_cannot_be_used_end_it(project: Path) -> None:
    settings = project / "publishconf.py"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before}\nSITEURLL = 1\n", encoding="utf-8")
    done = run(project, "invoke", "doctor")
    settings.write_text(before, encoding="utf-8")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "SITEURL" in done.stderr


NOW = datetime(2026, 7, 1, tzinfo=UTC)
LONG = "word " * 30 + "https://a.example/a-very-long-address-that-nobody-may-cut-in-two-because-it-is-to-be-copied/x"


_SAID = {
    CONTACT: {
        "a": Message("What is a.", severity=Severity.FINE),
        "b": Message("What is b.", severity=Severity.ADVICE),
        "e": Message("What is e.", severity=Severity.MISSING),
        "long": Message(LONG, LONG),
    },
    BACKUPS: {"c": Message("What is c.", "git push", Severity.MISSING)},
    FEEDS: {"d": Message("It says {what}.")},
}


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    for subject, messages in _SAID.items():
        for code, message in messages.items():
            monkeypatch.setitem(FINDINGS, code, replace(message, subject=subject))
    return (*map(problem, "abc"), problem("d", what="\x1b[31m"), problem("e"))


def test_the_worst_subject_comes_first_and_in_it_the_worst_finding(found: tuple[Problem, ...]) -> None:
    page = render_page(found, load_catalogue("en"), "en", "Carnets", NOW)
    assert page.replace("\u00a0", " ") == (
        "Carnets, 1 July 2026\n\n"
        "Feeds and calendars\n  It says \\x1b[31m.  [d, to fix]\n\n"
        "Contact\n  What is e.  [e, to complete]\n  What is b.  [b, advice]\n  What is a.  [a, fine]\n\n"
        "Backups\n  What is c.  [c, to complete]\n    → git push\n\n"
        "To fix: 1. To complete: 2. Advice: 1. Fine: 1."
    )


def test_without_its_colours_a_page_is_the_plain_one(found: tuple[Problem, ...]) -> None:
    words = load_catalogue("en")
    coloured, plain = (render_page(found, words, "en", "Carnets", NOW, form) for form in ("colour", "plain"))
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain != coloured


def test_the_last_line_has_the_numbers_in_french_too(found: tuple[Problem, ...]) -> None:
    page = render_page(found, load_catalogue("fr"), "fr", "Carnets", NOW)
    assert page.replace("\u00a0", " ").endswith("À corriger : 1. À compléter : 2. Conseils : 1. En ordre : 1.")


@pytest.mark.usefixtures("found")
def test_lines_fit_a_terminal_but_for_what_must_stay_whole() -> None:
    page = render_page((problem("long"),), load_catalogue("fr"), "fr", "Carnets", NOW)
    assert [line for line in page.split("\n") if columns(line) > 80 and "https://" not in line] == []
    assert page.count("copied/x") == 2


def test_programs_read_codes_levels_and_sentences(found: tuple[Problem, ...]) -> None:
    record = json.loads(render_json(found[3:], load_catalogue("fr"), "fr", NOW))
    assert record["count"] == {"wrong": 1, "missing": 1, "advice": 0, "fine": 0}
    keys = ("code", "subject", "level", "message", "mend")
    said = ("d", "Flux et calendriers", "wrong", "It says \x1b[31m.", "")
    assert tuple(record["findings"][0][key] for key in keys) == said
    assert (record["version"], record["now"]) == (1, "2026-07-01T00:00:00+00:00")
