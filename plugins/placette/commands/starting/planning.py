"""Decides every file of a new site, before a byte is written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tempfile
from base64 import b85encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from packaging.version import Version
from pydantic import TypeAdapter

from placette import __version__
from placette.commands.review import choice_lists, json_schema, key_table, with_choices, with_table
from placette.commands.starting import (
    CATEGORIES,
    COLOURS,
    SLUGS,
    AnswerError,
    Forge,
    Kind,
    Landscape,
    Mining,
    PublishTarget,
    SitePlace,
    footer_of,
    languages_of,
    menu_of,
    subtitle_of,
)
from placette.engine.base.dates import long_date
from placette.engine.base.files import write_new
from placette.engine.base.installed import folders_of_code, prefixes_of_packages, source_of_placette, theme_folder
from placette.engine.base.occurrences import LOCAL_HOLIDAYS, ZONES
from placette.engine.base.translation import N_, TranslatableError, load_catalogue
from placette.engine.content.communes import TownHall, department_of
from placette.engine.content.kinds import AnyKind
from placette.features.posts.kind import POST
from placette.features.territory.making import make_territory
from placette.features.territory.national import TODAY, France, render_reference
from placette.plugin import shipped_kinds

RECORD, TERRITORY, PAGES, OWN_TEMPLATES = ".placette.json", "territory.json", "content/pages/", "themes/templates"
_THEIRS = ("content/", TERRITORY)
"""The places of a site's own work: these are written once. Of ``PAGES``, an upgrade offers new texts."""
ANSWERS = ("kind", "place", "title", "url", "publish", "forge", "lang", "landscape", "gather", "mining")
"""The answers, named like the options of ``placette new``."""
_OPTIONAL = {"gather": "", "mining": Mining.LICENCE.value}
"""Those that a record may lack."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The version that wrote the files last, the answers and the day of the beginning, the marks of the lines of each
    file as it was written and, for each template of the theme at that time, a mark of the whole."""

    version: str
    begun: date
    answers: Mapping[str, str]
    files: Mapping[str, str]
    templates: Mapping[str, str]


def record_of(version: str, begun: date, answers: Mapping[str, str], files: Mapping[str, str]) -> SiteRecord:
    """Return the record of a site with these files and the theme that is installed."""
    ours = {p: line_marks(text) for p, text in files.items() if p.startswith(PAGES) or not p.startswith(_THEIRS)}
    templates = {name: line_mark(path.read_text(encoding="utf-8")) for name, path in theme_templates().items()}
    return SiteRecord(version, begun, answers, ours, templates)


MARK = 5
"""Signs of a mark: 32 bits. A merge needs to know which lines are those that were written, not what stood there."""


def line_mark(text: str) -> str:
    """Return the mark of a line, or of a whole text."""
    return b85encode(blake2b(text.encode(), digest_size=4).digest()).decode()


def line_marks(text: str) -> str:
    """Return the marks of a text's lines, one after the other."""
    return "".join(map(line_mark, text.splitlines(keepends=True)))


def text_of_marks(marks: str, known: Iterable[str]) -> str:
    """Return the text that has these marks, by the lines of ``known`` texts; else a line is its mark alone."""
    lines = {line_mark(line): line for text in known for line in text.splitlines(keepends=True)}
    parts = (marks[start : start + MARK] for start in range(0, len(marks), MARK))
    return "".join(lines.get(mark, f"{mark}\n") for mark in parts)


def theme_templates() -> dict[str, Path]:
    """Return name and file of each template that a site can replace: those of the theme and of packages."""
    return templates_in(*(folder / "templates" for folder in (theme_folder(), *folders_of_code())))


def templates_in(*folders: Path) -> dict[str, Path]:
    """Return name and file of each template in some folders."""
    files = ((folder, path) for folder in folders for path in sorted(folder.rglob("*.*")))
    return {path.relative_to(folder).as_posix(): path for folder, path in files}


