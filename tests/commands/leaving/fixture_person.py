"""A site that Zéphyrine d’Ambrevoix is all over: her profile, her posts, others' posts, credits, sentences."""

from __future__ import annotations

from pathlib import Path

from tests.engine.content.reading_site import photo_bytes
from tests.fixture_site import copy_site, write_file

KEY, NAME = "zephyrine", "Zéphyrine d’Ambrevoix"
POST = "articles/2026/{}/index.md"
_FOLDER = Path(__file__).with_name("person")
TEXTS = {
    path.relative_to(_FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in sorted(_FOLDER.rglob("*.md"))
}
TEXTS[POST.format("autre")] = "\ufeff" + TEXTS[POST.format("autre")].replace("\n", "\r\n")
OTHERS = POST.format("bonjour")
SAID = "L'eau est revenue. [Zéphyrine d'Ambrevoix](../../../authors/zephyrine.md) l'a vue : https://ambrevoix.example/eau.htm."
"""Texts by others about her."""
SECRETS = (
    *("zéphyrine", "zephyrine", "ambrevoix", "zeph@", "@zeph", "toots.example", "zeph-a"),
    *("gardienne de hérissons", "salamandres"),
)
"""What must not be read any more, but for the key in the old address."""


def write_person(folder: Path, *, said: bool = False) -> Path:
    """Write the content of such a site, below ``folder``; ``said`` adds texts by others."""
    content = copy_site("minimal", folder)
    for path, text in TEXTS.items():
        write_file(content / path, text.encode())
    for path in ("authors/zephyrine-d-ambrevoix.jpg", "articles/2026/seule/ambrevoix-zephyrine-d.jpg"):
        (content / path).write_bytes(photo_bytes(640, 480, "JPEG"))
    (content / "articles/2026/deux/pont.png").write_bytes(photo_bytes(320, 240))
    if said:
        post = content / OTHERS
        post.write_text(post.read_text(encoding="utf-8") + f"\n{SAID}\n", encoding="utf-8")
    return content


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
