"""What people send, made ready for the site: photos and documents."""

from __future__ import annotations

import glob
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from placette.engine.base.files import write_atomic
from placette.engine.base.processes import run_bounded
from placette.engine.base.text import slugify
from placette.engine.base.translation import N_
from placette.engine.content.attachments import inspect_now
from placette.engine.content.communes import CommuneIndex
from placette.engine.content.companions import AttachmentKind, Inspected
from placette.engine.content.tree import is_good_name
from placette.engine.findings.messages import PHOTO_COSTLY
from placette.engine.findings.problems import Problem, blocking
from placette.engine.photos.photos import PREPARING, Prepared, prepare_photo
from placette.engine.texts.characters import decode
from placette.engine.texts.fields import as_minors
from placette.engine.texts.front_matter import (
    Entry,
    SplitText,
    Value,
    accepted_spellings,
    canonical_keys,
    quoted,
    spelling,
    split_source,
    type_entries,
)
from placette.engine.texts.values import LICENCES, find_licence, licence_of
from placette.features.authors.claims import KnownNames
from placette.features.posts.kind import ArticleMatter
from placette.features.territory.national import regions_of

DECORATIVE = "-"
"""The description of a picture that shows nothing a reader needs."""

_NO_LICENCE = N_("“{value}” is not on the list of licences: {choices}")
Why = tuple[str, Mapping[str, str]]
"""Why an answer can't be used: a msgid and the values of its placeholders."""
_JOINERS = "\u200c\u200d"
"""Invisible, but needed by some scripts and emoji."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters without a visible form; a text may not have them."""
_SPACES = " \u00a0\u202f"
_REPEATED = re.compile(r"([^\w\s])\1{3,}")
_MEANING = re.compile(r"[\\`*_\[\](){}]")
"""Characters that Markdown could take for markup."""
_DASHES = re.compile(r"\s(?:—|–|--)\s")
"""What separates the caption from the credit (``engine/texts/captions.py``)."""
_NONE = frozenset({"none", "aucun"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known about a photo. Each answer is one line (see ``one_line``) and may be empty.

    ``licence`` is the label of a known licence. If ``alt`` is ``DECORATIVE``, the picture needs no description.
    """

    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""

    @property
    def decorative(self) -> bool:
        """Whether the picture shows nothing that a reader needs."""
        return self.alt == DECORATIVE


def one_line(written: str) -> str:
    """Return an answer on one line, without forbidden characters and long runs of one character."""
    plain = unicodedata.normalize("NFC", written)
    visible = "".join(c if (c.isprintable() or c in _SPACES + _JOINERS) and c not in _FILLERS else " " for c in plain)
    return _REPEATED.sub(lambda run: run[1] * 3, " ".join(visible.split(" "))).strip()


def in_markdown(text: str) -> str:
    """Return an answer as the description or title of a picture in Markdown, escaped so that it can't end it."""
    parts = text.replace("'", "’").split('"')  # curly marks and apostrophes: a straight one would end the title
    curly = "".join(part + "“”"[place % 2] for place, part in enumerate(parts[:-1])) + parts[-1]
    escaped = _MEANING.sub(lambda mark: "\\" + mark[0], curly)
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def parted_credit(credit: str) -> tuple[str, str]:
    """Return a credit and the known licence at its end («photo de Léa, CC BY-SA 4.0»); the licence may be empty."""
    licence = licence_of(credit)
    return (credit.rpartition(",")[0].rstrip(" ,"), licence) if licence else (credit, "")


def full_credit(answers: Answers, own: str) -> str:
    """Return the credit, with its licence unless the text has the same one (``own``). Dashes in it are replaced."""
    plain = _DASHES.sub(", ", answers.credit)
    return plain if not plain or answers.licence in {"", own} else f"{plain}, {answers.licence}"


def full_title(answers: Answers, own: str, decorative: str) -> str:
    """Return the title of a picture in Markdown: caption, dash, credit. ``decorative`` captions a decorative one."""
    credit = full_credit(answers, own)
    caption = decorative if answers.decorative else answers.caption
    if not credit:
        return _DASHES.sub(", ", caption)
    return f"{caption} — {credit}".strip()


def licence_named(written: str) -> str | None:
    """Return the label of a known licence; None for any other."""
    licence = find_licence(written)
    return licence.label if licence else None


def no_licence(written: str) -> Why | None:
    """Return why this is no licence of the list."""
    return None if licence_named(written) else (_NO_LICENCE, {"value": written, "choices": licence_choices()})


def licence_choices() -> str:
    """Return the licences to choose from, in a row."""
    return ", ".join(licence.label for licence in LICENCES)


def is_minors(written: str) -> bool:
    """Return whether this is a valid value of ``minors:``."""
    try:
        return bool(as_minors(written))
    except PydanticCustomError:
        return False


def stricter(old: str, new: str) -> str:
    """Return two answers about children in the pictures, combined: a consent is never lost."""
    if not new or new in _NONE or old == new:
        return old or new
    if not old or old in _NONE:
        return new
    reference = new.partition(":")[2]
    return old if reference in old.partition(":")[2].split("+") else f"{old}+{reference}"


_STEM = 60
"""Length limit of a name, without its suffix."""
_DIGITS = "0123456789"
_SAYS_NOTHING = frozenset(
    "at bild burst camera capture copie copy cover crop dcim dsc dscf dscn edit edited effects export foto gopr heic"
    " image img imgp jpeg jpg live modifie mvimg night photo photos pic picture png portrait pxl raw scan screenshot"
    " signal snapchat snapseed thumbnail tiff unnamed untitled video webp whatsapp".split()
)
"""Words that cameras, phones and messengers put into every file name."""


def photo_name(original: str, alt: str, suffix: str, taken: Collection[str]) -> str:
    """Return a name for a photo, different from all ``taken`` ones (case is ignored).

    The original's own name if it means something. Otherwise the first words of the description: a camera's number
    often reveals the day and the second.
    """
    stem = slugify(original)
    words = (word.strip(_DIGITS) for word in stem.split("-"))
    says_something = any(len(word) > 2 and word.isalpha() and word not in _SAYS_NOTHING for word in words)
    return _free(stem if says_something else slugify(alt), "photo", suffix, taken)


def document_name(original: str, suffix: str, taken: Collection[str]) -> str:
    """Return a name for a document, made of its own; different from all ``taken`` ones."""
    return _free(slugify(original), "document", suffix, taken)


def _free(wanted: str, kind: str, suffix: str, taken: Collection[str]) -> str:
    """Return the wanted name within the length limit, cut between words if possible, numbered where it is taken."""
    cut = wanted if len(wanted) <= _STEM else wanted[: _STEM + 1].rpartition("-")[0] or wanted[:_STEM]
    stem = cut or kind
    stem = stem if is_good_name(stem + suffix) else f"{kind}-{stem}"
    names_taken = {name.casefold() for name in taken}
    names = (f"{stem}{number}{suffix}" for number in ("", *(f"-{count}" for count in range(2, len(names_taken) + 3))))
    return next(name for name in names if name not in names_taken)


_LINE = re.compile(r"(?P<key>[^:#]+:)[ \t]*(?P<value>\"[^\"]*\"|'[^']*'|.*?)(?P<rest>[ \t]+#.*?)?(?P<end>\r?)")
_PLAIN = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z]+)?")
"""A value that YAML can only read as a string."""


