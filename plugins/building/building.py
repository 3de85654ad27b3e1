"""One build from settings to a settled site: staged, looked at, put in place, told about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from plugins.building.gate import Fault, inspect_build
from plugins.building.plugin import run_pelican
from plugins.building.settling import Settlement, apply_settlement, plan_settlement, read_manifest
from plugins.core.build import Build

_PATIENCE = 60.0
"""Seconds to wait for another build of the same folder."""


class BusyError(Exception):
    """Another build of the same folder did not end in time."""


class GateError(Exception):
    """The build made something that must not be published; nothing was put in place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.path}: {fault.what}" for fault in faults))


class LostTextError(Exception):
    """The texts found and the texts accounted for differ: one was lost in silence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build read and what it changed on disk."""

    build: Build
    settlement: Settlement


def build_site(settings: dict[str, Any]) -> Outcome:
    """Build into a staging folder, then put in place what differs.

    Raises ``ContentRefusedError``, ``GateError``, ``LostTextError``, ``BusyError`` or what Pelican raises; the
    previous site is whole in every case.
    """
    output, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"])
    name = "".join(c if c.isalnum() else "-" for c in str(output))[-80:].strip("-")
    with _alone(cache / f"{name}.lock"):
        staging = cache / f"{name}.staging"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        try:
            build = run_pelican({**settings, "OUTPUT_PATH": str(staging)})
            _count(build)
            site_url = str(settings["SITEURL"])
            faults = inspect_build(staging, build.base, "{0.scheme}://{0.netloc}".format(urlsplit(site_url)))
            if faults:
                raise GateError(faults)
            manifest = cache / f"{name}.manifest.json"
            settlement = plan_settlement(staging, output, read_manifest(manifest))
            apply_settlement(settlement, staging, output, manifest)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Outcome(build, settlement)


def _count(build: Build) -> None:
    """Published + scheduled + drafts + pages + profiles + refused must be all the texts found."""
    kinds = (build.published, build.scheduled, build.drafts, build.pages, build.profiles)
    accounted = sum(len(kind) for kind in kinds) + build.refused
    if accounted != build.texts:
        raise LostTextError(f"{accounted} / {build.texts}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of one output folder; another build waits, then is told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise BusyError(str(path)) from error
