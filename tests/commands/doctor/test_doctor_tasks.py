"""``invoke doctor`` in a terminal, as the editor sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placette.commands.doctor.doctor_tasks import sections_of
from placette.engine.base.translation import load_catalogue
from placette.engine.findings.problems import problem
from tests.commands.doctor.fixture_tls import VALID, served
from tests.fixture_site import complaints, copy_project, invoke, run, write_setting
from tests.fixture_web import Answer

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]


WELL = """
from pathlib import Path
from placette.engine.rendering.features import Feature
from placette.engine.findings.messages import declare_messages
from placette.engine.findings.problems import problem

declare_messages(Path(__file__).with_name("messages.yml"))
FEATURE = Feature(
    "well", 99, examined=lambda desk: [problem("well-dry", site=desk.site_name)], words=Path(__file__).parent
)
register = FEATURE.register
"""
MESSAGES = """well-dry:
  subject: The well
  severity: advice
  what: The well of {site} is dry.
  mend: Wait for rain.
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
    write_setting(project, "BUILDING_EXECUTOR = 'serial'\nPLUGINS = (*PLUGINS, 'well')")
    (project / "plugins" / "well").mkdir()
    for name, text in (("__init__.py", WELL), ("messages.yml", MESSAGES), ("fr.po", WORDS)):
        (project / "plugins" / "well" / name).write_text(text, encoding="utf-8")
    invoke(project, "build")
    return project


def test_all_is_on_one_page_and_what_is_wrong_is_told_by_the_exit_code(project: Path) -> None:
    done = run(project, "invoke", "doctor")
    assert (done.returncode, complaints(done)) == (1, "")
    page = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert page.startswith(
        "Carnets d’Auvergne, 1er juillet 2026\n\nAdresse publique (1)\n  L’adresse publique n’est qu’un exemple"
    )
    assert "Ce dossier n’est pas un dépôt git" in page
    assert page.rstrip().split("\n")[-1].startswith("À corriger : 1. ")
    assert (
        "The well (1)\n  Le puits de Carnets d’Auvergne est à sec.  [well-dry, conseil]\n    → Wait for rain." in page
    )
    assert "En ligne" not in page


def test_nothing_wrong_ends_well_and_the_json_lies_where_it_is_wanted(project: Path) -> None:
    settings = project / "publishconf.py"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace("carnets-auvergne.example", "carnets-auvergne.fr"), encoding="utf-8")
    done = run(project, "invoke", "doctor", "--json", "etat/docteur.json")
    settings.write_text(before, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    record = json.loads((project / "etat" / "docteur.json").read_text(encoding="utf-8"))
    found = {row["code"] for section in record["sections"] for row in section["rows"]}
    assert {"address-good", "backup-no-repository", "python-good"} <= found
    assert record["count"]["blocks"] == 0


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
    (online,) = (one["rows"] for one in json.loads(done.stdout)["sections"] if one["heading"] == "En ligne")
    assert sorted(row["code"] for row in online) == sorted(
        ["certificate-good", "headers-absent", "compression-none", "robots-good", "absent-good"]
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_worst_subject_comes_first_and_in_it_the_worst_finding(lang: str) -> None:
    codes = ("address-good", "backup-safe", "backup-shallow", "address-none", "backup-nowhere")
    words = load_catalogue(lang)
    problems = [problem(code, url="x", remotes="x", day="x", reason="") for code in codes]
    sections = sections_of(problems, words, lang)
    assert [[row.code for row in section.rows] for section in sections] == [
        ["address-none", "address-good"],
        ["backup-nowhere", "backup-shallow", "backup-safe"],
    ]
    assert sections[1].heading == words.gettext("Backups")
