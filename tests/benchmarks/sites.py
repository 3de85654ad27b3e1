"""The corpus as a site of ours. ``rival_sites.py`` has the same texts for the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.benchmarks.corpus import CATEGORIES, Corpus, Post, author_name, tag_name
from tests.benchmarks.places import AUVERGNE, ROOT, places

__all__ = ["AUVERGNE", "LISTED", "ROOT", "write_placette", "write_placette_post", "write_text"]

LISTED = 10
"""Posts on a page of a list."""

_CONF = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *

SITEURL = "https://banc.example"
PATH, OUTPUT_PATH, CACHE_PATH, THEME = {folder!r} + "/content", {folder!r} + "/output", {folder!r} + "/cache", {theme!r}
READING_CATEGORIES = dict.fromkeys({categories!r}, "")
VIEWS_MENU = (
    ("Lire", "archives/"), ("Rubriques", "rubriques/"), ("Mots-clés", "mots-cles/"), ("À propos", "a-propos/"),
)
VIEWS_FOOTER = (("À propos", "a-propos/"), ("Archives", "archives/"))
DEFAULT_PAGINATION = {listed}
PICTURES_ON_PAGES = SHARING_CARDS = {pictures}
COMMUNE_URL = COMMUNES_URL = ""
"""
_FOR_TASKS = """\
import runpy, sys
sys.modules.pop("pelicanconf")  # this file has that name too, and conf.py imports the project's
globals().update(runpy.run_path({conf!r}))
"""
"""What tasks read: ``invoke build`` looks for a file of this name where it is started."""


def write_placette(folder: Path, corpus: Corpus, *, pictures: bool = False) -> None:
    """A site of ours, with a copy of the theme to edit; ``folder/conf.py`` describes it.

    ``pictures`` draws landscapes and cards, as sites do unless their settings say otherwise.
    """
    theme, conf = folder / "theme", folder / "conf.py"
    shutil.copytree(ROOT / "themes" / "placette", theme)
    filled = _CONF.format(
        root=str(ROOT),
        folder=str(folder),
        theme=str(theme),
        categories=CATEGORIES,
        listed=LISTED,
        pictures=pictures,
    )
    write_text(conf, filled)
    write_text(folder / "pelicanconf.py", _FOR_TASKS.format(conf=str(conf)))
    for number in range(corpus.authors):
        text = f"---\nname: {author_name(number)}\nkind: habitant\n---\nUne personne inventée.\n"
        write_text(folder / "content" / "authors" / f"personne-{number}.md", text)
    write_text(folder / "content" / "pages" / "a-propos.md", "---\ntitle: À propos\n---\nUn banc d’essai.\n")
    for post in corpus.posts:
        write_placette_post(folder, post)


def write_placette_post(folder: Path, post: Post) -> Path:
    """One post of a site of ours; its file."""
    matter = (
        f"title: {json.dumps(post.title, ensure_ascii=False)}\ndate: {post.date:%Y-%m-%d %H:%M}\n"
        f"authors: [personne-{post.author}]\ncategory: {post.category}\n"
        f"tags: [{', '.join(map(tag_name, post.tags))}]\ncommune: '{places()[post.commune].code}'\n"
        + "minors: none\n"
        * ("![" in post.body)
    )
    path = folder / "content" / "articles" / f"{post.date:%Y}" / post.slug / "index.md"
    write_text(path, f"---\n{matter}---\n\n{post.body}")
    return path


def write_text(path: Path, text: str) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
