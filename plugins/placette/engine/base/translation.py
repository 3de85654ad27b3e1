"""Words in the reader's language: messages, catalogues, and errors that are translated when they are shown."""

from __future__ import annotations

import ast
import errno
import gettext
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from placette.engine.base.dates import language_of
from placette.engine.base.files import digest, kept_while
from placette.engine.base.installed import folders_of_code


class Severity(StrEnum):
    """Whether a problem stops the publication; of a whole site, how serious a finding is, the worst first."""

    BLOCKING = "blocks"
    MISSING = "missing"
    ADVICE = "advice"
    QUESTION = "question"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Message:
    """The message of a code for the person who wrote the text."""

    what: str
    mend: str = ""
    severity: Severity = Severity.BLOCKING
    fleeting: bool = False
    """Whether it depends on more than the text and the site: on the day, on the machine."""
    subject: str = ""
    """The subject of a finding about a whole site (a msgid)."""
    unfinished: bool = False
    """Whether a draft may have it, and wait: something is lacking, nothing that may harm is there."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a sentence for the catalogues."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that counts for the catalogues."""
    return one, many


HERE = Path(__file__).parent / "locale"


class Catalogue(gettext.GNUTranslations):
    """The sentences of a language. ``mark`` is a digest of the files that they come from, the language first."""

    mark: str = ""


def load_catalogue(lang: str, folders: tuple[Path, ...] = ()) -> Catalogue:
    """Return the translations of ``<folder>/<lang>.po``, or our own ones. Raises ``FileNotFoundError``.

    The first folder's words win where two folders translate the same sentence; those of the packages beside the core
    come last. The same object for the same files.
    """
    sources = (("-" if folder == HERE else "", (folder / f"{lang}.po").read_bytes()) for folder in folders or (HERE,))
    return _combine(lang, tuple(sources))


@cache
def _combine(lang: str, sources: tuple[tuple[str, bytes], ...]) -> Catalogue:
    catalogues = [copy(_parsed(lang, *source)) for source in sources]  # each chain changes its own
    for earlier, later in pairwise(catalogues):
        earlier.add_fallback(later)
    if any(owner == "-" for owner, _ in sources):
        catalogues[-1].add_fallback(_OfPackages(lang))
    catalogues[0].mark = f"{lang}-{digest(*(source for _, source in sources))}"
    return catalogues[0]


class _OfPackages(gettext.NullTranslations):
    """The sentences of the packages beside the core, read when the core's catalogue lacks one."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def gettext(self, message: str) -> str:
        """Return the sentence in the language of the catalogue, or as it is."""
        return _words_of_packages(self._lang).gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation for a number of things."""
        return _words_of_packages(self._lang).ngettext(msgid1, msgid2, n)


@cache
def _words_of_packages(lang: str) -> gettext.NullTranslations:
    files = ((folder.name, folder / "locale" / f"{lang}.po") for folder in folders_of_code()[1:])
    sources = ((name, file.read_bytes()) for name, file in files if file.is_file())
    catalogues = [copy(_parsed(lang, *source)) for source in sources]
    for earlier, later in pairwise(catalogues):
        earlier.add_fallback(later)
    return catalogues[0] if catalogues else gettext.NullTranslations()


@cache
def _parsed(lang: str, owner: str, source: bytes) -> Catalogue:
    """Return a catalogue of one file, parsed once: a build asks for ours alone and behind the theme's."""
    return Catalogue(BytesIO(_compiled(lang, owner, source)))


def _compiled(lang: str, owner: str, source: bytes) -> bytes:
    """Return a catalogue in gettext's own form; ours has thousands of sentences, and is kept after its source's mark.

    ``owner`` is ``-`` for the core, the name of a package, or empty for a catalogue of others, which isn't kept.
    """
    plurals = language_of(lang).plurals

    def made() -> bytes:
        import polib  # type: ignore[import-untyped]  # noqa: PLC0415 - most commands find it compiled

        catalogue = polib.pofile(source.decode())
        header = {"Language": lang, "Content-Type": "text/plain; charset=utf-8", "Plural-Forms": plurals}
        catalogue.metadata = header | catalogue.metadata
        return bytes(catalogue.to_binary())

    name = f"catalogue-{lang}{owner.removeprefix('-')}.bin"
    return kept_while(__file__, name, digest(source, plurals.encode()), made) if owner else made()


def site_root() -> Path:
    """Return the nearest folder, from the current one upwards, with a ``pelicanconf.py``; else the current one."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file()), here)


def site_language(root: Path) -> str:
    """Return ``DEFAULT_LANG`` as the site's settings file states it, read without running it; French by default."""
    try:
        tree = ast.parse((root / "pelicanconf.py").read_text(encoding="utf-8"))
    except (OSError, SyntaxError):
        return "fr"
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "DEFAULT_LANG" in {ast.unparse(target) for target in node.targets}:
            return str(ast.literal_eval(node.value)) if isinstance(node.value, ast.Constant) else "fr"
    return "fr"


def site_words(root: Path, folders: tuple[Path, ...] = ()) -> gettext.GNUTranslations:
    """Return the catalogue of the site's language, from these folders or our own; English when there is none for it."""
    try:
        return load_catalogue(site_language(root), folders)
    except FileNotFoundError:
        return load_catalogue("en", folders)


def in_site_language(tasks: Iterable[Any], words: gettext.GNUTranslations) -> tuple[Any, ...]:
    """Return twins of these tasks with translated docstrings and helps, for ``invoke --list`` and ``--help``."""
    return tuple(_translated(task, words) for task in tasks)


def _translated(task: Any, words: gettext.GNUTranslations) -> Any:
    twin, sentence = copy(task), " ".join((task.__doc__ or "").split())
    twin.__doc__ = words.gettext(sentence)
    twin.help = {name: words.gettext(text) for name, text in task.help.items()}
    return twin


_NAMED = N_("{names}: {reason}")
_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("you have no right to it"),
    errno.EPERM: N_("you have no right to it"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the space that you were given is full"),
    errno.EEXIST: N_("it is there already"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is no folder"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("links lead round in a circle"),
    errno.EBUSY: N_("another program uses it"),
    errno.EMFILE: N_("too many files are open"),
    errno.EIO: N_("the disk cannot be read there"),
    errno.EADDRINUSE: N_("another program uses it"),
    errno.ECONNREFUSED: N_("nobody answers there"),
    errno.ETIMEDOUT: N_("no answer came in time"),
}


def reason_of(error: BaseException, say: Callable[[str], str], *, named: bool = True) -> str:
    """Return why the system raised an error, with the file that it names unless ``named`` is false.

    Any other error gives its own message: a library's errors too, whose numbers mean something else.
    """
    if not isinstance(error, OSError) or type(error).__module__ != OSError.__module__:
        return str(error)
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        return str(error)
    names = ", ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    return say(_NAMED).format(names=names, reason=say(reason)) if names and named else say(reason)


class TranslatableError(Exception):
    """``sentence`` is a msgid, ``values`` are its placeholders; an error of the system among them becomes words."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language that ``translate`` gives."""
        values = {
            name: reason_of(value, translate) if isinstance(value, OSError) else value
            for name, value in self.values.items()
        }
        return translate(self.sentence).format(**values)


class SettingError(ValueError):
    """A setting that cannot be used. The message names it and tells what to write."""


@contextmanager
def setting_errors(file: Path) -> Iterator[None]:
    """Raise ``SettingError`` for any error in a settings file: it is Python, and may fail in any way."""
    try:
        yield
    except SettingError:
        raise
    except Exception as error:
        raise SettingError(f"{file.name}: {error}") from error
