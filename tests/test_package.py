"""The wheel that this repository makes: with it alone a site begins, checks, builds, is published, is renewed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distribution
from math import inf
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from PIL import Image

from placette import __version__
from placette.commands.starting import planning
from placette.engine.base.files import locked, write_new
from tests.features.documents.fixture_written import make_gpx
from tests.fixture_site import ROOT
from tests.placette_letters.fixture_mailbox import free_port
from tests.test_features import RECIPE, SETTINGS
from tests.test_packages import PREFIX_OF, TASKS_OF
from tests.tools.release import faults_of

pytestmark = pytest.mark.whole

SITES = {
    "village": ("--kind", "village", "--place", "Augan", "--title", "Augan raconte", "--forge", "none"),
    "redon": ("--kind", "intercommunalite", "--place", "243500741", "--title", "Pays de Redon", "--forge", "forgejo"),
    "bretagne": ("--kind", "region", "--place", "53", "--title", "Bretagne d’ici", "--forge", "gitlab"),
    "english": ("--kind", "association", "--place", "Redon", "--title", "Marsh", "--forge", "github", "--lang", "en"),
}
ANSWERED = ("--url", "https://blog.redon.test", "--publish", "gh-pages")
IDENTITY = {f"GIT_{who}_{what}": "a@a.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
STARTING = "plugins/placette/commands/starting/site"
_MOST_OF_FRANCE, _MOST_OF_A_WHEEL = 1_400_000, 5_500_000
_OFFLINE = """import socket
def getaddrinfo(host, *more, real=socket.getaddrinfo, **named):
    if host in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"):
        return real(host, *more, **named)
    raise socket.gaierror(socket.EAI_AGAIN, host)
socket.getaddrinfo = getaddrinfo
"""


def hatch(folder: Path, *kinds: str, source: Path = ROOT) -> None:
    options = [word for kind in kinds for word in ("-t", kind)]
    command = [sys.executable, "-m", "hatchling", "build", *options, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share, and no other run."""
    own = factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once for all workers."""
    folder = shared_folder(tmp_path_factory) / "wheel"
    with locked(Path(f"{folder}.lock"), inf):
        if not folder.is_dir():
            hatch(folder, "wheel")
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive."""
    folder = tmp_path_factory.mktemp("source")
    hatch(folder, "sdist")
    (made,) = folder.glob("*.tar.gz")
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path) -> Path:
    """Where it is installed, alone: its libraries come from the tests' own environment."""
    folder = wheel.parent / "installed"
    with locked(Path(f"{folder}.lock"), inf):
        if not folder.is_dir():
            command = ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
            subprocess.run([sys.executable, *command], check=True)
    return folder


def interpreter(package: Path) -> str:
    """The Python of the environment that the package lies in; the tests' own where it lies in none."""
    own = package.parents[2] / "bin" / "python"
    return str(own) if own.is_file() else sys.executable


