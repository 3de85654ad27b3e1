"""A small site to read: what the reading makes of given files, in this process."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from placette.engine.base.text import fold, slugify
from placette.engine.content.attachments import unlinked
from placette.engine.content.communes import Commune, Former
from placette.engine.content.kinds import find_kind
from placette.engine.content.library import Context, Item, Library, SourceText, read_library, read_text
from placette.engine.content.memory import Memory
from placette.engine.content.options import Term, TextAddresses
from placette.engine.content.records import Record
from placette.engine.content.site_options import SiteOptions
from placette.engine.content.tree import PHOTO, walk_content
from placette.engine.findings.problems import Problem, blocking
from placette.engine.photos.photos import inspect_photo
from placette.engine.texts.values import LICENCES
from placette.features.documents import inspect_document
from placette.features.posts.kind import POST
from placette.features.walks.walk import read_track
from tests.fixture_communes import index_communes
from tests.fixture_kinds import ATTACHMENTS, EMBARGOES, EXTENSIONS, GATE, KINDS

POST_PATH = "articles/2026/le-lavoir/index.md"
MATTER = "title: Le lavoir\ndate: 2026-05-01\nauthors: [lea-montel]\ncategory: Patrimoine\nsummary: Une phrase.\n"
"""Lines 2 to 6 of a post that has nothing wrong; its body starts at line 8."""
LEA = "---\nname: Léa Montel\nkind: habitante\n---\n"
OPTIONS = SiteOptions(
    now=datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris")),
    lang="fr",
    base="/",
    charter="charte",
    languages=("fr", "en", "oc"),
    licence=LICENCES[0],
    categories={fold(name): Term(name, slugify(name)) for name in ("Patrimoine", "Randonnée")},
    communes=replace(
        index_communes(
            (
                Commune("63263", "Orcines", "63", "Puy-de-Dôme", postal_codes="63870", point=(45.78, 3.01)),
                Commune("01001", "L’Abergement-Clémenciat", "01", "Ain"),
                Commune("15202", "Saint-Martin", "15", "Cantal"),
                Commune("43203", "Saint-Martin", "43", "Haute-Loire"),
            )
        ),
        former=(Former("63999", "Fontanas", "63263"), Former("63263", "Ternant", "63263")),
    ),
    kinds=KINDS,
    attachment_kinds=ATTACHMENTS,
    extensions=EXTENSIONS,
    addresses=TextAddresses(
        {
            "post": "{date:%Y}/{slug}/",
            "page": "{slug}/",
            "person": "auteurs/{slug}/",
            "series": "series/{slug}/",
            "community": "communautes/{slug}/",
            "call": "appels/{slug}/",
            "question": "questions/{slug}/",
            "walk": "balades/{slug}/",
            "event": "agenda/{slug}/",
        },
        reserved=frozenset({"archives"}),
        own=frozenset({"auteurs/par-nom/", "agenda/ce-week-end/"}),
    ),
)
"""The options of every test; «now» is 1 July 2026 at noon."""
FORMS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
TAGS = {"orientation": 0x0112, "artist": 0x013B, "camera": 0x0110, "date": 0x0132}
"""What a case may have a photo tell, and the EXIF tag of each."""


def post(body: str = "Du texte.\n", matter: str = "", title: str = "") -> str:
    """A post: ``matter`` adds lines from line 7 on (the body moves down), ``title`` replaces its title."""
    known = MATTER.replace("Le lavoir", title) if title else MATTER
    return f"---\n{known}{matter}---\n{body}"


def read_here(items: list[Item], context: Context) -> list[Record[Any, Any]]:
    """Read without worker processes, for speed."""
    return [read_text(item, context) for item in items]


def read_texts(files: Mapping[str, str | bytes], options: SiteOptions = OPTIONS) -> Library:
    """Read the texts of a site, by path; Léa Montel's profile is always there."""
    texts = {"authors/lea-montel.md": LEA} | dict(files)
    raw = {path: text.encode() if isinstance(text, str) else text for path, text in texts.items()}
    return read_library(
        [SourceText(path, (find_kind(path, KINDS) or POST).name, raw[path]) for path in sorted(raw)],
        options,
        read_here,
        Memory(None),
    )


