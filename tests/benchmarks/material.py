"""The same posts and authors as a blog of Material for MkDocs, with all that it offers for machines turned on.

Its blog plugin with profiles of authors, tags, the description of each post, its social cards. Feeds need a plugin of
another author (mkdocs-rss-plugin), which is turned on too.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import yaml
from font_source_sans_pro import SourceSansPro, SourceSansProBold

from placette.engine.content.build import Build
from placette.features.authors.profile import PROFILE, Profile
from placette.features.posts.kind import POST, Article

PACKAGES = ("mkdocs-material[imaging]", "mkdocs-rss-plugin")
ADDRESS = "https://carnets-auvergne.example/"
ARTICLE, AUTHOR = "{date:%Y}/{slug}/", "author/{key}/"
"""Where the pages are."""


def install(folder: Path) -> Path:
    """A virtual environment with Material, made if it isn't there; the path of its ``mkdocs``."""
    program = folder / ("Scripts" if sys.platform == "win32" else "bin") / "mkdocs"
    if not program.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([program.with_name("pip"), "install", "--quiet", *PACKAGES], check=True)
    return program


def build_material(program: Path, folder: Path, content: Path, build: Build) -> Path:
    """The built site; raises ``CalledProcessError`` when MkDocs ends otherwise than well."""
    _write(folder / "mkdocs.yml", yaml.safe_dump(_settings(), allow_unicode=True))
    authors = {profile.key: _author(profile) for profile in build.of(PROFILE)}
    _write(folder / "docs" / ".authors.yml", yaml.safe_dump({"authors": authors}, allow_unicode=True))
    _write(folder / "docs" / "index.md", "# Carnets d’Auvergne\n")
    _write(folder / "docs" / "tags.md", "# Mots-clés\n\n<!-- material/tags -->\n")
    for article in build.of(POST):
        _write_post(folder / "docs" / "posts", content, article)
    _lend_fonts(folder / ".cache" / "plugin" / "social" / "fonts" / "Roboto")
    command = [str(program), "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, cwd=folder)
    return folder / "site"


def _settings() -> dict[str, Any]:
    blog = {
        "blog_dir": ".",
        "post_dir": "posts",
        "post_url_format": "{date}/{slug}",
        "post_url_date_format": "yyyy",
        "authors_profiles": True,
        "authors_profiles_url_format": "author/{slug}",
    }
    feeds = {
        "match_path": "posts/.*",
        "date_from_meta": {"as_creation": "date.created", "as_update": "date.updated"},
        "categories": ["categories", "tags"],
        "json_feed_enabled": True,
        "abstract_chars_count": -1,
    }
    plugins: list[Any] = ["search", {"blog": blog}, "tags", "meta", {"rss": feeds}]
    return {
        "site_name": "Carnets d’Auvergne",
        "site_url": ADDRESS,
        "site_description": "Celles et ceux qui vivent ici racontent.",
        "site_author": "Carnets d’Auvergne",
        "copyright": "CC BY 4.0",
        "theme": {"name": "material", "language": "fr", "font": False},
        "plugins": [*plugins, "social"],
        "extra": {"social": [{"icon": "fontawesome/brands/mastodon", "link": "https://carnets.example/@equipe"}]},
        "markdown_extensions": ["footnotes", "admonition", "tables", "abbr", "def_list", "attr_list", "md_in_html"],
    }


def _author(profile: Profile) -> dict[str, str]:
    """An author as ``.authors.yml`` knows them: there is no room for a place, a kind or links."""
    avatar = f"{ADDRESS}assets/images/favicon.png"
    return {"name": profile.name, "description": profile.description or profile.name, "avatar": avatar}


def _write_post(folder: Path, content: Path, article: Article) -> None:
    source = content / article.path
    body = source.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    matter: dict[str, Any] = {
        "description": article.summary,
        "slug": article.slug,
        "date": {"created": article.date.date()} | ({"updated": article.modified.date()} if article.modified else {}),
        "authors": list(article.authors),
        "categories": [article.category.name],
        "tags": [tag.name for tag in article.tags],
    }
    text = f"---\n{yaml.safe_dump(matter, allow_unicode=True)}---\n\n# {article.title}\n\n"
    _write(folder / article.slug / "index.md", f"{text}{article.summary}\n\n<!-- more -->\n\n{body}")
    for picture in source.parent.iterdir():
        if picture != source and picture.is_file():
            shutil.copyfile(picture, folder / article.slug / picture.name)


def _lend_fonts(folder: Path) -> None:
    """Fonts for the social cards, where the plugin would keep those that it asks Google for."""
    folder.mkdir(parents=True)
    for weight, file in (("Regular", SourceSansPro), ("Bold", SourceSansProBold)):
        shutil.copyfile(file, folder / f"{weight}.ttf")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
