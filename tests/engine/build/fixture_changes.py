"""A small site as a value, so that a test can change one thing of it, build, and take the change back.

``Village`` describes content, theme, settings and the clock; ``lay_out`` puts its files on disk, touching only those
that differ; ``mark`` tells two of them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from placette.engine.base.files import digest, walk_files
from tests.fixture_site import EPOCH, ROOT, write_file

_THEME = ROOT / "themes" / "placette"
_SCRATCH = {
    "templates/base.html": ("</body>", "<p>{}</p>\n</body>"),
    "templates/components/site-footer.html": ("</footer>", '<a href="#menu" id="pied-{0}">{0}</a></footer>'),
    "templates/components/card.html": ("</article>", "<p>{}</p>\n</article>"),
    "static/css/card.css": ("", ".card-{} {{ color: red }}\n"),
    "static/js/share.js": ("", "window.number = {};\n"),
}
"""How a file of the theme is changed: what is replaced (nothing: added at the end) and by what."""
_BALL = """start: 2026-06-29 20:00
end: 2026-06-29 22:00
repeat: FREQ=DAILY;COUNT=6
except: 2026-07-03
commune: "63113"
organiser: marc
category: Fête
"""
"""An event on most days around those of the tests, so that each day that passes takes one away."""
SCRATCHED = tuple(_SCRATCH)


@dataclass(frozen=True)
class Post:
    """A post: its front matter as written, and its body."""

    title: str
    date: str
    authors: str = "lea"
    roles: str = ""
    category: str = "Nature"
    commune: str = "63113"
    tags: str = "rivière"
    status: str = "published"
    body: str = "Un paragraphe."
    note: str = ""
    photo: str = ""
    """The name of the photo that leads it."""
    episode: int = 0
    """Its number in the series; 0 for none."""

    def text(self) -> str:
        """The file."""
        part = f"series: eau\nepisode: {self.episode}\n" if self.episode else ""
        lead = f"image: {self.photo}\nimage_alt: Une photo.\nimage_credit: Marc, CC BY 4.0\n" if self.photo else ""
        return (
            f"---\ntitle: {self.title}\nsummary: Un billet.\ndate: {self.date}\nauthors: [{self.authors}]\n"
            f'category: {self.category}\ntags: [{self.tags}]\ncommune: "{self.commune}"\nstatus: {self.status}\n'
            f"{lead}{part}{self.roles}minors: none\n---\n{self.body}\n\n{self.note}\n"
        )


@dataclass(frozen=True)
class Village:
    """All that a build depends on. Photos by «post's slug/name», scratches by file of the theme."""

    posts: Mapping[str, Post]
    profiles: Mapping[str, str]
    page: str = "Qui sommes-nous ?\n\n## Équipe\n\nDes voisins."
    series: str = "title: Au fil de l'eau\nsummary: Un récit."
    event: str = "title: Le bal\nstatus: confirmed"
    photos: Mapping[str, int] = field(default_factory=lambda: {"fete/bal.jpg": 0, "lavoir/bassin.jpg": 0})
    scratches: Mapping[str, int] = field(default_factory=dict)
    settings: tuple[tuple[str, Any], ...] = ()
    day: int = 0

    def with_post(self, slug: str, **changes: Any) -> Village:
        """The same with one post changed."""
        return replace(self, posts={**self.posts, slug: replace(self.posts[slug], **changes)})

    def renamed(self, slug: str, new: str) -> Village:
        """The same with one post's folder renamed, its photos with it."""
        posts = {new if key == slug else key: post for key, post in self.posts.items()}
        photos = {
            new + path.removeprefix(slug) if path.startswith(f"{slug}/") else path: n for path, n in self.photos.items()
        }
        return replace(self, posts=posts, photos=photos)

    @property
    def epoch(self) -> str:
        """The clock, in seconds."""
        return str(int(EPOCH) + self.day * 86_400)

    def content(self) -> dict[str, bytes]:
        """The files of the content folder."""
        folders = {slug: f"articles/{post.date[:4]}" for slug, post in self.posts.items()}
        texts = {f"{folders[slug]}/{slug}/index.md": post.text() for slug, post in self.posts.items()}
        texts |= {f"authors/{key}.md": text for key, text in self.profiles.items()}
        texts["series/eau.md"] = f"---\n{self.series}\n---\nUne introduction.\n"
        texts["events/bal.md"] = f"---\n{self.event}\n{_BALL}---\nOn danse.\n"
        texts["pages/a-propos.md"] = f"---\ntitle: À propos\n---\n{self.page}\n"
        placed = {path: path.partition("/")[0] for path in self.photos}
        photos = {f"{folders[s]}/{p}": draw(self.photos[p]) for p, s in placed.items() if s in folders}
        return {path: text.encode() for path, text in texts.items()} | photos

    def theme(self) -> dict[str, bytes]:
        """The files of the theme."""
        return theme_files() | {path: _scratched(path, number) for path, number in self.scratches.items()}

    def mark(self) -> str:
        """A mark of all of it."""
        told = (sorted(self.content().items()), sorted(self.theme().items()), sorted(self.settings), self.epoch)
        return digest(repr(told).encode())


