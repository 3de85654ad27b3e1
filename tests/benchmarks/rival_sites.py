"""The corpus as two Hugo sites and a stock Pelican site: same texts.

The small Hugo site (``hugo_small``) has plain pages and lists. The other (``hugo_full``) does the same work as ours.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import Corpus, Post, author_name, tag_name
from tests.benchmarks.places import places
from tests.benchmarks.sites import LISTED, write_text

_SMALL, _FULL = (Path(__file__).with_name(name) for name in ("hugo_small", "hugo_full"))
_PELICAN_CONF = """\
AUTHOR, SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "Banc", "Banc", "https://banc.example", "Europe/Paris", "fr"
PATH, OUTPUT_PATH, PLUGINS = "content", "output", []
THEME = "simple"
DEFAULT_PAGINATION = {listed}
ARTICLE_URL, ARTICLE_SAVE_AS = "{{date:%Y}}/{{slug}}/", "{{date:%Y}}/{{slug}}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "category/{{slug}}/", "category/{{slug}}/index.html"
TAG_URL, TAG_SAVE_AS = "tag/{{slug}}/", "tag/{{slug}}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "author/{{slug}}/", "author/{{slug}}/index.html"
YEAR_ARCHIVE_SAVE_AS, MONTH_ARCHIVE_SAVE_AS = "{{date:%Y}}/index.html", "{{date:%Y}}/{{date:%m}}/index.html"
FEED_ALL_ATOM, CATEGORY_FEED_ATOM = "feeds/all.atom.xml", "feeds/category/{{slug}}.atom.xml"
AUTHOR_FEED_ATOM, AUTHOR_FEED_RSS, TRANSLATION_FEED_ATOM = "feeds/author/{{slug}}.atom.xml", None, None
FEED_MAX_ITEMS = 20
PAGINATION_PATTERNS = [
    (1, "{{url}}", "{{save_as}}"), (2, "{{base_name}}/page/{{number}}/", "{{base_name}}/page/{{number}}/index.html"),
]
CACHE_CONTENT = LOAD_CONTENT_CACHE = {cache}
CACHE_PATH = "cache"
"""


def write_hugo(folder: Path, corpus: Corpus) -> None:
    """The small Hugo site."""
    shutil.copytree(_SMALL, folder)
    for post in corpus.posts:
        matter = {**plain_matter(post, tags="tags"), "slug": post.slug}
        write_matter(folder / "content" / "articles" / f"{post.slug}.md", matter, post.body)


def write_hugo_full(folder: Path, corpus: Corpus) -> None:
    """The Hugo site that does the same work as ours."""
    shutil.copytree(_FULL, folder, ignore=shutil.ignore_patterns("README.md"))
    content = folder / "content"
    for number in range(corpus.authors):
        matter = {"title": author_name(number), "params": {"role": "habitant"}}
        write_matter(content / "auteurs" / f"personne-{number}" / "_index.md", matter, "Une personne inventée.\n")
    for year, month in sorted({(post.date.year, post.date.month) for post in corpus.posts}):
        name = f"{year}-{month:02}"
        write_matter(content / "mois" / name / "_index.md", {"title": name, "url": f"/{year}/{month:02}/"}, "")
    for post in corpus.posts:
        write_matter(content / "articles" / f"{post.slug}.md", _full_matter(post), post.body)


def write_pelican(folder: Path, corpus: Corpus, cache: bool = False) -> None:
    """A stock Pelican site with the built-in theme; ``cache`` turns its own caches on."""
    write_text(folder / "pelicanconf.py", _PELICAN_CONF.format(listed=LISTED, cache=cache))
    for post in corpus.posts:
        matter = (
            f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nSlug: {post.slug}\n"
            f"Authors: {author_name(post.author)}\nCategory: {post.category}\n"
            f"Tags: {', '.join(map(tag_name, post.tags))}\nCommune: {places()[post.commune].code}\n"
        )
        write_text(folder / "content" / f"{post.slug}.md", f"{matter}\n{post.body}")


def plain_matter(post: Post, *, tags: str) -> dict[str, Any]:
    """The front matter of a post on a site of plain pages, its tags under the name ``tags``."""
    return {
        "title": post.title,
        "date": f"{post.date:%Y-%m-%dT%H:%M:00}",
        "auteurs": [author_name(post.author)],
        "categories": [post.category],
        tags: [tag_name(tag) for tag in post.tags],
        "commune": places()[post.commune].code,
    }


def _full_matter(post: Post) -> dict[str, Any]:
    place = places()[post.commune]
    return {
        "title": post.title,
        "slug": post.slug,
        "date": f"{post.date:%Y-%m-%dT%H:%M:00}",
        "outputs": ["html", "oembed"],
        "auteurs": [author_name(post.author)],
        "rubriques": [post.category],
        "mots-cles": [tag_name(tag) for tag in post.tags],
        "annees": [f"{post.date:%Y}"],
        "mois": [f"{post.date:%Y-%m}"],
        "departements": [place.department],
        "intercommunalites": [place.group],
        "params": {"insee": place.code, "commune": place.name, "point": place.point},
    }


def write_matter(path: Path, matter: Mapping[str, Any], body: str) -> None:
    """Write a text below its front matter, which is JSON: YAML can read it too."""
    write_text(path, f"---\n{json.dumps(matter, ensure_ascii=False)}\n---\n\n{body}")
