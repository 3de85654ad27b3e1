"""Releases side by side, and a link to the one online: shared by servers and folders.

``current`` points to ``releases/<name>/site``; the web server's root must be ``current``. The manifest is beside
``site``. A release is filled under another name, then renamed, and the link is replaced by a rename too. So visitors
see the old site or the new one.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from placette.engine.base.files import walk_files
from placette.engine.base.processes.watched import run_watched
from placette.engine.base.translation import N_, TranslatableError
from placette.engine.content.addresses import FILE


class PublishingError(TranslatableError):
    """Nothing changed online."""


NAME = "SHA256SUMS"
UNKNOWN = "0" * 64
"""In place of the digest of a file that an interrupted publication may have written or removed."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_DIGITS = 12
"""How many digits name a site's content: enough that two releases on a server never share a name."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site: its folder, and the SHA-256 of each of its files by path."""

    folder: Path
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """A name for its content: twelve hexadecimal digits, the same for the same files."""
        return hashlib.sha256(render_manifest(self.files).encode()).hexdigest()[:_DIGITS]


def take_site(folder: Path, paths: Iterable[str]) -> BuiltSite:
    """Return the site made of these files. Any other file in ``folder``, which is ours alone, is removed."""
    names = sorted(paths)
    for path in set(walk_files(folder)) - set(names):
        (folder / path).unlink()
    return BuiltSite(folder, {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in names})


def render_manifest(files: Mapping[str, str]) -> str:
    """Return the manifest's text: one line per file, sorted."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files))


def read_manifest(text: str) -> dict[str, str]:
    """Return the digests of a manifest, by path. Lines that are malformed or lead outside the site are left out."""
    matches = (_LINE.fullmatch(line) for line in text.split("\n"))
    return {line[2]: line[1] for line in matches if line and _stays_inside(line[2])}


def _stays_inside(path: str) -> bool:
    return not path.startswith("/") and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))


PROVENANCE = "provenance.json"
"""The file in which a site states the commit that it was made from."""
VANISHING = 0.2
"""If more than this share of the pages online would vanish, it is probably a mistake."""
SHOWN = 10
"""How many names of a list are shown; the rest is counted."""


@dataclass(frozen=True, slots=True)
class OnlineSite:
    """The site online: its files, which of them are the same as here, and the commit it was made from."""

    files: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to add, to replace and to remove, as sorted paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def online_site_of(files: Mapping[str, str], site: BuiltSite, commit: str = "") -> OnlineSite:
    """Return what is online, given the digests of its files."""
    same = frozenset(path for path, digest in files.items() if site.files.get(path) == digest)
    return OnlineSite(frozenset(files), same, commit)


def commit_in(provenance: bytes | str) -> str:
    """Return the commit stated in ``provenance.json``; empty if there is none."""
    try:
        facts = json.loads(provenance)
        return str(facts.get("commit", "")) if isinstance(facts, dict) else ""
    except ValueError:
        return ""


def changes_of(site: BuiltSite, online: OnlineSite) -> Changes:
    """Return the changes that make the site online equal to this one."""
    return Changes(
        added=tuple(sorted(site.files.keys() - online.files)),
        changed=tuple(sorted((site.files.keys() & online.files) - online.same)),
        gone=tuple(sorted(online.files - site.files.keys())),
    )


def addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of the pages among these files, from the site's root, sorted."""
    return tuple(sorted(re.sub("/index.html$", "/", f"/{path}") for path in paths if path.endswith(".html")))


def doubts(
    changes: Changes, online: OnlineSite, files: Sequence[str] = (), *, is_older: bool = False
) -> tuple[PublishingError, ...]:
    """Return reasons not to publish without ``--force``: uncommitted files, an older commit, vanishing pages."""
    reasons = []
    if files:
        reasons.append(PublishingError(_UNCOMMITTED, files=", ".join(files[:SHOWN]), count=len(files)))
    if is_older:
        reasons.append(PublishingError(_OLDER, commit=online.commit[:7]))
    removed, before = len(addresses(changes.gone)), len(addresses(online.files))
    if removed > VANISHING * before:
        reasons.append(PublishingError(_VANISHING, gone=removed, before=before, limit=round(VANISHING * 100)))
    if changes.gone and not before:
        reasons.append(PublishingError(_NO_SITE, files=", ".join(changes.gone[:SHOWN]), count=len(changes.gone)))
    return tuple(reasons)


