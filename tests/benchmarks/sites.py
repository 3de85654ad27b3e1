"""The corpus as a site of each maker: ours, Hugo's two, Pelican's two, Eleventy's and Astro's, all of the same texts.

Ours and the large Hugo site (``hugo_full``) have replies and events as such, and photos in several sizes, which
Pelican with plugins has too. The others make plain pages of the same words.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.corpus import CATEGORIES, Corpus, Post, author_name, photo_of, places, tag_name
from tests.benchmarks.measuring import ROOT, install

LISTED = 10
"""Posts on a page of a list."""
TOOLS = ROOT / ".placette-tools" / "rivals"
"""Where Eleventy and Astro and all that they need are installed; not tracked."""
_HERE = Path(__file__).parent
RIVALS = _HERE / "rivals"
NODE = ("eleventy", "astro")

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
REPLIES_OPEN, REPLIES_WEEKS = True, 600
COMMUNE_URL = COMMUNES_URL = ""
"""
_FOR_TASKS = """\
import runpy, sys
sys.modules.pop("pelicanconf")  # this file has that name too, and conf.py imports the project's
globals().update(runpy.run_path({conf!r}))
"""
"""What tasks read: ``invoke build`` looks for a file of this name where it is started."""
_PELICAN_CONF = """\
AUTHOR, SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "Banc", "Banc", "https://banc.example", "Europe/Paris", "fr"
PATH, OUTPUT_PATH, PLUGINS, STATIC_PATHS = "content", "output", [], ["photos"]
THEME = "simple"
DEFAULT_PAGINATION = {listed}
ARTICLE_URL = ARTICLE_LANG_URL = "{{date:%Y}}/{{slug}}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{{date:%Y}}/{{slug}}/index.html"
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
"""
_PHOTO = re.compile(r"\]\(photo\.jpg( \"[^\"]*\")\)")


class Form(Protocol):
    """A form in which a site is written."""

    def write(self, folder: Path, corpus: Corpus) -> None:
        """Write the whole site."""

    def add(self, folder: Path, post: Post) -> Path:
        """Write one post, over itself where it is there; its file."""


@dataclass(frozen=True, slots=True)
class Placette:
    """A site of ours, with a copy of the theme to edit; ``folder/conf.py`` describes it.

    ``pictures`` draws landscapes and cards, as sites do unless their settings say otherwise.
    """

    pictures: bool = False

    def write(self, folder: Path, corpus: Corpus) -> None:
        """Write the whole site."""
        theme, conf = folder / "theme", folder / "conf.py"
        shutil.copytree(ROOT / "themes" / "placette", theme)
        given = {"root": str(ROOT), "folder": str(folder), "theme": str(theme)}
        write_text(conf, _CONF.format(**given, categories=CATEGORIES, listed=LISTED, pictures=self.pictures))
        write_text(folder / "pelicanconf.py", _FOR_TASKS.format(conf=str(conf)))
        for number in range(corpus.authors):
            text = f"---\nname: {author_name(number)}\nkind: habitant\n---\nUne personne inventée.\n"
            write_text(folder / "content" / "authors" / f"personne-{number}.md", text)
        write_text(folder / "content" / "pages" / "a-propos.md", "---\ntitle: À propos\n---\nUn banc d’essai.\n")
        for post in corpus.posts:
            self.add(folder, post)

    def add(self, folder: Path, post: Post) -> Path:
        """Write one post with its replies and its photo; its file."""
        content = folder / "content"
        matter = (
            f"title: {json.dumps(post.title, ensure_ascii=False)}\ndate: {post.date:%Y-%m-%d %H:%M}\n"
            f"authors: [personne-{post.author}]\ncategory: {post.category}\nlang: {post.lang}\n"
            f"tags: [{', '.join(map(tag_name, post.tags))}]\ncommune: '{places()[post.commune].code}'\n"
        )
        if post.event:
            start, end = (f"{moment:%Y-%m-%d %H:%M}" for moment in (post.event, post.event + timedelta(hours=2)))
            matter += f"event:\n  start: {start}\n  end: {end}\n  venue: Salle des fêtes\n"
        path = content / "articles" / f"{post.date:%Y}" / post.slug / "index.md"
        write_text(path, f"---\n{matter}minors: none\n---\n\n{post.body}")
        if post.has_photo:
            (path.parent / "photo.jpg").write_bytes(photo_of(post.number))
        for number, said in enumerate(post.replies):
            day = post.date + timedelta(days=number + 1)
            matter = f"name: Une personne de passage {number}\nread_by: personne-0\n"
            write_text(content / "replies" / post.slug / f"{day:%Y-%m-%d}-mot.md", f"---\n{matter}---\n{said}\n")
        return path