def read_source(text: str) -> SplitText | None:
    """Return a text split into front matter and body, with its line numbers; None if it must be mended first."""
    plain, problems = decode(text.encode("utf-8", "surrogateescape"), "")
    source, cut = split_source(plain, "")
    return None if problems or cut or plain.count("\n") != text.count("\n") else source


def value_of(source: SplitText, key: str) -> str:
    """Return the value of a key, under any of its names; empty if it is absent or isn't a single text."""
    value = _values_of(source).get(key, "")
    return value if isinstance(value, str) else ""


def with_values(text: str, values: Mapping[str, str]) -> str | None:
    """Return the text with ``values`` (by canonical key) in its information block; None if that can't be done.

    A key that is there gets the new value on its own line. New keys come last, in French if the writer's are.
    """
    before = read_source(text)
    if before is None:
        return None
    lines = text.split("\n")
    end = next(place for place, line in enumerate(lines) if place and _FENCE.fullmatch(line))
    close = "\r" if lines[0].endswith("\r") else ""
    added = []
    numbers = {_name(entry): entry.line for entry in reversed(before.entries)}
    french = any(entry.key != _name(entry) for entry in before.entries)
    for key, value in values.items():
        if number := numbers.get(key):
            if line := _LINE.fullmatch(lines[number - 1]):  # a line of another form stays: ``_is_right`` notices
                lines[number - 1] = f"{line['key']} {_yaml(value)}{line['rest'] or ''}{line['end']}"
        else:
            spelling_of_key = accepted_spellings(ArticleMatter, key)[1] if french else key
            added.append(f"{spelling_of_key}: {_yaml(value)}{close}")
    after = "\n".join((*lines[:end], *added, *lines[end:]))
    return after if _is_right(before, read_source(after), values) else None


