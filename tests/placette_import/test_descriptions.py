"""What imported pictures lack is one table; what is filled in goes into the texts, and the rest is listed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from placette import load_catalogue
from placette_import.waiting import TABLE, take_descriptions, undescribed_in, with_descriptions

SAY = load_catalogue("fr").gettext
TEXT = """---
titre: "Le lavoir"
photo: bassin.jpg
photo_description: "à décrire"
imported: wp:1@blog.example 0 0
---

![À décrire](bassin.jpg "Le \\"bassin\\" — Léa") ![to describe](pont.png)

![Un âne](ane.jpg) `![à décrire](code.jpg)`
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    path = tmp_path / "content" / "articles" / "2019" / "le-lavoir" / "index.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "content" / "pages").mkdir()
    (tmp_path / "content" / "pages" / "lien.md").symlink_to(path)
    return tmp_path / "content"


@pytest.mark.parametrize("sign", ["; ", ",", "\t"])
def test_the_table_is_filled_in_and_taken(sign: str, content: Path) -> None:
    table, sign = content.parent / TABLE, sign.strip(" ")
    assert take_descriptions(content, SAY) == (0, 3)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "texte;image;légende;description"
    assert lines[2] == "articles/2019/le-lavoir/index.md;pont.png;;"
    rows = [lines[0].replace(";", sign), sign.join([*lines[2].split(";")[:3], "Un [pont] *gris*"])]
    rows.append(sign.join(["articles/2019/le-lavoir/index.md", "bassin.jpg", "", '"Le ""bassin"""']))
    rows.append(sign.join(["../../pelicanconf.py", "x.jpg", "", "Non"]))
    table.write_text("\n".join(rows), encoding="utf-8")
    assert take_descriptions(content, SAY) == (2, 1)
    text = (content / "articles/2019/le-lavoir/index.md").read_text(encoding="utf-8")
    assert 'photo_description: "Le \\"bassin\\""\n' in text
    assert '![Le "bassin"](bassin.jpg "Le \\"bassin\\" — Léa") ![Un \\[pont\\] \\*gris\\*](pont.png)' in text
    assert "![Un âne](ane.jpg)" in text
    assert "code.jpg" in table.read_text(encoding="utf-8-sig")


def test_no_caption_is_a_formula(content: Path) -> None:
    path = content / "articles/2019/le-lavoir/index.md"
    path.write_text('---\ntitre: x\n---\n![à décrire](a.jpg "=HYPERLINK(1)")\n', encoding="utf-8")
    take_descriptions(content, SAY)
    assert (content.parent / TABLE).read_text(encoding="utf-8-sig").splitlines()[1].endswith(";HYPERLINK(1);")


def test_without_any_left_there_is_no_table(content: Path) -> None:
    (content / "articles/2019/le-lavoir/index.md").write_text("---\ntitre: x\n---\n\nMot.\n")
    (content.parent / TABLE).write_text("x")
    assert take_descriptions(content, SAY) == (0, 0)
    assert not (content.parent / TABLE).exists()


def test_a_picture_that_is_there_twice_is_listed_once_with_its_caption() -> None:
    text = TEXT.replace("pont.png", "bassin.jpg")
    assert undescribed_in(text)["bassin.jpg"] == 'Le \\"bassin\\" — Léa'
    assert with_descriptions(text, {"bassin.jpg": "Plein"}).count("![Plein](bassin.jpg") == 2