def new_village() -> Village:
    """Six posts (one scheduled, one draft, two that link), three authors and one who writes nothing, two photos."""
    roles = 'witnesses: [amis]\nlicence: "CC BY-SA 4.0"\n'
    posts = {
        "bonjour": Post("Bonjour", "2026-05-01", body="Bientôt : [demain](../demain/index.md)."),
        "riviere": Post("La rivière", "2026-05-03", authors="marc", tags="eau, rivière"),
        "lavoir": Post(
            "Le lavoir", "2025-11-02", "lea, marc", roles, "Patrimoine", "15014", "eau", body=_LINKS, photo="bassin.jpg"
        ),
        "fete": Post(
            "La fête",
            "2026-06-10",
            "amis",
            category="Fête",
            tags="bal",
            body="![Le bal](bal.jpg '— Marc, CC BY 4.0')",
            episode=1,
        ),
        "demain": Post("Demain", "2026-07-02 08:00", "marc"),
        "brouillon": Post("Un brouillon", "2026-05-03", status="draft"),
    }
    profiles = {
        "lea": profile("Léa Montel", "habitante"),
        "marc": profile("Marc Aubier", "habitant"),
        "amis": profile("Les Amis du lavoir", "association"),
        "camille": profile("Camille Roux", "élue", "office: adjointe\nside: majority\n"),
    }
    return Village(posts, profiles)


_LINKS = "Voir [la rivière](../../2026/riviere/index.md) et [l'équipe](../../../pages/a-propos.md#equipe)."


def profile(name: str, kind: str = "habitant", more: str = "", biography: str = "Une personne inventée.") -> str:
    """The file of a profile."""
    return f"---\nname: {name}\nkind: {kind}\n{more}---\n{biography}\n"


def lay_out(village: Village, content: Path, theme: Path) -> None:
    """Put a site on disk: its files, and no others; what is right already is left untouched."""
    _lay(village.content(), content)
    for path, data in village.theme().items():
        _write(theme / path, data)


def _lay(files: Mapping[str, bytes], folder: Path) -> None:
    for path in walk_files(folder):
        if path not in files:
            (folder / path).unlink()
            _drop_empty((folder / path).parent, folder)
    for path, data in files.items():
        _write(folder / path, data)


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_file(path, data)


def _drop_empty(folder: Path, root: Path) -> None:
    if folder != root and not any(folder.iterdir()):
        folder.rmdir()
        _drop_empty(folder.parent, root)


@cache
def theme_files() -> dict[str, bytes]:
    """Return the theme as it was at first: it may be edited while the tests run."""
    return {path: (_THEME / path).read_bytes() for path in walk_files(_THEME)}


@cache
def draw(number: int) -> bytes:
    """A small photo; each number gives another, of the same size in pixels."""
    picture = Image.new("RGB", (96, 64), (number * 40 % 256, 90, 60))
    data = BytesIO()
    picture.save(data, "JPEG")
    return data.getvalue()


@cache
def _scratched(path: str, number: int) -> bytes:
    text = theme_files()[path].decode()
    old, new = _SCRATCH[path]
    if not number:
        return text.encode()
    return (text.replace(old, new.format(number)) if old else text + new.format(number)).encode()