def _is_right(before: SplitText, after: SplitText | None, values: Mapping[str, str]) -> bool:
    """Return whether only ``values`` differ and there is no new problem."""
    if after is None or after.body != before.body or _values_of(after) != {**_values_of(before), **values}:
        return False
    was, now = (len(type_entries(source.entries, ArticleMatter, "").problems) for source in (before, after))
    return now <= was


def _values_of(source: SplitText) -> dict[str, Value]:
    return {_name(entry): entry.value for entry in source.entries}


def _name(entry: Entry) -> str:
    """Return the canonical key of an entry; its own key if we don't know it."""
    return canonical_keys(ArticleMatter).get(spelling(entry.key), entry.key)


def _yaml(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quoted(value)


CLOSED_BLOCK = N_("its information block needs fixing first: invoke check")
"""A reason why a text can't be changed, like the next three."""
HAS_LEAD = N_("it has a lead picture already: leave out --lead")
NO_LINE = N_("it has no such line below its information block: correct --at")
UNSAFE = N_("its information block cannot be changed without you: add the lines by hand")

_FENCE = re.compile(r"---[ \t]*\r?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo beside the text: its file name and the answers about it."""

    name: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Placement:
    """Where photos go: with ``lead``, the first is the lead picture; the others go before line ``at`` (0: at the end).

    ``minors`` is the answer about children, ``licence`` the label of the text's own licence, ``decorative`` the caption
    that marks a picture as decorative.
    """

    lead: bool = False
    at: int = 0
    minors: str = ""
    licence: str = ""
    decorative: str = "decorative"


def place_photos(text: str, photos: Sequence[Placed], placement: Placement) -> tuple[str, str] | str:
    """Return the text with the photos and its present value for children, or the reason why it can't be changed."""
    source = read_source(text)
    if source is None:
        return CLOSED_BLOCK
    if placement.lead and value_of(source, "image"):
        return HAS_LEAD
    minors = stricter(value_of(source, "minors"), placement.minors)
    values = _lead_values(photos[0], placement) if placement.lead else {}
    values |= {"minors": minors} if minors != value_of(source, "minors") else {}
    figures = [figure(photo, placement) for photo in photos[placement.lead :]]
    text_shown = _with_figures(text, figures, placement.at) if figures else text
    if text_shown is None:
        return NO_LINE
    changed = with_values(text_shown, values) if values else text_shown
    return UNSAFE if changed is None else (changed, minors)


def figure(photo: Placed, placement: Placement) -> str:
    """Return a photo in Markdown: ``![description](name.jpg "caption — credit, licence")``."""
    answers = photo.answers
    alt = "" if answers.decorative else in_markdown(answers.alt)
    title = in_markdown(full_title(answers, placement.licence, placement.decorative))
    return f'![{alt}]({photo.name} "{title}")' if title else f"![{alt}]({photo.name})"


def _lead_values(photo: Placed, placement: Placement) -> dict[str, str]:
    values = {
        "image": photo.name,
        "image_alt": placement.decorative if photo.answers.decorative else photo.answers.alt,
        "image_caption": photo.answers.caption,
        "image_credit": full_credit(photo.answers, placement.licence),
    }
    return {key: value for key, value in values.items() if value}


def _with_figures(text: str, figures: list[str], at: int) -> str | None:
    """Return the text with the figures before line ``at``, or at the end; None if it has no such line.

    Several figures go into one paragraph, which makes them a gallery.
    """
    lines = text.split("\n")
    first = next(place for place, line in enumerate(lines) if place and _FENCE.fullmatch(line)) + 1
    close = "\r" if lines[0].endswith("\r") else ""
    while len(lines) > first and not lines[-1].strip():
        lines.pop()
    place = at - 1 if at else len(lines)
    if not first <= place <= len(lines):
        return None
    new = [close, *(figure_shown + close for figure_shown in figures)]
    start, rest = lines[:place], lines[place:]
    new = new if start[first:] and start[-1].strip() else new[1:]
    if start and not start[-1].endswith(close):
        start[-1] += close
    return "\n".join((*start, *new, *([close] if rest and rest[0].strip() else []), *rest, ""))


ABSENT = N_("there is no such file")
FOLDER = N_("it is a folder: name the photos in it")
SPECIAL = N_("it is not an ordinary file")
HEAVY = N_("it weighs more than 200 MB: export it smaller")
UNREADABLE = N_("you may not read it")

_MOST = 200_000_000
_AT_ONCE = 8
"""How many originals are in memory at once."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was named, its size in bytes, and the outcome: a photo, or the reason why there is none."""

    path: Path
    weight: int
    outcome: Prepared | str


def find_originals(words: Iterable[str]) -> list[Path]:
    """Return the files that the words name, each once. A word that names no file may be a pattern (``*.jpg``)."""
    paths: dict[Path, None] = {}
    for word in words:
        path = Path(word).expanduser()
        matches = [] if path.exists() else sorted(glob.glob(str(path)))  # noqa: PTH207 - patterns may be absolute
        paths |= dict.fromkeys(map(Path, matches) if matches else (path,))
    return list(paths)


def prepare(paths: list[Path]) -> Iterator[Original]:
    """Yield the outcome for each file, in order."""
    for start in range(0, len(paths), _AT_ONCE):
        group = paths[start : start + _AT_ONCE]
        contents = [read_named(path) for path in group]
        jobs = [(content, "") for content in contents if isinstance(content, bytes)]
        outcomes = iter(run_bounded(prepare_photo, jobs, None, PREPARING))
        for path, content in zip(group, contents, strict=True):
            outcome = content if isinstance(content, str) else next(outcomes) or PHOTO_COSTLY
            yield Original(path, len(content), outcome)


def read_named(path: Path, limit: int = _MOST, too_heavy: str = HEAVY) -> bytes | str:
    """Return a file's bytes, or the reason why it can't be used."""
    if not path.is_file():
        return FOLDER if path.is_dir() else SPECIAL if path.exists() else ABSENT
    try:
        return too_heavy if path.stat().st_size > limit else path.read_bytes()
    except OSError:
        return UNREADABLE


def write_photos(folder: Path, photos: Mapping[str, bytes], text: Path | None, changed: bytes) -> None:
    """Write the photos, then the text that shows them. If that fails, removes the photos and raises ``OSError``."""
    paths: list[Path] = []
    try:
        for name, data in photos.items():
            paths.append(folder / name)
            write_atomic(folder / name, data)
        if text:
            write_atomic(text, changed)
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


HEAVY_SOUND = N_("it weighs more than {limit} kB: export it in mono at 64 kb/s, or in several parts")
DOCUMENTS_HEAVY = N_("it weighs more than {limit} kB: export it with lighter pictures, or in several parts")


@dataclass(frozen=True, slots=True)
class Ready:
    """A document that may be committed, under its new name; ``removed`` are the problems that it had before."""

    name: str
    data: bytes
    inspected: Inspected
    removed: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document can't be committed: a sentence's part, which may name the most kilobytes, or problems."""

    reason: str = ""
    limit: int = 0
    problems: tuple[Problem, ...] = ()


def kind_for(path: Path, kinds: Collection[AttachmentKind]) -> AttachmentKind | None:
    """Return the kind of a file, by the end of its name."""
    return next((kind for kind in kinds if path.suffix.lower() in kind.limits), None)


def prepare_document(path: Path, kind: AttachmentKind, taken: Collection[str]) -> Ready | Refused:
    """Return the document at ``path`` as it may be committed, under a name that is not ``taken``."""
    limit = kind.limits[path.suffix.lower()]
    data = read_named(path, limit, HEAVY_SOUND if path.suffix.lower() == ".mp3" else DOCUMENTS_HEAVY)
    if isinstance(data, str):
        return Refused(data, limit // 1000)
    return check_document(document_name(path.stem, path.suffix.lower(), taken), data, kind)


def check_document(name: str, data: bytes, kind: AttachmentKind) -> Ready | Refused:
    """Return a document without what it must not reveal, or the problems that stay."""
    (before,) = inspect_now([(name, data)], kind)
    (mended,) = run_bounded(kind.mend, [(name, data)], None, kind.bounds)
    (after,) = inspect_now([(name, mended)], kind) if mended else (before,)
    if wrong := blocking(after.problems):
        return Refused(problems=wrong)
    return Ready(name, mended or data, after, blocking(before.problems))


def known_names(settings: Mapping[str, Any], communes: CommuneIndex) -> KnownNames:
    """Return the names that settings and territory know: the site's, its publisher's, those of communes and areas."""
    former = (place.name for place in communes.former)
    departments = (area.name for area in communes.departments.values())
    own_names = (settings.get(name, "") for name in ("SITENAME", "LEGAL_PUBLISHER"))
    areas = (area.name for area in communes.epcis.values())
    return KnownNames(
        places=(*(commune.name for commune in communes.by_code.values()), *filter(None, former), *departments),
        bodies=(*own_names, *areas, *regions_of(communes.departments)),
        people=(settings.get("LEGAL_DIRECTOR", ""),),
        offices=tuple(settings.get("PROFILES_OFFICES", ())),
    )
