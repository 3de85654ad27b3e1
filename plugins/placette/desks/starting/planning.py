"""Decides every file of a new site, before a byte is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from placette.desks.review import choice_lists, json_schema, key_table, with_choices, with_table
from placette.desks.starting.answers import LANGUAGES, Forge, Kind, Landscape, PublishTarget
from placette.desks.starting.places import SitePlace
from placette.desks.starting.presets import CATEGORIES, COLOURS, SLUGS, footer_of, menu_of, subtitle_of
from placette.desks.starting.record import TERRITORY
from placette.desks.starting.rendering import escaped, path_of, render, repository_file, templates_of
from placette.desks.starting.workflows import package_to_install, workflows_of
from placette.engine.base.catalogue import load_catalogue
from placette.engine.library.communes import LEAST_SHARE, read_communes, share_inside
from placette.features.posts import ArticleMatter
from placette.features.territory.making import OwnPlaces, make_territory
from placette.features.territory.national import France
from placette.features.territory.reference import TODAY, render_reference

LOCKED = ("requirements.txt", "requirements-extras.txt")
"""What a site is built with; the same with what looks into PDFs and draws posters, for the forge."""
GUIDE, PICTURES = "CONTRIBUTING.md", ".github/pictures"
_HEADING = "# Écrire dans les Carnets"
_FORGES = {Forge.GITHUB: "GitHub", Forge.GITLAB: "GitLab", Forge.FORGEJO: "Forgejo", Forge.NONE: ""}
_FOLDERS = {Forge.GITHUB: ".github", Forge.GITLAB: ".gitlab", Forge.FORGEJO: ".forgejo", Forge.NONE: "guide"}
"""Where the guide's pictures lie."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants: six answers, and what follows from them unless it is said."""

    kind: Kind
    place: SitePlace
    title: str
    url: str
    publish: PublishTarget
    forge: Forge
    lang: str
    landscape: Landscape


def plan_site(wishes: Wishes, france: France, today: date) -> dict[str, str]:
    """The text of each file of the site, by its path. The same wishes, list and day give the same texts."""
    values = _values(wishes, france, today)
    files = dict(_templates(wishes.lang, values))
    files[GUIDE] = _guide(wishes, files.get(GUIDE, ""))
    files |= _pictures(wishes)
    files |= workflows_of(wishes.forge, wishes.lang)
    files |= {name: repository_file(name).read_text(encoding="utf-8") for name in LOCKED}
    files[TERRITORY] = _territory(wishes, france)
    files["content/.schema/article.json"] = _schema(wishes)
    return dict(sorted(files.items()))


def _territory(wishes: Wishes, france: France) -> str:
    """The territory's file; without the shapes of départements where they are too coarse for so small a place."""
    reference = make_territory(france, wishes.place.choice, OwnPlaces())
    text = render_reference(reference)
    if share_inside(read_communes(text.encode())) >= LEAST_SHARE:
        return text
    return render_reference({**reference, "outlines": {}})


def _values(wishes: Wishes, france: France, today: date) -> dict[str, object]:
    """What templates may say."""
    communes = wishes.place.communes
    names = {item["code"]: item["nom"] for item in france.lists.communes if len(communes) == 1}
    code = communes[0] if len(communes) == 1 else "*"
    association = wishes.kind is Kind.ASSOCIATION
    return {
        "title": wishes.title,
        "kind": wishes.kind.value,
        "place": wishes.title if association else wishes.place.name,
        "of_place": wishes.place.of if wishes.lang == "fr" else wishes.place.name,
        "communes": len(communes),
        "commune": names.get(code, "").replace("'", "’"),
        "place_line": f'commune: "{code}"',
        "url": wishes.url,
        "forge": wishes.forge.value,
        "forge_name": _FORGES[wishes.forge],
        "publish": wishes.publish.value,
        "branch": "pages" if wishes.forge is Forge.FORGEJO else "gh-pages",
        "landscape": wishes.landscape.value,
        "publisher_kind": "commune" if wishes.kind is Kind.VILLAGE else wishes.kind.value,
        "registration": wishes.place.codes if wishes.kind is Kind.EPCI else "",
        "inhabitants": _inhabitants(wishes, france),
        "colours": COLOURS[wishes.landscape],
        "lang": wishes.lang,
        "date": today.isoformat(),
        "year": str(today.year),
        "package": package_to_install(),
        "menu": menu_of(wishes.kind, wishes.lang),
        "footer": footer_of(wishes.lang),
        "subtitle": subtitle_of(wishes.place.of if wishes.lang == "fr" else wishes.place.name, wishes.lang),
        "categories": CATEGORIES[wishes.lang],
        "slugs": SLUGS[wishes.lang],
    }


def _inhabitants(wishes: Wishes, france: France) -> int:
    """How many people live in the commune that has the site; 0 where another body has it."""
    populations = {item["code"]: item.get("population", 0) for item in france.lists.communes if item["type"] == TODAY}
    return sum(populations[code] for code in wishes.place.communes) if wishes.kind is Kind.VILLAGE else 0


def _templates(lang: str, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Path and text of what comes from ``site/``: the same in all languages, then what is in this one."""
    keys = _marked_table(lang)
    for template in (*templates_of("common"), *templates_of(lang)):
        path = path_of(template).replace("articles/first/", f"articles/{values['year']}/{SLUGS[lang]['first']}/")
        yield path.replace("authors/team", f"authors/{SLUGS[lang]['team']}"), render(template, {**values, "keys": keys})


def _marked_table(lang: str) -> str:
    """The table of keys between the marks by which ``invoke guide`` finds it."""
    empty = "<!-- table of keys: made by invoke guide -->\n<!-- end of the table -->"
    return with_table(empty, key_table(ArticleMatter, load_catalogue(lang).gettext))


def _guide(wishes: Wishes, written: str) -> str:
    """How to contribute: a guide of the site's language, or the repository's, in French, with this site's name."""
    guide = written or repository_file(GUIDE).read_text(encoding="utf-8")
    choices = choice_lists(CATEGORIES[wishes.lang], load_catalogue(wishes.lang).gettext)
    return (
        with_choices(guide, choices)
        .replace(_HEADING, f"# Écrire dans {escaped(wishes.title)}")
        .replace(f"({PICTURES}/", f"({_FOLDERS[wishes.forge]}/pictures/")
    )


def _pictures(wishes: Wishes) -> Iterator[tuple[str, str]]:
    folder = PurePosixPath(_FOLDERS[wishes.forge], "pictures")
    for path in sorted(repository_file(PICTURES).glob("*.svg")):
        yield str(folder / path.name), path.read_text(encoding="utf-8")


def _schema(wishes: Wishes) -> str:
    schema = json_schema(load_catalogue(wishes.lang).gettext, tuple(CATEGORIES[wishes.lang]), LANGUAGES)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
