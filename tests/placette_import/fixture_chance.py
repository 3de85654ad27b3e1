"""Blogs drawn by chance, each written in the form of a program: what real ones hold, and what a check refuses."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml

from tests.placette_import.fixture_wordpress import HEAD, SITE, Item, comment

HELD: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("chance.yml").read_text(encoding="utf-8"))
PROGRAMS = ("wordpress", "ghost", "feed", *HELD["folders"])


class Text(NamedTuple):
    """A text of a blog: some are pages, some have no words, some are of a day to come."""

    number: int
    title: str
    slug: str
    body: str
    day: datetime
    author: str
    categories: list[str]
    tags: list[str]
    is_page: bool


def draw(chance: Random, count: int) -> list[Text]:
    """Draw the texts of a blog."""

    def words(most: int) -> str:
        return " ".join(chance.choices(HELD["signs"].split(" "), k=chance.randint(0, most)))

    slugs, texts = [quote(chance.choice(HELD["slugs"]).format(n=n)) for n in range(count)], list[Text]()
    for n, slug in enumerate(slugs):
        values = {"n": n, "site": SITE, "slug": chance.choice(slugs), "words": words(3).replace("<", "&lt;")}
        body = "\n".join(chance.choices(HELD["pieces"], k=chance.choice((0, 1, 1, 2, 4)))).format(**values)
        day = datetime(2031, 5, 1) if chance.random() < 0.04 else datetime(2009, 1, 1, 23, 30) + timedelta(days=17 * n)
        categories = [f"Rubrique {chance.randrange(60)} {words(1)}".strip() for _ in range(chance.randrange(4))]
        tags = [f"clé {words(1)}{chance.randrange(90)}" for _ in range(chance.randrange(13))]
        author, is_page = chance.choice(HELD["logins"]), chance.random() < 0.1
        texts.append(Text(n, words(6), slug, body, day, author, categories, tags, is_page))
    return texts


def write_blog(program: str, texts: list[Text], folder: Path) -> Path:
    """Write an export of a program; returns its path."""
    folder.mkdir()
    if program in HELD["folders"]:
        settings, config, *places = HELD["folders"][program]
        (folder / settings).write_text(config, encoding="utf-8")
        for text in texts:
            file = folder / places[text.is_page].format(n=text.number, day=f"{text.day:%Y-%m-%d}")
            file.parent.mkdir(parents=True, exist_ok=True)
            head = yaml.safe_dump({**text._asdict(), "date": f"{text.day:%Y-%m-%d %H:%M:%S}", "body": ""})
            file.write_text(f"---\n{head}---\n{text.body}", encoding="utf-8")
        return folder
    write = {"wordpress": _wordpress, "ghost": _ghost, "feed": _feed}[program]
    (folder / "blog").write_text(write(texts), encoding="utf-8")
    return folder / "blog"


def _wordpress(texts: list[Text]) -> str:
    def item(text: Text) -> str:
        names = [*(("category", name) for name in text.categories), *(("post_tag", name) for name in text.tags)]
        replies = (comment(1000 + text.number, ("", "<b>Où</b> ?", "Merci !")[text.number % 3]),) * (text.number % 2)
        return Item(
            *(100 + text.number, text.title, "page" if text.is_page else "post"), body=text.body, name=text.slug,
            link=f"{SITE}/{text.slug}/", creator=text.author, day=text.day, more="".join(replies),
            terms=tuple((kind, quote(name)[:90], name) for kind, name in names),
        ).xml()  # fmt: skip

    return "".join((HEAD, *map(item, texts), "</channel>\n</rss>\n"))


def _ghost(texts: list[Text]) -> str:
    names = {"users": HELD["logins"], "tags": {tag for text in texts for tag in text.tags}}
    data = {key: [{"id": name, "name": name, "slug": quote(name)} for name in values] for key, values in names.items()}
    data["posts"] = [
        {
            "id": f"{text.number}", "title": text.title, "slug": text.slug, "html": text.body, "status": "published",
            "type": "page" if text.is_page else "post", "published_at": f"{text.day:%Y-%m-%dT%H:%M:%S}.000Z",
        }
        for text in texts
    ]  # fmt: skip
    data["posts_authors"] = [{"post_id": f"{text.number}", "author_id": text.author} for text in texts]
    data["posts_tags"] = [{"post_id": f"{text.number}", "tag_id": tag} for text in texts for tag in text.tags]
    return json.dumps({"db": [{"meta": {"version": "5.80"}, "data": data}]})


def _feed(texts: list[Text]) -> str:
    items = (
        f"<item><title><![CDATA[{text.title}]]></title><link>{SITE}/{text.slug}/</link><author>{text.author}</author>"
        f"<pubDate>{text.day:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description><![CDATA[{text.body}]]></description></item>"
        for text in texts
    )
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Le blog</title><link>{SITE}</link>'
    return f"{head}{''.join(items)}</channel></rss>"
