"""A site for the doctor, read at the tests' moment; its pages are those that a test writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from placette.commands.doctor.installation import ExaminedSite
from placette.engine.base.translation import load_catalogue
from placette.engine.content.reading import read_everything
from placette.engine.findings.problems import Problem, explain
from placette.plugin import reader_of, site_of
from tests.fixture_site import EPOCH, copy_site, settings_of, write_file, write_files

_NO_LEGAL_PAGES = dict.fromkeys(("LEGAL_NOTICE_PAGE", "LEGAL_PRIVACY_PAGE", "LEGAL_ACCESSIBILITY_PAGE"), "")


def patient_of(folder: Path, texts: Mapping[str, str] | None = None, **overrides: Any) -> ExaminedSite:
    """The smallest site, with further ``texts`` by path."""
    content = folder / "content" if (folder / "content").is_dir() else copy_site("minimal", folder)
    write_files(content, texts or {})
    settings = settings_of(content, folder, **_NO_LEGAL_PAGES | overrides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        build = read_everything(settings, reader_of(settings))
    return ExaminedSite(folder, settings, settings, build, cache(partial(site_of, settings, build)))


def write_pages(examined_site: ExaminedSite, pages: Mapping[str, str]) -> None:
    """Pages in the place of a build's: each path with what stands in its body."""
    for path, body in pages.items():
        file = examined_site.output / path / "index.html"
        write_file(file, f"<!DOCTYPE html><html><head></head><body>{body}</body></html>")


def codes(found: object) -> list[str]:
    """The codes of findings, as they come."""
    return [one.code for one in found]  # type: ignore[attr-defined]


def shown(found: Problem, lang: str) -> str:
    """Both sentences of a finding, with plain spaces."""
    sentences = explain(found, load_catalogue(lang).gettext, lang)
    return " ".join(sentences).replace("\u00a0", " ").replace("\u202f", " ")