_UNCOMMITTED = N_(
    "These files are not recorded yet ({count}), and nobody could make this site again: {files}. To record them:"
    ' invoke publish --save "What changes"'
)
_OLDER = N_(
    "What is online was made from a later commit, or one that is not here ({commit}):"
    " fetch the others’ work first (git pull)."
)
_NO_SITE = N_(
    "What is there is not a site (it has no page), and would be removed: {files} ({count}). Check where you publish to."
)
_VANISHING = N_("{gone} of the {before} pages online would vanish, which is more than {limit} %: is that intended?")


_FORM = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f-]+")
_ONLINE = re.compile(rf"releases/({_NAME.pattern})/site")
_MOMENT = 16
"""How many characters of a release's name are its moment."""


@dataclass(frozen=True, slots=True)
class Release:
    """A site that is or was online. In a folder or on a server, its name begins with the moment of publication."""

    name: str
    online: bool
    moment: datetime | None = None

    @property
    def line(self) -> str:
        """The release for a list: when, its name."""
        return f"{self.moment.astimezone():%Y-%m-%d %H:%M}  {self.name}" if self.moment else self.name


def moment_of(name: str) -> datetime:
    """Return when a release of that name was published."""
    return datetime.strptime(name[:_MOMENT], _FORM).replace(tzinfo=UTC)


def release_names(names: Iterable[str]) -> list[str]:
    """Return the names that are releases, oldest first; anything else is ignored."""
    return sorted(name for name in names if _NAME.fullmatch(name))


def release_of(link: str) -> str:
    """Return the release that the link ``current`` points to; empty if the link isn't ours."""
    match = _ONLINE.fullmatch(link)
    return match[1] if match else ""


def release_name(now: datetime, site: str, names: Sequence[str] = ()) -> str:
    """Return a name that sorts after all others, even if the clock went back: the moment, then the content's name."""
    moment, last = now.astimezone(UTC), names[-1][:_MOMENT] if names else ""
    if moment.strftime(_FORM) <= last:
        moment = datetime.strptime(last, _FORM).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{moment.strftime(_FORM)}-{site}"


def to_drop(names: Sequence[str], before: str, keep: int) -> tuple[str, ...]:
    """Return the releases to remove once a new one replaces ``before``. ``names`` are the releases without the new one.

    Releases after ``before`` were rolled back, or never came online: they go. Of the others the oldest go, so that
    ``keep`` remain, counting the new one. ``before`` always stays.
    """
    ordered = sorted(names)
    later = [name for name in ordered if before and name > before]
    earlier = ordered[: len(ordered) - len(later)]
    return (*earlier[: 1 - max(keep, 2)], *later)


def to_bring_back(releases: Sequence[Release], wanted: str = "") -> str:
    """Return the release to bring back: the one wanted, else that before the current. Raises ``PublishingError``."""
    names = [release.name for release in releases]
    online = next((number for number, release in enumerate(releases) if release.online), 0)
    if wanted and wanted not in names:
        raise PublishingError(_ABSENT, name=wanted, names=", ".join(names) or "—")
    if not wanted and online == 0:
        raise PublishingError(_FIRST)
    return wanted or names[online - 1]


_ABSENT = N_("There is no release “{name}”. There are: {names}")
_FIRST = N_("There is no earlier release to bring back.")


_NO_GIT = 127
"""A shell's exit code for a program that isn't installed."""


def git(
    root: Path, *arguments: str, data: bytes | None = None, waiting: Callable[[], None] = lambda: None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``root``; ``waiting`` is called while it works.

    The caller checks the exit code; it is ``_NO_GIT`` if git isn't installed.
    """
    command = ["git", "--no-optional-locks", *arguments]
    try:
        return run_watched(command, waiting, data=data, folder=root)
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, _NO_GIT, b"", b"git: not found")


def last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the last line of a program's error output."""
    return (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"])[-1]


def uncommitted(root: Path) -> tuple[str, ...]:
    """Return files of the project that differ from its commit, new ones included; none if there is no repository."""
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=normal")
    status = git(root, "status", *options, "--", ".").stdout.decode("utf-8", "replace")
    paths = (entry[3:] for entry in status.split("\0") if entry)
    return tuple(path for path in paths if path != FILE)  # which publishing itself writes


def comes_before(root: Path, commit: str) -> bool:
    """Return whether the project's commit comes before ``commit``, or ``commit`` isn't here yet.

    A shallow clone can't know; the answer is then False.
    """
    if not commit:
        return False
    head = git(root, "rev-parse", "--verify", "HEAD").stdout.decode().strip()
    if head and git(root, "cat-file", "-e", "--end-of-options", f"{commit}^{{commit}}").returncode:
        return git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"false"
    return (
        head != commit and git(root, "merge-base", "--is-ancestor", "--end-of-options", "HEAD", commit).returncode == 0
    )