def render_record(record: SiteRecord) -> str:
    """Return the text of a record."""
    values = {
        "format": _FORMAT,
        "version": record.version,
        "begun": record.begun.isoformat(),
        "answers": dict(record.answers),
        "files": dict(record.files),
        "templates": dict(record.templates),
    }
    return json.dumps(values, ensure_ascii=False, indent=0) + "\n"


class RecordError(TranslatableError):
    """A record that can't be used: a msgid on why and on the next command, and its values."""


def _of_lines(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record without a number in today's form: the first ones had the lines themselves, and no templates."""
    files = {
        path: lines if isinstance(lines, str) else line_marks("".join(lines)) for path, lines in values["files"].items()
    }
    return {"templates": {}, **values, "files": files}


_FORMAT = 1
_READERS: dict[int, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {0: _of_lines, _FORMAT: lambda values: values}
"""By the number of a record's form (0 for none): turns its values into those of today."""
_RECORD = TypeAdapter(SiteRecord)


def read_record(folder: Path) -> SiteRecord:
    """Return the record of a site. Raises ``RecordError`` where there is none, or one that can't be used."""
    try:
        values = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        number = values.get("format", 0)
        if isinstance(number, int) and number > _FORMAT:
            sentence = N_("A newer Placette wrote {name}. Install it: pip install --upgrade -r {requirements}")
            raise RecordError(sentence, name=RECORD, requirements=REQUIREMENTS)
        values = _READERS[number](values)
        values = {**values, "answers": _OPTIONAL | values["answers"]}
        record = _RECORD.validate_json(json.dumps(values), strict=True)
        Version(record.version)
        if not record.answers.keys() >= {*ANSWERS} or any(map(_is_outside, record.files)):
            raise ValueError(RECORD)
    except FileNotFoundError:
        raise RecordError(N_("This folder has no {name}: it was not begun with placette new."), name=RECORD) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        damaged = N_("{name} is damaged. Take back the one that was committed last: git restore {name}")
        raise RecordError(damaged, name=RECORD) from None
    return record


def _is_outside(path: str) -> bool:
    return path.startswith("/") or ".." in PurePosixPath(path).parts


_HERE = Path(__file__).parent
SITE = _HERE / "site"
_SUFFIX = ".jinja"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def render(template: str, values: Mapping[str, object]) -> str:
    """Return the text of a template in ``site/``; a name that ``values`` lacks raises ``UndefinedError``."""
    return _environment().get_template(template).render(values)


def templates_of(folder: str) -> list[str]:
    """Return the templates below a folder of ``site/``, named from ``site/`` on, sorted."""
    files = (SITE / folder).rglob(f"*{_SUFFIX}")
    return sorted(path.relative_to(SITE).as_posix() for path in files)


def path_of(template: str) -> str:
    """Return the path in a site of a template's text: its own path without the folder of the language."""
    return template.partition("/")[2].removesuffix(_SUFFIX)


def repository_file(name: str) -> Path:
    """Return a file of the repository that sites need too: a wheel has a copy, a checkout has it further up."""
    copy = _HERE / "repository" / name
    return copy if copy.exists() else _HERE.parents[3] / name


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SITE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python, YAML and Markdown; each value passes the filter of its language
    )
    environment.filters |= {"yaml": _quoted, "python": _quoted, "md": escaped}
    return environment


def _quoted(value: str) -> str:
    """Return a text between double quotes; JSON's are YAML's, and Python's too."""
    return json.dumps(value, ensure_ascii=False)


def escaped(value: str) -> str:
    """Return a text in which no character means anything to Markdown."""
    return _MARKDOWN.sub(r"\\\1", value)


_ROOTS = {Forge.GITHUB: (".github",), Forge.FORGEJO: (".forgejo",), Forge.GITLAB: (".gitlab", ".gitlab-ci.yml")}
_ENGLISH_REQUEST = ".github/PULL_REQUEST_TEMPLATE/english.md"
_LEFT = (
    *(".github/pictures/", ".github/CODEOWNERS.example", ".github/ISSUE_TEMPLATE/", ".github/PULL_REQUEST_TEMPLATE/"),
    *(".github/workflows/release.yml", ".gitlab/issue_templates/", ".gitlab/merge_request_templates/Code.md"),
    ".gitlab/merge_request_templates/English.md",
    *(".github/workflows/nightly.yml", ".forgejo/workflows/nightly.yml"),
)
"""Pictures go with the guide; owners of files are a choice of the team; the rest is about the software itself."""
_NIGHTLY = "/workflows/gather.yml"
_REQUESTS = (
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".forgejo/PULL_REQUEST_TEMPLATE.md",
    ".gitlab/merge_request_templates/Default.md",
)
"""The text that a forge puts into the description of a proposal, in French."""
_EXTRAS = "requirements-extras.txt"
_HASHED = f"pip install -q --require-hashes -r {_EXTRAS}"
_TESTED = "pip install -q --require-hashes -r requirements-test.txt"
_LOCK = f".venv/lib/python3*/site-packages/placette/commands/starting/repository/{_EXTRAS}"
"""The locked list that the installed package brings, with readers of PDFs and printing of posters."""


def workflows_of(forge: Forge, lang: str, *, gather: bool = False) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that the forge reads, for this version of Placette and a site in this language.

    Other sites are read every night if the site is to ``gather``.
    """
    for root in _ROOTS.get(forge, ()):
        place = repository_file(root)
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            name = f"{root}/{path.relative_to(place).as_posix()}" if place.is_dir() else root
            if path.is_file() and not name.startswith(_LEFT) and (gather or not name.endswith(_NIGHTLY)):
                source = repository_file(_ENGLISH_REQUEST) if lang == "en" and name in _REQUESTS else path
                yield name, _for_a_site(source.read_text(encoding="utf-8"))


def package_to_install() -> str:
    """Return the requirement with which pip installs this Placette anywhere.

    By its version or, when it was installed from a repository that others can reach, by that repository's commit.
    """
    source = source_of_placette()
    return source.replace(" ", "%20") if source.startswith("git+https:") else f"placette=={__version__}"


def _for_a_site(text: str) -> str:
    """Return a workflow of the repository as a site needs it: the package is installed, then its libraries."""
    installed = f"pip install -q --no-deps {shlex.quote(package_to_install())} && .venv/bin/{_HASHED}"
    tested = f"{_HASHED} && .venv/bin/pip install -q pip-audit" if "bin/pip-audit" in text else _HASHED
    workflow = text.replace(_TESTED, tested).replace(_HASHED, installed).replace(_EXTRAS, _LOCK)
    workflow = workflow.replace(".venv/bin/invoke test --all", ".venv/bin/invoke check --all && .venv/bin/invoke build")
    return workflow.replace("invoke requirements --upgrade", "placette upgrade")


REQUIREMENTS = "requirements.txt"
_PINNED = re.compile(r"^([\w.-]+==[^\\\n]*?) *\\?$", re.MULTILINE)


def _requirements() -> str:
    """Return all that a site's one environment needs: this Placette, and its libraries at verified versions."""
    locked = repository_file(REQUIREMENTS).read_text(encoding="utf-8")
    return "\n".join((package_to_install(), *_PINNED.findall(locked), ""))


GUIDE, PICTURES = "CONTRIBUTING.md", ".github/pictures"
_HEADING = "# Écrire dans les Carnets"
_OF_FORGES = re.compile(r"<!-- on a forge -->\n(.*?)<!-- elsewhere:\n(.*?)-->\n", re.DOTALL)
"""What the guide says where texts are proposed on a forge, and what it says where there is none."""
_FORGES = {Forge.GITHUB: "GitHub", Forge.GITLAB: "GitLab", Forge.FORGEJO: "Forgejo", Forge.NONE: ""}
_FOLDERS = {Forge.GITHUB: ".github", Forge.GITLAB: ".gitlab", Forge.FORGEJO: ".forgejo", Forge.NONE: "guide"}
"""The folder of the guide's pictures."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes for a new site: seven answers, and what follows from them unless it is given."""

    kind: Kind
    place: SitePlace
    title: str
    url: str
    publish: PublishTarget
    forge: Forge
    lang: str
    landscape: Landscape
    gather: str = ""
    mining: Mining = Mining.LICENCE


def plan_site(wishes: Wishes, france: France, today: date) -> dict[str, str]:
    """Return the text of each file of the site, by its path. The same wishes, list and day give the same texts."""
    values = _values(wishes, france, today)
    files = dict(_templates(wishes.lang, values))
    files[GUIDE] = _guide(wishes, files.get(GUIDE, ""))
    folder = PurePosixPath(_FOLDERS[wishes.forge], "pictures")
    pictures = [path for path in repository_file(PICTURES).glob("*.svg") if f"/{path.name})" in files[GUIDE]]
    files |= {str(folder / path.name): path.read_text(encoding="utf-8") for path in pictures}
    files |= workflows_of(wishes.forge, wishes.lang, gather=wishes.gather == "yes")
    files[REQUIREMENTS] = _requirements()
    files[TERRITORY] = render_reference(make_territory(france, wishes.place.choice))
    languages = languages_of(wishes.place.communes)
    schema = json_schema(_posts(), load_catalogue(wishes.lang).gettext, tuple(CATEGORIES[wishes.lang]), languages)
    files["content/.schema/article.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return dict(sorted(files.items()))


def _values(wishes: Wishes, france: France, today: date) -> dict[str, object]:
    """Return the values for templates."""
    communes = wishes.place.communes
    names = {item["code"]: item["nom"] for item in france.lists.communes if len(communes) == 1}
    living = {item["code"]: item.get("population", 0) for item in france.lists.communes if item["type"] == TODAY}
    inhabitants = sum(living[code] for code in communes)
    code = communes[0] if len(communes) == 1 else "*"
    department = Counter(map(department_of, communes)).most_common(1)[0][0] if communes else ""
    return {
        "title": wishes.title,
        "kind": wishes.kind.value,
        "place": wishes.place.name,
        "of_place": wishes.place.of if wishes.lang == "fr" else wishes.place.name,
        "communes": len(communes),
        "commune": names.get(code, "").replace("'", "’"),
        "place_line": f'commune: "{code}"',
        "url": wishes.url,
        "forge": wishes.forge.value,
        "forge_name": _FORGES[wishes.forge],
        "publish": wishes.publish.value,
        "branch": "pages" if wishes.forge is Forge.FORGEJO else "gh-pages",
        "landscape": wishes.landscape.value if "PICTURES" in prefixes_of_packages() else "",
        "mining": wishes.mining.value,
        "publisher_kind": "commune" if wishes.kind is Kind.VILLAGE else wishes.kind.value,
        "publisher": _publisher(wishes, france),
        "inhabitants": inhabitants if wishes.kind is Kind.VILLAGE else 0,
        "colours": COLOURS[wishes.landscape],
        "zone": ZONES.get(department, ""),
        "holidays": department if department in LOCAL_HOLIDAYS else "",
        "lang": wishes.lang,
        "date": today.isoformat(),
        "year": str(today.year),
        "package": package_to_install(),
        "menu": menu_of(wishes.kind, wishes.lang),
        "footer": footer_of(wishes.lang),
        "subtitle": subtitle_of(wishes.kind, wishes.place, wishes.lang),
        "languages": ", ".join(f'"{language}"' for language in languages_of(communes)),
        "categories": CATEGORIES[wishes.lang],
        "slugs": SLUGS[wishes.lang],
    }


def _publisher(wishes: Wishes, france: France) -> list[tuple[str, str, str]]:
    """Return settings of the legal notices with what the registers know of the publisher, and a remark on each."""
    code, place = wishes.place.codes, wishes.place
    is_commune = wishes.kind is Kind.VILLAGE
    hall = france.halls.get(code, TownHall()) if is_commune else TownHall()
    postal = next((item["codesPostaux"] for item in france.lists.communes if is_commune and item["code"] == code), ())
    names = {
        Kind.VILLAGE: f"Commune {place.of}",
        Kind.EPCI: place.name,
        Kind.DEPARTMENT: f"Département {place.of}",
        Kind.REGION: f"Région {place.name}",
    }
    values = {
        "PUBLISHER": names.get(wishes.kind, ""),
        "PUBLISHER_ADDRESS": f"{hall.street}, {postal[0]} {place.name}" if hall.street and postal else "",
        "PUBLISHER_TELEPHONE": hall.telephone,
        "PUBLISHER_EMAIL": hall.email,
        "REGISTRATION": hall.siren or (code if wishes.kind is Kind.EPCI else ""),
    }
    say = load_catalogue(wishes.lang).gettext
    day = long_date(date.fromisoformat(france.day), wishes.lang)
    directory = say(N_("to be checked (directory of the administration, {day})")).format(day=day)
    lists = say(N_("to be checked (official lists of {year})")).format(year=france.year)
    return [(name, value, "" if not value else directory if is_commune else lists) for name, value in values.items()]


def _templates(lang: str, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the files from ``site/``: those for all languages, then those of this one."""
    marks = "<!-- table of keys: made by invoke guide -->\n<!-- end of the table -->"  # by which it is found again
    keys = with_table(marks, key_table(_posts().schema, load_catalogue(lang).gettext))
    for template in (*templates_of("common"), *templates_of(lang)):
        path = path_of(template).replace("articles/first/", f"articles/{values['year']}/{SLUGS[lang]['first']}/")
        yield path.replace("authors/team", f"authors/{SLUGS[lang]['team']}"), render(template, {**values, "keys": keys})


def _posts() -> AnyKind:
    return next(kind for kind in shipped_kinds() if kind.name == POST.name)


def _guide(wishes: Wishes, written: str) -> str:
    """Return the guide for authors: in the site's language, or the repository's, in French, with this site's name."""
    guide = written or repository_file(GUIDE).read_text(encoding="utf-8")
    guide = _OF_FORGES.sub(r"\2" if wishes.forge is Forge.NONE else r"\1", guide)
    guide = guide.replace("   compte: lea-m\n", "") if wishes.forge is Forge.NONE else guide
    guide = re.sub(r"\[([^]]+)\]\(docs/[^)]+\)", r"\1, dans le manuel de Placette,", guide)
    choices = choice_lists(CATEGORIES[wishes.lang], load_catalogue(wishes.lang).gettext)
    return (
        with_choices(guide, choices)
        .replace(_HEADING, f"# Écrire dans {escaped(wishes.title)}")
        .replace(f"({PICTURES}/", f"({_FOLDERS[wishes.forge]}/pictures/")
        .replace("pip install -r requirements-extras.txt", 'pip install "placette[pdf]"')
    )


def plan_recorded(wishes: Wishes, france: France) -> dict[str, str]:
    """Return all files of a new site, with the record of them."""
    today = datetime.now(UTC).date()
    files = plan_site(wishes, france, today)
    answers = {name: str(getattr(wishes, name)) for name in ANSWERS} | {"place": wishes.place.codes}
    return {**files, RECORD: render_record(record_of(__version__, today, answers, files))}


ENVIRONMENT = ".venv"
"""The folder of the Python that Placette runs with, which may be in the site's own; git ignores it there."""


def refuse_taken(folder: Path) -> None:
    """Raise ``AnswerError`` for a place where no site can be made: existing files are kept, but for an environment."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise AnswerError(N_("{folder} is no folder: choose another name."), folder=str(folder))
    if folder.is_dir() and any(entry.name != ENVIRONMENT for entry in folder.iterdir()):
        sentence = N_("{folder} contains files already: choose another name, or an empty folder.")
        raise AnswerError(sentence, folder=str(folder))


def write_site(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a new folder or one that holds none. Raises ``OSError``, and then leaves nothing behind."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=".placette-new-", dir=folder if folder.is_dir() else folder.parent))
    moved: list[Path] = []
    try:
        for path, text in files.items():
            write_new(room, path, text.encode())
        room.chmod(0o755)
        if not folder.is_dir():
            room.rename(folder)
            return
        for entry in sorted(room.iterdir()):
            moved.append(folder / entry.name)
            entry.rename(moved[-1])
    except BaseException:
        for entry in (entry for entry in moved if not (room / entry.name).exists()):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(room, ignore_errors=True)
