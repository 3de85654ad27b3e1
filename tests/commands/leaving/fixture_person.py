"""A site that Zéphyrine d’Ambrevoix is all over: her profile, her posts, others' posts, credits, sentences."""

from __future__ import annotations

from pathlib import Path

from tests.engine.content.reading_site import photo_bytes
from tests.fixture_site import copy_site, write_file

KEY, NAME = "zephyrine", "Zéphyrine d’Ambrevoix"
POST = "articles/2026/{}/index.md"
TEXTS = {
    "authors/zephyrine.md": """---
name: Zéphyrine d'Ambrevoix
kind: habitante
commune: "63113"
description: Gardienne de hérissons.
since: 2019
languages: [fr]
links:
  site: https://ambrevoix.example/
  mastodon: "@zeph@toots.example"
licence: CC BY-SA 4.0
account: zeph-a
portrait: zephyrine-d-ambrevoix.jpg
portrait_credit: Marc Teyssot
portrait_alt: Zéphyrine d’Ambrevoix de profil.
---
Elle apprivoise les salamandres.
""",
    POST.format("seule"): """---
title: Seule au lavoir
summary: Une phrase.
date: 2026-05-02
authors: [zephyrine]
category: Nature
tags: [rivière]
image: ambrevoix-zephyrine-d.jpg
image_alt: Le lavoir.
image_credit: Photo de Zéphyrine d’Ambrevoix
minors: none
---
Le lavoir est vide, vu d'[ici](../deux/index.md).
""",
    POST.format("deux"): """---
title: À deux
summary: Une phrase.
date: 2026-05-03
authors: [Zéphyrine d’Ambrevoix, lea]
photographers: [zephyrine]
category: Nature
minors: none
---
Nous étions [deux](../seule/index.md).

![Un pont.](pont.png "Le pont — photo de Zéphyrine D'AMBREVOIX")
""",
    POST.format("brouillon"): """---
title: Pas encore
summary: Une phrase.
date: 2026-05-04
authors: zephyrine
category: Nature
status: draft
---
À écrire.
""",
    POST.format("autre"): "\ufeff"
    + """---
title: Un autre
summary: Une phrase.
date: 2026-05-05
authors:
- lea
translators:
- zephyrine
category: Nature
---
Traduit de l'anglais, [comme dit](../../../authors/lea.md) ailleurs.
""".replace("\n", "\r\n"),
}
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