def variables(package: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    return {**clean, **IDENTITY, "PYTHONPATH": str(package)}


def run(folder: Path, package: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python command in ``folder`` that sees the installed package and nothing of this repository."""
    return subprocess.run(
        [interpreter(package), *command],
        cwd=folder,
        env={**variables(package), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def placette(folder: Path, package: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, package, str(package / "bin" / "placette"), *words)


Begin = Callable[[str, Path], Path]


@pytest.fixture(scope="session")
def begin(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Begin:
    """Gives a new site of a name in a folder, begun as the manual says in the folder of its environment; its path has
    spaces and accents. Each is begun once, and copied."""

    @cache
    def first(name: str) -> Path:
        site = tmp_path_factory.mktemp(name) / "Le site été"
        (site / ".venv").mkdir(parents=True)
        made = placette(site, bare, "new", ".", *SITES[name], *ANSWERED)
        assert made.returncode == 0, made.stdout + made.stderr
        return site

    return lambda name, folder: Path(shutil.copytree(first(name), folder / first(name).name, symlinks=True))


def test_the_version_is_said_once_more_than_needed_and_the_same() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == __version__


def test_the_wheel_holds_what_a_site_needs_and_nothing_of_the_demonstration(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        sizes = {entry.filename: entry.compress_size for entry in archive.infolist()}
    packages = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir()}
    assert {name.split("/")[0] for name in sizes} == {*packages, f"placette-{__version__}.dist-info"}
    assert sizes["placette/features/territory/france.json.xz"] < _MOST_OF_FRANCE
    assert sum(sizes.values()) < _MOST_OF_A_WHEEL
    assert {"placette/theme/templates/base.html", "placette/theme/locale/fr.po"} <= sizes.keys()
    assert planning._LOCK.partition("site-packages/")[2] in sizes, "the list that a forge installs"
    own = {path for package in (ROOT / "plugins").glob("placette_*") for path in package.rglob("*.*") if path.is_file()}
    assert {
        path.relative_to(ROOT / "plugins").as_posix() for path in own if "__pycache__" not in path.parts
    } <= sizes.keys()
    assert not [name for name in sizes if "__pycache__" in name or "/content/articles/20" in name]


def test_the_source_archive_makes_the_same_wheel_and_both_may_be_released(
    wheel: Path, archive: Path, tmp_path: Path
) -> None:
    released = tmp_path / "released"
    released.mkdir()
    for file in (wheel, archive):
        shutil.copy(file, released)
    assert faults_of(released, f"v{__version__}") == []
    hatch(tmp_path / "again", "wheel", source=source_tree(archive, tmp_path))
    (again,) = (tmp_path / "again").glob("*.whl")
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(wheel) as other:
        assert {entry.filename: entry.CRC for entry in one.infolist()} == {
            entry.filename: entry.CRC for entry in other.infolist()
        }


@pytest.fixture(scope="session")
def bare(installed: Path) -> Path:
    """The same in a virtual environment that has what ``requirements.txt`` names, no extra, and no network."""
    folder = installed.parent / "bare"
    with locked(Path(f"{folder}.lock"), inf):
        if not folder.is_dir():
            venv.create(folder, symlinks=True)
            (packages,) = folder.glob("lib/python*/site-packages")
            shutil.copytree(installed, packages, dirs_exist_ok=True)
            names = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
            for library in map(distribution, names):
                tops = {file.parts[0] for file in library.files or ()} - {"..", "__pycache__", "bin"}
                for top in tops - {path.name for path in packages.iterdir()}:
                    (packages / top).symlink_to(str(library.locate_file(top)))
            (packages / "sitecustomize.py").write_text(_OFFLINE, encoding="utf-8")
    return next(folder.glob("lib/python*/site-packages"))


@pytest.mark.parametrize("name", [*SITES][2:] + [pytest.param(name, marks=pytest.mark.night) for name in [*SITES][:2]])
def test_a_new_site_checks_and_builds_with_the_wheel_alone(name: str, bare: Path, begin: Begin, tmp_path: Path) -> None:
    """The first two do all else that is done here."""
    site = begin(name, tmp_path)
    done = run(site, bare, "-m", "invoke", "check", "--all", "build")
    # A slow machine says how far it is.
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stdout + done.stderr
    pages = {path: path.read_text(encoding="utf-8") for path in (site / "output").rglob("*.html")}
    assert len(pages) > 10
    assert not [path for path, text in pages.items() if "auvergne" in text.lower()]


LAWFUL = """
LEGAL_PUBLISHER, LEGAL_PUBLISHER_ADDRESS = "Redon Agglomération", "1 place de la Mairie, 35600 Redon"
LEGAL_PUBLISHER_TELEPHONE, LEGAL_PUBLISHER_EMAIL = "+33 4 65 71 00 00", "contact@place-inventee.fr"
LEGAL_DIRECTOR = "Camille Durand, présidente"
LEGAL_CONTACT, LEGAL_DPO = "contact@place-inventee.fr", "dpo@place-inventee.fr"
LEGAL_HOST = {"name": "Hôte", "address": "2 rue du Port, 35600 Redon", "telephone": "+33 4 65 71 00 01"}
LEGAL_PROCESSORS = ({"name": "Hôte", "role": "sert les pages", "country": "France"},)
LEGAL_ACCESSIBILITY = {"day": date(2026, 1, 31), "contact": "contact@place-inventee.fr", "entity": "le service"}
LEGAL_OPPOSITION = "sans-objet"
"""
"""What the law asks for, as a town would write it at the end of its file."""


def test_a_site_is_published_once_it_says_what_the_law_asks(bare: Path, begin: Begin, tmp_path: Path) -> None:
    site, remote = begin("redon", tmp_path), tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    subprocess.run(["git", "remote", "add", "origin", str(remote)], cwd=site, check=True)
    refused = run(site, bare, "-m", "invoke", "publish", "--force")
    assert (refused.returncode != 0, "legal-missing" in refused.stdout + refused.stderr) == (True, True)
    with (site / "legalconf.py").open("a", encoding="utf-8") as file:
        file.write(LAWFUL)
    subprocess.run(["git", "commit", "-qam", "Law"], cwd=site, check=True, env={**os.environ, **IDENTITY})
    subprocess.run(["git", "push", "-q", "origin", "main"], cwd=site, check=True)
    published = run(site, bare, "-m", "invoke", "publish")
    assert published.returncode == 0, published.stdout + published.stderr
    page = subprocess.run(["git", "show", "pages:index.html"], cwd=remote, capture_output=True, check=True)
    assert b"Pays de Redon" in page.stdout


NEEDING = {
    "letters --list": "letters",
    "letters --serve": "letters",
    "letters --deploy ../form": "letters",
    "decide --letter 2026-0001": "letters",
    "sheet": "gazette",
    "poster --post bienvenue": "gazette",
    "archive": "archive",
    "gather": "network",
    "source https://blog.ailleurs.example": "network",
    "network": "network",
    "document ../act.pdf --for bienvenue": "pdf",
}
"""What needs an extra, and which."""
WORKING = {
    "new --title Lavoir --day 2026-05-01": "lavoir/index.md",
    "new-author --name 'Léa Martin'": "lea-martin.md",
    "new-author --name Mairie --kind service --office 'Commune d’Augan'": "mairie.md",
    "new-event --title Marché --day 2030-05-01 --place Halles": "marche.md",
    "new-walk ../track.gpx --title Berges --summary 'Au bord.' --author lea-martin": "berges.md",
    "photo ../picture.jpg": "900",
    "document ../table.csv --for bienvenue": "table.csv",
    "check --path content/pages": "Tout va bien",
    "explain author-unknown": "new-author",
    "hook": "pre-commit",
    "guide": "schéma",
    "import-events --file ../agenda.ics": "chorale.md",
    "ask --to mairie --title 'Quand rouvrira le chemin ?' --text ../said.txt --consent paper --category Nature"
    " --commune 56006": "quand-rouvrira-le-chemin",
    "answer --question quand-rouvrira-le-chemin --author mairie --text ../said.txt --source"
    " 'Arrêté = https://ailleurs.example/arrete'": "answer.md",
    "decide --what refusé --article publicite --by 'la rédaction' --reasons 'Le texte donne des tarifs, et un lien.'"
    " --title Gîte --passage '420 euros'": "Vous avez 15 jours",
    "decide --notice https://blog.redon.test/bienvenue/": "votre signalement",
    "withdraw-author lea-martin --take-down": "lea-martin.md",
    "check-pr --base HEAD": "en ordre",
    "territory --communes ../communes.txt": "territory.json",
    "status": "Billets à relire",
    "mentions": "Rien de nouveau",
    "book --year 2026": "2026.epub",
    "import ../blog --show": "un dossier de textes",
    "fill-in": "",
    "announce": "Bienvenue",
    "build --skip-invalid": "Fichiers écrits",
    "addresses": ".addresses.txt",
    "manual": "output-manual",
    "check --all": "attendent d’être terminés",  # a draft
    "clean": "supprimé",
}
"""What works without extras, in this order, and a word of its answer."""
STOPPED = {
    "photo ../picture.heic": 'pip install "placette[heic]"',
    "doctor": "À corriger",
    "links": "internet",
    "gazette --month 2026-05": "Rien de nouveau",
    "letter --weekly": "LETTER_LISTS",
    "accept-comments --post bienvenue --reader mairie": "Aucun",
    "publish": "origin",  # that it works, another test shows
    "rollback": "origin",
    "editor": "npm",
}
"""What ends before it is done for want of something else, and a word of that."""
_FORKING = """import json, os, runpy, sys
import invoke.main, placette.command_line, placette.tasks
placette.tasks.every_task()
for line in iter(sys.stdin.readline, ""):
    if os.fork():
        print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
        continue
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(sys.argv[1], os.O_WRONLY | os.O_TRUNC), 1)
    os.dup2(1, 2)
    sys.argv[:] = json.loads(line)
    if sys.argv[0] == "placette":
        sys.exit(placette.command_line.main())
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    break
"""
"""Imports what every task imports, once for all; what a task imports then, only that task's own process does."""


@pytest.fixture
def village(begin: Begin, tmp_path: Path) -> Path:
    """A new site, and beside it what its tasks are given; there is no program but git."""
    for name, text in (("table.csv", "a,b\n1,2"), ("communes.txt", "56006"), ("said.txt", "Le chemin est coupé.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    Image.new("RGB", (900, 700), "#41601f").save(tmp_path / "picture.jpg")
    (tmp_path / "picture.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(99))
    way = "".join(f'<trkpt lat="{47.92 + at / 3000:.6f}" lon="-2.28"/>' for at in range(60))
    (tmp_path / "track.gpx").write_bytes(make_gpx(f"<trk><trkseg>{way}</trkseg></trk>"))
    (tmp_path / "act.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "le-pont.md").write_text(
        "---\ntitle: Le pont\ndate: 2020-05-01\n---\nIl tient.\n", encoding="utf-8"
    )
    shutil.copy(ROOT / "tests/placette_import/calendar.ics", tmp_path / "agenda.ics")
    (tmp_path / "bin").mkdir()
    for program in ("git", "sh"):
        (tmp_path / "bin" / program).symlink_to(str(shutil.which(program)))
    site = begin("village", tmp_path)
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('LETTERBOX_ADDRESS, LETTERS_MAILBOX = "a@place-inventee.fr", "imaps://a@place-inventee.fr"\n')
    return site


@contextmanager
def answering(folder: Path, package: Path, **environment: str) -> Iterator[Callable[[str], tuple[int, str]]]:
    """Gives what runs a command line in ``folder``, and answers with its code and all that it said."""
    with (
        NamedTemporaryFile() as file,
        subprocess.Popen(
            [interpreter(package), "-c", _FORKING, file.name],
            cwd=folder,
            env={**variables(package), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process,
    ):

        def answer(words: str) -> tuple[int, str]:
            assert process.stdin
            assert process.stdout
            print(json.dumps(shlex.split(words)), file=process.stdin, flush=True)
            code = int(process.stdout.readline())
            text = Path(file.name).read_text(encoding="utf-8")
            assert not re.search("Traceback|(Import|ModuleNotFound)Error", text), text
            return code, text

        yield answer


def test_every_task_of_a_plain_install_works_or_names_its_extra_before_it_writes(bare: Path, village: Path) -> None:
    with answering(village, bare, PATH=str(village.parent / "bin")) as answer:
        told = answer("invoke --list")[1] + answer("invoke --list more")[1]
        listed = set(re.findall(r"^  ([a-z-]+)  ", told, re.MULTILINE))
        assert listed == {"serve", *(words.split()[0] for words in (*NEEDING, *WORKING, *STOPPED))}
        before = contents(village, "-co", "--exclude-standard")
        for words, extra in NEEDING.items():
            code, said = answer(f"invoke {words}")
            assert (code, said.count("\n"), f"placette[{extra}]" in said) == (2, 1, True), f"{words}: {said}"
        assert contents(village, "-co", "--exclude-standard") == before
        for words, word in WORKING.items():
            code, said = answer(f"invoke {words}")
            assert (code, word in said) == (0, True), f"{words}: {said}"
        for words, word in STOPPED.items():
            code, said = answer(f"invoke {words}")
            assert (code != 0, word in said) == (True, True), f"{words}: {said}"
        assert answer("placette upgrade --show")[0] == 0


def test_a_task_for_developers_says_what_to_install(bare: Path) -> None:
    with answering(ROOT, bare) as answer:
        for words in ("test", "test --rest", "fuzz", "words", "requirements", "bench"):
            code, said = answer(f"invoke {words}")
            installing = "pip install uv" if words == "requirements" else "pip install"
            assert (code != 0, said.count("\n"), installing in said) == (True, 1, True), f"{words}: {said}"


def test_the_preview_is_shown_by_a_plain_install(bare: Path, village: Path) -> None:
    command = [interpreter(bare), "-m", "invoke", "serve", "--port", str(free_port())]
    with subprocess.Popen(
        command, cwd=village, env=variables(bare), stdout=subprocess.PIPE, encoding="utf-8"
    ) as server:
        assert server.stdout
        assert any("http://" in line for line in server.stdout)
        server.terminate()


FOOTER, PAGES = "components/site-footer.html", "content/pages"
NEWER = (
    ("pyproject.toml", f'version = "{__version__}"', 'version = "1.1.0"'),
    ("plugins/placette/__init__.py", __version__, "1.1.0"),
    (f"themes/placette/templates/{FOOTER}", 'class="meta"', 'class="meta site-footer__small"'),
    (f"{STARTING}/fr/themes/README.md.jinja", "#", "# 1.1 "),
    (f"{STARTING}/common/tasks.py.jinja", "namespace = collect()", "namespace = collect()  # 1.1"),
    (f"{STARTING}/common/pelicanconf.py.jinja", '_LICENCE = "CC BY 4.0"', '_LICENCE = "CC BY-SA 4.0"'),
    (f"{STARTING}/fr/{PAGES}/charte.md.jinja", "- Une personne qui", "- Au moins une personne qui"),
    (f"{STARTING}/fr/{PAGES}/credits.md.jinja", "titre: Crédits", "titre: Remerciements"),
)
"""What differs in a version of tomorrow."""


@pytest.fixture(scope="session")
def later(bare: Path, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment with the wheel of a newer version in the place of this one."""
    folder = shared_folder(tmp_path_factory) / "later"
    with locked(Path(f"{folder}.lock"), inf):
        if not folder.is_dir():
            source = source_tree(archive, folder)
            for path, old, new in NEWER:
                edit(source / path, old, new)
            hatch(folder / "wheel", "wheel", source=source)
            shutil.copytree(bare.parents[2], folder / "environment", symlinks=True)
            (packages,) = (folder / "environment").glob("lib/python*/site-packages")
            for ours in packages.glob("placette*"):
                shutil.rmtree(ours)
            (newer,) = (folder / "wheel").glob("*.whl")
            command = ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--upgrade", "--target", str(packages)]
            subprocess.run([sys.executable, *command, str(newer)], check=True)
    return next((folder / "environment").glob("lib/python*/site-packages"))


def source_tree(archive: Path, folder: Path) -> Path:
    """The files of the source archive, in ``folder``."""
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / f"placette-{__version__}"


@pytest.fixture(scope="module")
def first_lived_in(bare: Path, begin: Begin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village's site with a style sheet, a template and a feature of its own, edited, committed and built."""
    site = begin("village", tmp_path_factory.mktemp("lived-in"))
    edit(site / "pelicanconf.py", "Augan raconte", "Augan, nos mots", SETTINGS)
    edit(site / "tasks.py", "namespace = collect()", "namespace = collect()  # à nous")
    edit(site / PAGES / "a-propos.md", "---\n", "---\n", "\nNotre ligne.\n")
    edit(site / PAGES / "charte.md", "## Qui peut écrire", "## Qui écrit")
    (site / ".gitignore").unlink()
    (site / "themes/templates/components").mkdir(parents=True)
    shutil.copy(bare / "placette/theme/templates" / FOOTER, site / "themes/templates" / FOOTER)
    edit(site / "themes/templates" / FOOTER, "{{ theme_switch() }}", "{{ theme_switch() }}<p>À nous</p>")
    (site / "themes/style.css").write_text(".ours { color: var(--accent) }", encoding="utf-8")
    shutil.copytree(
        ROOT / "tests/examples/recipes", site / "plugins/recipes", ignore=shutil.ignore_patterns("__pycache__")
    )
    (site / "content/recipes").mkdir()
    recipe = RECIPE.format(minutes=50).replace("63113", "56006").replace("[lea]", "[equipe]")
    (site / "content/recipes/truffade.md").write_text(recipe, encoding="utf-8")
    commit(site, "Ours")
    built = run(site, bare, "-m", "invoke", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return site


@pytest.fixture
def lived_in(first_lived_in: Path, tmp_path: Path) -> Path:
    """The same, to be changed at will."""
    return Path(shutil.copytree(first_lived_in, tmp_path / first_lived_in.name, symlinks=True))


def commit(site: Path, subject: str) -> None:
    subprocess.run(["git", "add", "-A", "--", "content", "plugins", "themes"], cwd=site, check=True)
    subprocess.run(["git", "commit", "-qam", subject], cwd=site, check=True, env={**os.environ, **IDENTITY})


def test_a_later_version_renews_a_site_and_loses_no_edit(bare: Path, later: Path, lived_in: Path) -> None:
    site, before = lived_in, contents(lived_in)
    shown = placette(site, later, "upgrade", "--show")
    assert (shown.returncode, contents(site)) == (0, before), shown.stderr
    done = placette(site, later, "upgrade")
    assert done.returncode == 1, "a file is left for a person to look at\n" + done.stdout + done.stderr
    for said in (shown.stdout, done.stdout):
        assert "-namespace = collect()  # à nous\n    +namespace = collect()  # 1.1\n" in said, "the conflict"
        assert f"themes/templates/{FOOTER} prend la place d’un gabarit du thème qui a changé" in said
        assert "+titre: Remerciements" in said
        assert "+- Au moins une personne qui" in said
        assert "-## Qui écrit" not in said, "it was merged into what is offered"
    after = contents(site)
    assert ("nos mots" in after["pelicanconf.py"], '"CC BY-SA 4.0"' in after["pelicanconf.py"]) == (True, True), (
        "merged"
    )
    assert after["tasks.py"] == before["tasks.py"], "both changed that line: the town's stays"
    assert "# 1.1" in (site / ".placette/upgrade/tasks.py").read_text(encoding="utf-8")
    assert after["themes/README.md"].startswith("# 1.1 "), "renewed"
    own = {path for path in before if path.startswith(("content/", "plugins/recipes/", "themes/t", "themes/s"))}
    assert {path: after[path] for path in own} == {path: before[path] for path in own}
    assert ".gitignore" not in after, "what the town removed stays removed"
    assert json.loads(after[".placette.json"])["version"] == "1.1.0"
    built = run(site, later, "-m", "invoke", "build")
    page = (site / "output/recettes/truffade/index.html").read_text(encoding="utf-8")
    (sheet,) = (site / "output/theme").glob("placette-*.css")
    assert (built.returncode, "<p>À nous</p>" in page) == (0, True), built.stderr
    assert sheet.read_text(encoding="utf-8").endswith(".ours{color:var(--accent)}")
    subprocess.run(["git", "revert", "--no-edit", "HEAD"], cwd=site, check=True, env={**os.environ, **IDENTITY})
    assert contents(site) == before


@pytest.mark.parametrize("form", ["0-lines", pytest.param("0-marks", marks=pytest.mark.night), "1"])
def test_a_site_whose_record_has_an_earlier_form_is_renewed_and_built(form: str, bare: Path, lived_in: Path) -> None:
    """Kept sites were begun on 30 November, 1 and 7 December 2026; long lists are left out."""
    site, kept = lived_in, json.loads((ROOT / f"tests/commands/starting/kept/{form}.json").read_text(encoding="utf-8"))
    for path, text in {**kept["files"], planning.RECORD: json.dumps(kept["record"])}.items():
        write_new(site, path, text.encode())
    edit(site / "pelicanconf.py", "Augan raconte", "Augan, nos mots", SETTINGS)
    subprocess.run(["git", "add", "-A"], cwd=site, check=True)
    commit(site, "Kept")
    done = placette(site, bare, "upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((site / planning.RECORD).read_text(encoding="utf-8"))["format"] == 1
    built = run(site, bare, "-m", "invoke", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    page = (site / "output/recettes/truffade/index.html").read_text(encoding="utf-8")
    (sheet,) = (site / "output/theme").glob("placette-*.css")
    assert ("<p>À nous</p>" in page, "Augan, nos mots" in page) == (True, True)
    assert sheet.read_text(encoding="utf-8").endswith(".ours{color:var(--accent)}")


def test_pages_are_offered_until_they_are_taken_and_going_back_is_refused(
    bare: Path, later: Path, lived_in: Path
) -> None:
    site, before = lived_in, contents(lived_in)
    placette(site, later, "upgrade")
    again = placette(site, later, "upgrade")
    assert (again.returncode, "Remerciements" in again.stdout) == (0, True), "offered again, and nothing else to do"
    assert "# 1.1" not in again.stdout, "a conflict is shown once"
    taken = placette(site, later, "upgrade", "--pages")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    after = contents(site)
    changed = {path for path in after if path.startswith("content/") and after[path] != before[path]}
    assert changed == {f"{PAGES}/charte.md", f"{PAGES}/credits.md"}
    assert ("## Qui écrit\n" in after[f"{PAGES}/charte.md"], "- Au moins une" in after[f"{PAGES}/charte.md"]) == (
        True,
        True,
    )
    assert "Remerciements" not in placette(site, later, "upgrade", "--show").stdout
    refused = placette(site, bare, "upgrade")
    assert (refused.returncode, "1.1" in refused.stderr, contents(site)) == (2, True, after)


def edit(path: Path, old: str, new: str, end: str = "") -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) + end, encoding="utf-8")


def contents(site: Path, *options: str) -> dict[str, str]:
    """The tracked files of a site, or those that options of ``git ls-files`` say."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=site, capture_output=True, encoding="utf-8", check=True
    )
    paths = [name for name in listed.stdout.split("\0") if name]
    return {path: (site / path).read_text(encoding="utf-8") for path in paths if (site / path).is_file()}


REFUSED = {
    "new taken": "taken",
    "new a-file": "a-file",
    "new x --kind vilage": "village",
    "new x --kind village --place Saint-Aubin": "62742",
    "new x --kind village --place Clochemerle": "Clochemerle",
    "new x --kind village": "Nom ou code du lieu",
    "new x --lang br": "--lang",
    "nouveau": "placette --list",
    "upgrade": ".placette.json",
}


def test_what_can_not_be_done_is_said_and_leaves_nothing(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "ours.txt").write_text("à nous", encoding="utf-8")
    (tmp_path / "a-file").write_text("à nous", encoding="utf-8")
    with answering(tmp_path, installed) as answer:
        for words, says in REFUSED.items():
            code, said = answer(f"placette {words}")
            assert (code, says in said) == (2, True), f"{words}: {said}"
            assert sorted(path.name for path in tmp_path.rglob("*")) == ["a-file", "ours.txt", "taken"], words


@pytest.fixture(scope="module")
def code(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel installs, of which a test takes a package away."""
    return Path(shutil.copytree(installed, tmp_path_factory.mktemp("alone") / "code"))


@pytest.mark.parametrize(
    "packages",
    [(*TASKS_OF,), ("placette_letters",)]
    + [pytest.param((package,), marks=pytest.mark.night) for package in sorted({*TASKS_OF} - {"placette_letters"})],
    ids=", ".join,
)
def test_without_their_folders_all_else_works_and_names_nothing_of_them(
    packages: tuple[str, ...], code: Path, tmp_path: Path
) -> None:
    for package in packages:
        (code / package).rename(code.parent / package)
    try:
        words = "new site --kind village --place 56006 --title Carnets --url https://carnets.example --publish folder"
        begun = placette(tmp_path, code, *words.split())
        assert begun.returncode == 0, begun.stderr
        site = tmp_path / "site"
        with (site / "pelicanconf.py").open("a", encoding="utf-8") as conf:
            conf.write("SHARING_CARDS = IDENTITY_WEB_FONTS = False  # they take long\n")
        done = run(site, code, "-m", "invoke", "check", "build", "status", "manual")
    finally:
        for package in packages:
            (code.parent / package).rename(code / package)
    assert done.returncode == 0, done.stdout + done.stderr
    text = "".join(path.read_text(encoding="utf-8") for path in (site / "output-manual").rglob("*.html"))
    settings = text + (site / "pelicanconf.py").read_text(encoding="utf-8")
    assert (site / "output" / "index.html").is_file()
    for package in packages:
        assert package not in begun.stdout + done.stdout + text
        prefix = PREFIX_OF.get(package)
        assert not (prefix and f"{prefix}_" in settings)
        assert [name for name in TASKS_OF[package] if f'"invoke-{name}"' in text] == []