@dataclass(frozen=True, slots=True)
class HugoFull:
    """The Hugo site that does the same work as ours, with related posts or without."""

    related: bool = True

    def write(self, folder: Path, corpus: Corpus) -> None:
        """Write the whole site."""
        shutil.copytree(_HERE / "hugo_full", folder, ignore=shutil.ignore_patterns("README.md"))
        if not self.related:
            settings = (folder / "hugo.toml").read_text(encoding="utf-8")
            write_text(folder / "hugo.toml", settings.replace("related = true", "related = false"))
        content = folder / "content"
        for number in range(corpus.authors):
            matter = {"title": author_name(number), "params": {"role": "habitant"}}
            write_matter(content / "auteurs" / f"personne-{number}" / "_index.md", matter, "Une personne inventée.\n")
        for year, month in sorted({(post.date.year, post.date.month) for post in corpus.posts}):
            name = f"{year}-{month:02}"
            write_matter(content / "mois" / name / "_index.md", {"title": name, "url": f"/{year}/{month:02}/"}, "")
        for post in corpus.posts:
            self.add(folder, post)

    def add(self, folder: Path, post: Post) -> Path:
        """Write one post with its photo; its file."""
        place, bundle = places()[post.commune], folder / "content" / "articles" / post.slug
        replies = [
            {
                "name": f"Une personne de passage {n}",
                "day": f"{post.date + timedelta(days=n + 1):%Y-%m-%d}",
                "text": said,
            }
            for n, said in enumerate(post.replies)
        ]
        matter = {
            "title": post.title,
            "slug": post.slug,
            "date": f"{post.date:%Y-%m-%dT%H:%M:00}",
            "outputs": ["html", *["calendar"] * bool(post.event), *["replies"] * bool(replies)],
            "auteurs": [author_name(post.author)],
            "rubriques": [post.category],
            "mots-cles": [tag_name(tag) for tag in post.tags],
            "annees": [f"{post.date:%Y}"],
            "mois": [f"{post.date:%Y-%m}"],
            "departements": [place.department],
            "intercommunalites": [place.group],
            "params": {
                "insee": place.code,
                "commune": place.name,
                "point": place.point,
                "language": post.lang,
                **({"event": f"{post.event:%Y-%m-%dT%H:%M:00}"} if post.event else {}),
                **({"replies": replies} if replies else {}),
            },
        }
        if not post.has_photo:
            return write_matter(bundle.with_suffix(".md"), matter, post.body)
        path = write_matter(bundle / "index.md", matter, post.body)
        (bundle / "photo.jpg").write_bytes(photo_of(post.number))
        return path


@dataclass(frozen=True, slots=True)
class Pelican:
    """A Pelican site with the built-in theme, or with the plugins that people add."""

    plugins: bool = False

    def write(self, folder: Path, corpus: Corpus) -> None:
        """Write the whole site."""
        settings = _PELICAN_CONF.format(listed=LISTED)
        if self.plugins:
            shutil.copytree(RIVALS / "pelican" / "templates", folder / "templates")
            settings += (RIVALS / "pelican" / "plugins.py").read_text(encoding="utf-8")
        write_text(folder / "pelicanconf.py", settings)
        for post in corpus.posts:
            self.add(folder, post)

    def add(self, folder: Path, post: Post) -> Path:
        """Write one post with its photo; its file."""
        matter = (
            f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nSlug: {post.slug}\nLang: {post.lang}\n"
            f"Authors: {author_name(post.author)}\nCategory: {post.category}\n"
            f"Tags: {', '.join(map(tag_name, post.tags))}\nCommune: {places()[post.commune].code}\n"
        )
        body = _plain_body(post, folder / "content" / "photos", "{.image-process-article}" if self.plugins else "")
        return write_text(folder / "content" / f"{post.slug}.md", f"{matter}\n{body}")


@dataclass(frozen=True, slots=True)
class Plain:
    """A site of plain pages: the small Hugo site, Eleventy's or Astro's, from a folder beside this file."""

    source: Path
    photos: str
    """The folder of the photos, in the site's."""
    tags: str
    """The name of tags in front matter."""

    def write(self, folder: Path, corpus: Corpus) -> None:
        """Write the whole site; what npm brought is linked to."""
        shutil.copytree(self.source, folder, ignore=shutil.ignore_patterns("package-lock.json"))
        if self.source.name in NODE:
            shutil.copyfile(RIVALS / "grouping.js", folder / "grouping.js")
            (folder / "node_modules").symlink_to(TOOLS / self.source.name / "node_modules", target_is_directory=True)
        for post in corpus.posts:
            self.add(folder, post)

    def add(self, folder: Path, post: Post) -> Path:
        """Write one post with its photo; its file."""
        matter = {
            "title": post.title,
            "date": f"{post.date:%Y-%m-%dT%H:%M:00}",
            **({} if self.source.name in NODE else {"slug": post.slug}),
            "auteurs": [author_name(post.author)],
            "categories": [post.category],
            self.tags: [tag_name(tag) for tag in post.tags],
            "commune": places()[post.commune].code,
        }
        body = _plain_body(post, folder / self.photos, "")
        return write_matter(folder / "content" / "articles" / f"{post.slug}.md", matter, body)


HUGO_SMALL = Plain(_HERE / "hugo_small", "static/photos", "tags")
ELEVENTY, ASTRO = Plain(RIVALS / "eleventy", "photos", "mots"), Plain(RIVALS / "astro", "public/photos", "mots")


def install_node_makers(environment: dict[str, str]) -> None:
    """Bring Eleventy and Astro as locked, with the Node.js that runs them where npm has one for this machine."""
    for name in NODE:
        install(RIVALS / name, TOOLS / name, environment)


def write_matter(path: Path, matter: Mapping[str, Any], body: str) -> Path:
    """Write a text below its front matter, which is JSON: YAML can read it too; its file."""
    return write_text(path, f"---\n{json.dumps(matter, ensure_ascii=False)}\n---\n\n{body}")


def write_text(path: Path, text: str) -> Path:
    """Write a file, with the folders above it; the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _plain_body(post: Post, photos: Path, mark: str) -> str:
    """The text with its event and replies as words; the photo is written into a folder, with a mark after its link."""
    if post.has_photo:
        photos.mkdir(parents=True, exist_ok=True)
        (photos / f"{post.slug}.jpg").write_bytes(photo_of(post.number))
    body = _PHOTO.sub(lambda found: f"](/photos/{post.slug}.jpg{found[1]}){mark}", post.body)
    said = [f"**Rendez-vous le {post.event:%d/%m/%Y à %H:%M}, salle des fêtes.**"] if post.event else []
    said += ["## Réponses"] * bool(post.replies) + [f"> {reply}" for reply in post.replies]
    return "\n\n".join([body.rstrip("\n"), *said]) + "\n"
