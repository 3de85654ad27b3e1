"""The manual as a small site: a folder with settings and the chapters as pages, which is built as any other."""

from __future__ import annotations

import shutil
from pathlib import Path

from placette.desks.manual.chapters import DOOR, PICTURES, Manual, page_text
from placette.desks.manual.door import SLUG
from placette.engine.base.files import write_atomic

CONF = "manualconf.py"
_KEPT = ("plugin", "posts", "pages", "authors", "look", "site_map", "search")
"""The features that a manual needs; ``search`` where there is one."""
_EMPTIED = ("INDEX", "ARCHIVES", "CATEGORIES", "TAGS", "AUTHORS", "AUTHORS_BY_COMMUNE", "AUTHORS_BY_NAME")
"""Lists that a manual without posts and people has nothing for."""
_SETTINGS = """\
from placette.defaults import *
from placette.desks.manual import door

PLUGINS = (*(one for one in PLUGINS if one.__name__.rpartition(".")[2] in {kept}), door)
SITENAME = {title}
DEFAULT_LANG = {lang}
FEED_ALL_ATOM = FEED_ALL_JSON = ""
VIEWS_MENU = {menu}
VIEWS_FOOTER = ()
VIEWS_WRITE_PAGE = {write}
"""
_WRITING = {"fr": "ecrire", "en": "write"}
"""The chapter that the button at the head of each page leads to."""


def write_site(room: Path, manual: Manual, lang: str, source: Path) -> Path:
    """Write the site of a manual into ``room``, anew; gives its settings file. ``source`` holds the pictures."""
    pages = room / "content" / "pages"
    shutil.rmtree(room / "content", ignore_errors=True)
    pages.mkdir(parents=True)
    inside = {DOOR: f"{SLUG}.md", **{chapter.path: f"{chapter.slug}.md" for chapter in manual.chapters}}
    for picture in sorted(path for path in (source / "pictures").glob("*") if path.suffix in PICTURES):
        shutil.copyfile(picture, pages / picture.name)
        inside[f"pictures/{picture.name}"] = picture.name
    (pages / f"{SLUG}.md").write_text(page_text(f"# {manual.title}\n{manual.door}", DOOR, inside), encoding="utf-8")
    for chapter in manual.chapters:
        text = page_text(chapter.text, chapter.path, inside)
        (pages / inside[chapter.path]).write_text(text, encoding="utf-8")
    write_atomic(room / CONF, _settings_text(manual, lang).encode())
    return room / CONF


def _settings_text(manual: Manual, lang: str) -> str:
    menu = tuple((chapter.label, f"{chapter.slug}/") for chapter in manual.chapters if chapter.label)
    values = {"kept": _KEPT, "title": manual.title, "lang": lang, "menu": menu, "write": _WRITING[lang]}
    emptied = "".join(f"{name}_URL = None\n" for name in _EMPTIED)
    return _SETTINGS.format_map({name: repr(value) for name, value in values.items()}) + emptied
