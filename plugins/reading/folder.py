"""Reading a content folder: the gate, the photos, then the texts. The only part that opens files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.core.build import Build
from plugins.core.catalogue import load_catalogue
from plugins.core.communes import CommuneIndex, load_communes
from plugins.core.dates import build_moment
from plugins.core.licences import find_licence
from plugins.core.messages import N_, PHOTO_COSTLY
from plugins.core.models import Status, Term
from plugins.core.photos import LIMITS, inspect_photo
from plugins.core.problems import Problem, problem
from plugins.core.renditions import PhotoFacts
from plugins.core.settings import SettingError, load_settings, refuse_unknown
from plugins.core.text import fold, slugify
from plugins.core.workers import run_bounded
from plugins.reading.converting import convert_all
from plugins.reading.library import read_library, read_valid
from plugins.reading.options import Addresses, ReadingOptions
from plugins.reading.review.advice import ADVICE_CODES
from plugins.reading.settings import ReadingSettings
from plugins.reading.tree import SourceFile, SourceKind, walk_content

_TABLE = N_("Table")
_NOTE_BACK = N_("Back to the text")


def options_from(settings: Mapping[str, Any]) -> ReadingOptions:
    """The reading's options from Pelican's settings; raises ``SettingError``."""
    own = load_settings(ReadingSettings, "READING", settings)
    licence = find_licence(own.licence)
    if licence is None:
        raise SettingError(f"READING_LICENCE = {own.licence!r}")
    _refuse_unknown_advice(own.advice_off)
    words = load_catalogue(settings["DEFAULT_LANG"])
    return ReadingOptions(
        now=build_moment(settings["TIMEZONE"]),
        lang=settings["DEFAULT_LANG"],
        base=base_of(settings["SITEURL"]),
        languages=own.languages,
        licence=licence,
        categories={fold(name): Term(name, slugify(name), text) for name, text in own.categories.items()},
        communes=_communes(settings.get("TERRITORY_FILE")),
        addresses=_addresses(settings, own),
        advice_off=frozenset(own.advice_off),
        table_label=words.gettext(_TABLE),
        note_back=words.gettext(_NOTE_BACK),
    )


def base_of(site_url: str) -> str:
    """The path under which a site is published, with slashes at both ends."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"


def read_folder(root: Path, options: ReadingOptions, *, skip_invalid: bool = False) -> Build:
    """Read everything below ``root``. Never raises for content; what is wrong is in ``problems``.

    With ``skip_invalid``, texts that can be published do not link to those that can't.
    """
    files, gate = walk_content(root)
    photos, photo_problems = _inspect(root, [file for file in files if file.kind is SourceKind.PHOTO])
    texts = [file for file in files if file.kind is not SourceKind.PHOTO]
    sources = [(file.path, file.kind, (root / file.path).read_bytes()) for file in texts]
    read = read_valid if skip_invalid else read_library
    library = read(sources, replace(options, photos=photos), convert_all)
    written = [article for article in library.articles if article.status is not Status.DRAFT]
    return Build(
        now=options.now,
        lang=options.lang,
        base=options.base,
        published=tuple(a for a in written if a.date <= options.now),
        scheduled=tuple(a for a in written if a.date > options.now),
        drafts=tuple(a for a in library.articles if a.status is Status.DRAFT),
        pages=library.pages,
        profiles=library.profiles,
        communes=options.communes,
        photos=photos,
        problems=(*gate, *photo_problems, *library.problems),
        texts=len(texts),
        refused=len(library.refused),
    )


def _inspect(root: Path, files: list[SourceFile]) -> tuple[dict[str, PhotoFacts], list[Problem]]:
    photos = [(file.path, (root / file.path).read_bytes()) for file in files]
    outcomes = run_bounded(inspect_photo, photos, None, LIMITS)
    facts: dict[str, PhotoFacts] = {}
    problems: list[Problem] = []
    for (path, _), outcome in zip(photos, outcomes, strict=True):
        if isinstance(outcome, PhotoFacts):
            facts[path] = outcome
        else:
            problems.append(outcome or problem("photo-broken", path, reason=PHOTO_COSTLY))
    return facts, problems


def _refuse_unknown_advice(codes: Iterable[str]) -> None:
    """Raise ``SettingError`` for a code that is not that of an advice: what blocks cannot be switched off."""
    setting = "READING_ADVICE_OFF = {}".format
    refuse_unknown(map(setting, codes), map(setting, ADVICE_CODES))


def _communes(path: str | None) -> CommuneIndex:
    if not path:
        return CommuneIndex()
    try:
        return load_communes(Path(path))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"TERRITORY_FILE = {path!r}: {error}") from error


def _addresses(settings: Mapping[str, Any], own: ReadingSettings) -> Addresses:
    """Pelican's address settings, and the first parts that its other pages take."""
    saved = [str(value) for name, value in settings.items() if name.endswith("_SAVE_AS") and value]
    firsts = {path.split("/")[0] for path in saved if "/" in path and not path.startswith("{")}
    reserved = frozenset({*firsts, *own.reserved, "theme", "photos", "drawings", "cards", "feeds", "page"})
    return Addresses(settings["ARTICLE_URL"], settings["PAGE_URL"], settings["AUTHOR_URL"], reserved)
