"""The site that is examined: its settings, its texts, and the pages of its last build."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.commands.status import day_of_commit
from placette.engine.base.files import walk_files
from placette.engine.base.git import GitError, run_git
from placette.engine.base.translation import N_
from placette.engine.build.up_to_date import output_status
from placette.engine.content.build import Build
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Feature, Site
from placette.plugin import listed

_AFTER_PATH = re.compile(r"[?#]")


@dataclass(frozen=True, slots=True)
class ExaminedSite:
    """A site: its settings as published and of every day, its texts, and ``site``, what features see of it.

    ``site`` raises ``SettingError`` for settings that can't be used.
    """

    root: Path
    settings: dict[str, Any]
    everyday: dict[str, Any]
    build: Build
    site: Callable[[], Site]

    @property
    def address(self) -> str:
        """The address of the published site, without a slash at its end."""
        return str(self.settings["SITEURL"]).rstrip("/")

    @property
    def content(self) -> Path:
        """The folder of its texts."""
        return Path(self.settings["PATH"])

    @property
    def output(self) -> Path:
        """The folder that ``invoke build`` builds into."""
        return Path(self.settings["OUTPUT_PATH"])

    @property
    def today(self) -> date:
        """The day of the examination."""
        return self.build.now.date()

    def shown(self, folder: Path) -> str:
        """Return a folder as people name it: relative to the site, if it is below."""
        return f"{folder.relative_to(self.root).as_posix()}/" if folder.is_relative_to(self.root) else str(folder)

    def page(self, path: str) -> LexborHTMLParser | None:
        """Return a page of the last build by its path from the root; None if it isn't there. Raises ``OSError``."""
        file = self.output / (f"{path}index.html" if not path or path.endswith("/") else path)
        if not file.resolve().is_relative_to(self.output.resolve()) or not file.is_file():
            return None
        return LexborHTMLParser(file.read_text(encoding="utf-8", errors="replace"))

    def footer(self) -> Iterator[tuple[str, str]]:
        """Yield the footer links of the home page inside the site: each link's words, and its path from the root."""
        home = self.page("")
        for link in home.css("footer a[href]") if home else ():
            path = _AFTER_PATH.split(link.attributes.get("href") or "", maxsplit=1)[0]
            if path.startswith("/") and not path.startswith("//"):
                yield " ".join(link.text().split()), self._from_root(unquote(path))

    def _from_root(self, path: str) -> str:
        """Return the path from the root of one on the server: the last build may have been for either address."""
        bases = (f"{urlsplit(str(way['SITEURL'])).path.rstrip('/')}/" for way in (self.settings, self.everyday))
        return path.removeprefix(next((base for base in sorted(bases, key=len)[::-1] if path.startswith(base)), "/"))


_RESERVED = re.compile(r"(?:.*\.)?(?:example|test|invalid|localhost|example\.(?:com|net|org))", re.IGNORECASE)
"""Reserved names of no real host (RFC 2606, RFC 6761)."""
_WRITE = N_('Write the real one in publishconf.py: SITEURL = "https://…"')


def is_reserved(host: str) -> bool:
    """Return whether a host name is one of those kept for examples and tests."""
    return bool(_RESERVED.fullmatch(host))


