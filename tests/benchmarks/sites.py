"""The corpus as a site of ours, as a Hugo site and as a stock Pelican site: same texts, same lists, same feeds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.benchmarks.corpus import CATEGORIES, Corpus, Post, author_name, tag_name

ROOT = Path(__file__).resolve().parents[2]
AUVERGNE = "territory.json"
LISTED = 10
"""Posts on a page of a list."""

_PLACETTE_CONF = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *

SITEURL = "https://banc.example"
PATH, OUTPUT_PATH, CACHE_PATH, THEME = {folder!r} + "/content", {folder!r} + "/output", {folder!r} + "/cache", {theme!r}
READING_CATEGORIES = dict.fromkeys({categories!r}, "")
VIEWS_MENU = VIEWS_FOOTER = ()
DEFAULT_PAGINATION = {listed}
IMAGES_LANDSCAPES = SHARING_CARDS = False
COMMUNE_SAVE_AS = COMMUNES_SAVE_AS = ""
"""
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
_HUGO_CONF = """\
baseURL = "https://banc.example/"
title = "Banc"
languageCode = "fr"
defaultContentLanguage = "fr"
timeZone = "Europe/Paris"
disableKinds = ["section"]
[pagination]
pagerSize = {listed}
[taxonomies]
category = "categories"
tag = "tags"
author = "auteurs"
[permalinks]
articles = "/:year/:slug/"
[services.rss]
limit = 20
[outputs]
home = ["html", "rss"]
page = ["html"]
term = ["html", "rss"]
taxonomy = ["html"]
[markup.goldmark.extensions]
footnote = true
"""
_HUGO_TEMPLATES = {
    "_default/baseof.html": """\
<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ .Permalink }}">
{{ with .Summary }}<meta name="description" content="{{ . | plainify | truncate 200 }}">{{ end }}
<link rel="alternate" type="application/rss+xml" href="/index.xml"></head>
<body><header><a href="/">{{ site.Title }}</a><nav><a href="/categories/">Rubriques</a> <a href="/auteurs/">Auteurs</a>
<a href="/tags/">Mots-clés</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer>Banc d’essai</footer></body></html>
""",
    "_default/single.html": """\
{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
{{ range .GetTerms "auteurs" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}
{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }} {{ .Params.commune }}</p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></article>
<nav>{{ with .Prev }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .Next }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
""",
    "_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $paginator := .Paginate .Pages }}
{{ range $paginator.Pages }}{{ partial "card.html" . }}{{ end }}
{{ partial "pages.html" $paginator }}{{ end }}
""",
    "_default/terms.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>{{ end }}
""",
    "index.html": """\
{{ define "main" }}{{ $paginator := .Paginate site.RegularPages }}
{{ range $paginator.Pages }}{{ partial "card.html" . }}{{ end }}
{{ partial "pages.html" $paginator }}{{ end }}
""",
    "partials/card.html": """\
<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
{{ range .GetTerms "auteurs" }}{{ .LinkTitle }} {{ end }} {{ .Params.commune }}</p>
<p>{{ .Summary | plainify | truncate 200 }}</p></article>
""",
    "partials/pages.html": """\
<nav>{{ if .HasPrev }}<a href="{{ .Prev.URL }}">Plus récents</a>{{ end }}
{{ .PageNumber }} / {{ .TotalPages }} {{ if .HasNext }}<a href="{{ .Next.URL }}">Plus anciens</a>{{ end }}</nav>
""",
    "_default/rss.xml": """\
{{ $pages := cond .IsHome site.RegularPages .Pages | first 20 }}
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link><description></description>
{{ range $pages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>
""",
}


def write_placette(folder: Path, corpus: Corpus) -> None:
    """A site of ours, with a copy of the theme to edit; ``folder/conf.py`` describes it."""
    shutil.copytree(ROOT / "themes" / "placette", folder / "theme")
    (folder / "conf.py").write_text(
        _PLACETTE_CONF.format(
            root=str(ROOT), folder=str(folder), theme=str(folder / "theme"), categories=CATEGORIES, listed=LISTED
        ),
        encoding="utf-8",
    )
    for number in range(corpus.authors):
        text = f"---\nname: {author_name(number)}\nkind: habitant\n---\nUne personne inventée.\n"
        _write(folder / "content" / "authors" / f"personne-{number}.md", text)
    _write(folder / "content" / "pages" / "a-propos.md", "---\ntitle: À propos\n---\nUn banc d’essai.\n")
    for post in corpus.posts:
        write_placette_post(folder, post)


def write_placette_post(folder: Path, post: Post) -> Path:
    """One post of a site of ours; its file."""
    matter = (
        f"title: {json.dumps(post.title, ensure_ascii=False)}\ndate: {post.date:%Y-%m-%d %H:%M}\n"
        f"authors: [personne-{post.author}]\ncategory: {post.category}\n"
        f"tags: [{', '.join(map(tag_name, post.tags))}]\ncommune: '{_commune_codes()[post.commune]}'\n"
    )
    path = folder / "content" / "articles" / f"{post.date:%Y}" / post.slug / "index.md"
    _write(path, f"---\n{matter}---\n\n{post.body}")
    return path


def write_hugo(folder: Path, corpus: Corpus) -> None:
    """A Hugo site."""
    _write(folder / "hugo.toml", _HUGO_CONF.format(listed=LISTED))
    for name, template in _HUGO_TEMPLATES.items():
        _write(folder / "layouts" / name, template)
    for post in corpus.posts:
        matter = {
            "title": post.title,
            "slug": post.slug,
            "date": f"{post.date:%Y-%m-%dT%H:%M:00}",
            "auteurs": [author_name(post.author)],
            "categories": [post.category],
            "tags": [tag_name(tag) for tag in post.tags],
            "commune": _commune_codes()[post.commune],
        }
        _write(
            folder / "content" / "articles" / f"{post.slug}.md",
            f"---\n{json.dumps(matter, ensure_ascii=False)}\n---\n\n{post.body}",
        )


def write_pelican(folder: Path, corpus: Corpus, cache: bool = False) -> None:
    """A stock Pelican site with the built-in theme; ``cache`` turns its own caches on."""
    _write(folder / "pelicanconf.py", _PELICAN_CONF.format(listed=LISTED, cache=cache))
    for post in corpus.posts:
        matter = (
            f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nSlug: {post.slug}\n"
            f"Authors: {author_name(post.author)}\nCategory: {post.category}\n"
            f"Tags: {', '.join(map(tag_name, post.tags))}\nCommune: {_commune_codes()[post.commune]}\n"
        )
        _write(folder / "content" / f"{post.slug}.md", f"{matter}\n{post.body}")


def _commune_codes() -> list[str]:
    if not _CODES:
        listed = json.loads((ROOT / AUVERGNE).read_text(encoding="utf-8"))
        _CODES.extend(commune[0] for commune in listed["communes"])
    return _CODES


_CODES: list[str] = []


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