def read_post(body: str, path: str = POST_PATH, **files: str) -> tuple[str, list[str]]:
    """The HTML of a post's body and its problems as ``line:column code``."""
    library = read_texts({path: post(body), **files})
    html = "".join(article.body.html for article in library.of(POST) if article.path == path)
    return html, [place(found, path) for found in library.problems]


def problems_of(root: Path) -> tuple[Problem, ...]:
    """All that is wrong in a content folder."""
    files, gate = walk_content(root, GATE)
    looked = [inspect_photo((file.path, (root / file.path).read_bytes())) for file in files if file.kind == PHOTO]
    photos = {seen.facts.path: seen.facts for seen in looked if seen.facts}
    texts = {file.path: (root / file.path).read_bytes() for file in files if find_kind(file.path, KINDS)}
    sources = [file.path for file in files if file.kind == "track"]
    tracks = {path: read_track((path, (root / path).read_bytes())) for path in sources}
    offered = [file.path for file in files if file.kind == ATTACHMENTS[0].name]
    documents = [inspect_document((path, (root / path).read_bytes())) for path in offered]
    attachments = {seen.attachment.path: seen.attachment for seen in documents}
    refused = [found for seen in looked for found in seen.problems]
    refused += [found for seen in documents for found in seen.problems]
    unshown = frozenset(found.path for found in (*gate, *refused)) - photos.keys() - attachments.keys()
    options = replace(OPTIONS, photos=photos, unshown=unshown, beside=tracks, attachments=attachments)
    library = read_texts(texts, options)
    blocked = {found.path for found in blocking((*gate, *refused, *library.problems))}
    found = unlinked(attachments, chain.from_iterable(library.texts.values()), blocked)
    held = (one.reason for embargo in EMBARGOES for one in embargo(library, OPTIONS.now))
    return (*gate, *refused, *library.problems, *found, *held)


def place(found: Problem, main: str = POST_PATH) -> str:
    """``line:column code``, after the path when it isn't that of the case."""
    return f"{'' if found.path == main else found.path + ' '}{found.line}:{found.column} {found.code}"


def write_file(path: Path, content: Any) -> None:
    """Put a file of a case on the disk: a text, or a mapping that says what to make."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case str():
            path.write_text(content, encoding="utf-8", newline="")
        case {"link": target}:
            path.symlink_to(target)
        case {"pipe": _}:
            os.mkfifo(path)
        case {"hex": digits}:
            path.write_bytes(bytes.fromhex(digits))
        case {"zeros": count}:
            path.write_bytes(bytes(count))
        case {"document": name}:
            from tests.features.documents.fixture_documents import MADE

            path.write_bytes(MADE[name]())
        case {"photo": [width, height], **rest}:
            options: dict[str, Any] = {str(name): value for name, value in rest.items()}
            path.write_bytes(make_photo(path.suffix, width, height, **options))


def make_photo(
    suffix: str, width: int, height: int, *, form: str = "", noise: bool = False, gps: bool = False, **told: Any
) -> bytes:
    """A photo in the format of its suffix (or ``form``), of noise or nothing, that tells its EXIF tags or a place."""
    exif = Image.Exif()
    for name, value in told.items():
        exif[TAGS[name]] = value
    if gps:
        exif[TAGS["orientation"]] = 1
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (45.0, 46.0, 47.5), 3: "E", 4: (3.0, 5.0, 6.7)})
    image = Image.frombytes("RGB", (width, height), Random(7).randbytes(3 * width * height)) if noise else None
    target = io.BytesIO()
    (image or Image.new("L", (width, height))).save(
        target, form or FORMS[suffix.lower()], **({"exif": exif} if len(exif) else {})
    )
    return target.getvalue()


def photo_bytes(width: int, height: int, form: str = "PNG") -> bytes:
    """A picture without anything to see."""
    return make_photo("", width, height, form=form)
