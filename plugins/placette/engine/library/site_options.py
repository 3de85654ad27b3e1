"""A site's rules for its texts, from the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.dates import build_moment
from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings, refuse_unknown
from placette.engine.base.text import fold, slugify
from placette.engine.library.addresses import base_of, origin_of
from placette.engine.library.attachments import AttachmentKind
from placette.engine.library.communes import CommuneIndex, load_communes
from placette.engine.library.kinds import Extension, Kinds
from placette.engine.library.models import Term
from placette.engine.library.options import ReadingOptions, TextAddresses
from placette.engine.library.settings import ReadingSettings
from placette.engine.problems.problems import advice_codes
from placette.engine.texts.licences import find_licence
from placette.engine.texts.surroundings import Labels

F = TypeVar("F")
_TABLE = N_("Table")
_NOTE_BACK = N_("Back to the text")
_ENLARGE = N_("Enlarge: {what}")
_ALERTS = (
    ("note", N_("Note")),
    ("tip", N_("Tip")),
    ("important", N_("Important")),
    ("warning", N_("Warning")),
    ("caution", N_("Caution")),
)


def options_from(
    settings: Mapping[str, Any],
    kinds: Kinds,
    extensions: tuple[Extension[Any], ...],
    passed_over: tuple[str, ...] = (),
    attachment_kinds: tuple[AttachmentKind, ...] = (),
    lists: str = "(?!)",
) -> ReadingOptions:
    """The reading's options from Pelican's settings, for texts of these kinds; raises ``SettingError``.

    ``lists`` is a regular expression for the addresses of lists that come and go.
    """
    own = load_settings(ReadingSettings, "READING", settings)
    licence = find_licence(own.licence)
    if licence is None:
        raise SettingError(f"READING_LICENCE = {own.licence!r}")
    _refuse_unknown_advice(own.advice_off)
    communes = _communes(settings.get("TERRITORY_FILE"))
    _refuse_unknown_readers(own.readers, own.categories, communes)
    words = load_catalogue(settings["DEFAULT_LANG"])
    return ReadingOptions(
        now=build_moment(settings["TIMEZONE"]),
        lang=settings["DEFAULT_LANG"],
        base=base_of(settings["SITEURL"]),
        origin=origin_of(settings["SITEURL"]),
        languages=own.languages,
        licence=licence,
        categories={fold(name): Term(name, slugify(name), text) for name, text in own.categories.items()},
        communes=communes,
        kinds=kinds,
        extensions=extensions,
        passed_over=passed_over,
        attachment_kinds=attachment_kinds,
        addresses=replace(_addresses(settings, own, kinds), lists=lists),
        labels=Labels(
            words.gettext(_TABLE),
            words.gettext(_NOTE_BACK),
            words.gettext(_ENLARGE),
            {kind: words.gettext(title) for kind, title in _ALERTS},
        ),
        advice_off=frozenset(own.advice_off),
        preview=own.preview,
    )


def _refuse_unknown_advice(codes: Iterable[str]) -> None:
    """Raise ``SettingError`` for a code that is not that of an advice: what blocks cannot be switched off."""
    setting = "READING_ADVICE_OFF = {}".format
    refuse_unknown(map(setting, codes), map(setting, advice_codes()))


def _refuse_unknown_readers(readers: Iterable[str], categories: Iterable[str], communes: CommuneIndex) -> None:
    """Raise ``SettingError`` for a name of ``READING_READERS`` that is neither a category nor a commune."""
    names = {fold(name) for name in categories}
    unknown = [name for name in readers if fold(name) not in names and not communes.find(name)]
    if unknown:
        setting = "READING_READERS = {}".format
        known = (*categories, *(commune.name for commune in communes.by_code.values()))
        refuse_unknown(map(setting, unknown), map(setting, known))


def _communes(path: str | None) -> CommuneIndex:
    if not path:
        return CommuneIndex()
    try:
        return load_communes(Path(path))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"TERRITORY_FILE = {path!r}: {error}") from error


def _addresses(settings: Mapping[str, Any], own: ReadingSettings, kinds: Kinds) -> TextAddresses:
    """Pelican's address settings, and the first parts that its other pages take."""
    urls = [str(value) for name, value in settings.items() if name.endswith("_URL") and value]
    paths = [url for url in urls if "://" not in url]
    firsts = {path.split("/")[0] for path in paths if "/" in path and not path.startswith("{") and not _deep(path)}
    reserved = frozenset({*firsts, *own.reserved, "theme", "photos", "drawings", "cards", "feeds", "page"})
    shown = [kind for kind in kinds if kind.address and (not kind.switch or settings.get(kind.switch))]
    patterns = {kind.name: str(settings[f"{kind.address}_URL"]) for kind in shown}
    return TextAddresses(patterns, reserved, frozenset(path for path in paths if "{" not in path))


def _deep(path: str) -> bool:
    """Whether it is one page that lies below others: a page of the site's own may stand above it."""
    return "{" not in path and path.endswith("/") and path.count("/") > 1