def examine_address(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield findings on ``SITEURL``, as published."""
    yield problem(_judge_address(examined_site.address), url=examined_site.address)


def _judge_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "address-none"
    if parts.scheme not in {"http", "https"} or not host:
        return "address-none"
    if host == "localhost" or _is_inside(host):
        return "address-here"
    if is_reserved(host):
        return "address-example"
    return "address-good" if parts.scheme == "https" else "address-plain"


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


_LOCAL = re.compile(r"file:.*|[A-Za-z]:[\\/].*|[^:]*(?:/.*)?", re.DOTALL)
"""Addresses of remotes that are folders of this computer, or look like it to git."""
_LOG = ("log", "--no-show-signature", "--no-color", "--format=%ct", "HEAD", "--not", "--remotes")
_STATUS = ("--no-optional-locks", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
"""Without locks, or git would write into its index what it has seen."""
_NEWEST = ("for-each-ref", "--sort=-committerdate", "--count=1", "--format=%(committerdate:unix)", "refs/remotes")


def _answers(content: Path, *arguments: str) -> str:
    """Return git's output; empty where there is none, which makes git fail."""
    try:
        return _git(content, *arguments)
    except GitError:
        return ""


def _git(content: Path, *arguments: str) -> str:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return os.fsdecode(run_git(content, *arguments, environment=variables))


_NAMED = 3


def about_many(code: str, paths: Sequence[str], limit: int = 0) -> Problem:
    """Return a finding on paths, the important ones first: it names the first few."""
    return problem(code, count=len(paths), paths=", ".join(paths[:_NAMED]) + ", …" * (len(paths) > _NAMED), limit=limit)


def examine_backups(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield what the repository of the content folder knows of copies elsewhere."""
    content = examined_site.content
    return diagnose(content, examined_site.shown(content), examined_site.build.now.tzinfo)


def diagnose(content: Path, folder: str, zone: tzinfo | None) -> Iterator[Problem]:
    """Yield findings on copies, with days in this time zone; ``folder`` is that of the texts, as people name it."""
    if not any((place / ".git").exists() for place in (content, *content.parents)):
        yield problem("backup-no-repository")
        return
    try:
        yield from list(_on_copies(content, folder, zone))
    except GitError as error:
        yield problem("backup-unknown", what=str(error).partition("\n")[0] or "git")


def _on_copies(content: Path, folder: str, zone: tzinfo | None) -> Iterator[Problem]:
    if not _git(content, "ls-files", "-z", "--", "."):
        yield problem("backup-untracked", folder=folder)
        return
    listed = _answers(content, "config", "-z", "--get-regexp", r"^remote\..*\.url$").split("\0")
    pairs = (entry.partition("\n") for entry in listed if entry)
    # the address of each, by name; it may contain a password, so it isn't printed
    remotes = {key.removeprefix("remote.").removesuffix(".url"): url for key, _line, url in pairs}
    names = ", ".join(sorted(remotes))
    unpushed = _git(content, *_LOG).split() if _answers(content, "rev-parse", "--verify", "--quiet", "HEAD") else []
    if remotes and all(map(_LOCAL.fullmatch, remotes.values())):
        yield problem("backup-near", remotes=names)
    if not remotes:
        yield problem("backup-nowhere")
    elif unpushed:
        day = day_of_commit(min(unpushed, key=int), zone)
        yield problem("backup-unpushed", count=len(unpushed), day=day or "?")
    else:
        newest = _git(content, *_NEWEST).strip()
        yield problem("backup-safe", remotes=names, day=(day_of_commit(newest, zone) if newest else None) or "?")
    if uncommitted := len(list(filter(None, _git(content, *_STATUS).split("\0")))):
        yield problem("backup-uncommitted", folder=folder, count=uncommitted)
    if _git(content, "rev-parse", "--is-shallow-repository").strip() == "true":
        yield problem("backup-shallow")


NOINDEX = 'meta[name="robots"][content*="noindex"]'
"""Meta tags that ask search engines to stay away from a page."""
_MEGA, _KILO = 1_000_000, 1000


def examine_built(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield findings on the output folder. Raises ``OSError`` and ``SettingError``."""
    folder = examined_site.shown(examined_site.output)
    status = output_status((examined_site.settings, examined_site.everyday), listed)
    yield problem(f"built-{status.value}", folder=folder)
    home = examined_site.page("")
    if home is None:
        return
    if home.css_first(NOINDEX):
        yield problem("built-closed", folder=folder)
    sizes = {path: (examined_site.output / path).lstat().st_size for path in walk_files(examined_site.output)}
    pages = [path for path in sizes if path.endswith(".html")]
    heaviest = max(pages, key=lambda path: (sizes[path], path))
    whole, weight = (-(-size // unit) for size, unit in ((sum(sizes.values()), _MEGA), (sizes[heaviest], _KILO)))
    yield problem("site-weight", heaviest, count=len(sizes), size=whole, weight=weight)


Checks = Mapping[str, Callable[[ExaminedSite], Iterable[Problem]]]
"""The examinations, by subject: a msgid, or the name of a feature."""


def examine(examined_site: ExaminedSite, checks: Checks) -> tuple[Problem, ...]:
    """Return all findings of the checks. Raises nothing of theirs."""
    findings: list[Problem] = []
    for name, look in checks.items():
        try:
            findings.extend(look(examined_site))
        except Exception as error:  # noqa: BLE001 - the other checks still run after any error
            findings.append(problem("check-failed", reason=name, what=f"{type(error).__name__}: {error}"))
    return tuple(findings)


def checks_of(features: Iterable[Feature]) -> Checks:
    """Return the checks that features bring (``Feature.examined``)."""
    return {feature.name: partial(_ask, feature.examined) for feature in features if feature.examined}


def _ask(examined: Callable[[Site], Iterable[Problem]], examined_site: ExaminedSite) -> Iterable[Problem]:
    return examined(examined_site.site())
