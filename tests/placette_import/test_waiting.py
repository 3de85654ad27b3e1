"""Comments wait as replies, without addresses of people; what imported pictures lack waits in one table."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from placette import load_catalogue
from placette_import.answers import (
    TABLES,
    AnswerRow,
    read_answers,
    take_answers,
    undescribed,
    undescribed_in,
    with_descriptions,
    write_table,
)
from placette_import.plan import BROUGHT, ImportPlan, Planned, TextOutcome
from placette_import.values import Comment, EntryKind, Form, ImportFinding, ImportSource, SourceEntry
from placette_import.waiting import accept_comments, bring_comments

SAY = load_catalogue("fr").gettext
DAY = datetime(2019, 5, 2, 23, 30, tzinfo=UTC)
COMMENTS = (
    Comment(
        "wp:c1",
        "Marie",
        DAY,
        "Merci&nbsp;!\nVoir <a href='https://a.example/b'>ce [site]</a>.\n\nMon adresse : m@a.example",
    ),
    Comment(
        "wp:c2", "marie@a.example", DAY, "<p>Oui <b>très</b> [x](javascript:1)</p><ul><li>un</li></ul>", parent="wp:c1"
    ),
    Comment("wp:c3", "Spam", DAY, "Achetez", status="spam"),
    Comment("wp:c4", "Léa Montel", DAY, "<script>x</script><img src=x alt='une image'>", status="pending"),
    Comment("wp:c7", "", None, "<div>" * 9000),
)


def plan(**paths: str) -> ImportPlan:
    texts = {
        key: Planned(f"wp:{key}", TextOutcome.NEW, path, "", datetime(2019, 5, 1), "") for key, path in paths.items()
    }
    return ImportPlan("blog.example", texts=texts, names={"lea": "Léa Montel"}, with_drafts=True)


def brought(found: ImportPlan, content: Path) -> tuple[dict[str, str], list[ImportFinding]]:
    """Bring the comments of a source; gives the replies by their paths, and what has no place."""
    entries = [
        SourceEntry(key, EntryKind.POST, key, "", Form.HTML, comments=COMMENTS if key == "a" else ())
        for key in found.texts
    ]
    entries.append(SourceEntry("gone", EntryKind.POST, "", "", Form.HTML, comments=COMMENTS))
    source = ImportSource("wordpress", "", "https://blog.example", lambda: iter(entries))
    count, placeless = bring_comments(source, found, content, SAY, UTC)
    files = {path.relative_to(content).as_posix(): path.read_text() for path in content.glob("replies/*/*.md")}
    assert count in {0, len(files)}
    return files, placeless


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def test_comments_become_replies_that_wait(content: Path) -> None:
    files, _placeless = brought(plan(a="articles/2019/le-lavoir/index.md"), content)
    assert sorted(files) == [
        "replies/le-lavoir/2019-05-01-une-personne-c7.md",
        "replies/le-lavoir/2019-05-02-lea-montel-blog-example-c4.md",
        "replies/le-lavoir/2019-05-02-marie-c1.md",
        "replies/le-lavoir/2019-05-02-marie-c2.md",
    ]
    last, third, first, second = (files[path] for path in sorted(files))
    assert re.sub(r"imported: .*", "…", first).startswith(
        '---\nname: "Marie"\n…\n---\n\nMerci !\nVoir [ce site](https://a.example/b).\n\nMon adresse'
    )
    assert second.endswith("\n\nÀ Marie\u00a0:\n\nOui très [x] (javascript:1)\n\nun\n")
    assert 'name: "Léa Montel (blog.example)"' in third
    assert third.endswith("\n\nune image\n")
    assert "read_by" not in "".join(files.values())
    assert "@a.example" not in "".join(files.values())
    assert len(last) < 200


def test_a_reply_says_which_post_where_two_have_one_name_and_comments_of_pages_are_told(tmp_path: Path) -> None:
    texts = plan(a="articles/2019/le-lavoir/index.md", b="articles/2020/le-lavoir/index.md")
    files, _placeless = brought(texts, tmp_path / "content")
    assert all("answers: 2019/le-lavoir\n" in text for text in files.values())
    files, placeless = brought(plan(a="pages/qui.md"), tmp_path / "other" / "content")
    assert (files, [one.values["count"] for one in placeless]) == ({}, ["4"])


def test_they_come_once_even_if_they_were_removed_since(content: Path) -> None:
    texts = plan(a="articles/2019/le-lavoir/index.md")
    brought(texts, content)
    edited = content / "replies/le-lavoir/2019-05-02-marie-c1.md"
    edited.write_text("Changé")
    (content / "replies/le-lavoir/2019-05-02-marie-c2.md").unlink()
    again, _placeless = brought(texts, content)
    assert (len(again), edited.read_text()) == (3, "Changé")
    (content.parent / BROUGHT).unlink()
    again, _placeless = brought(texts, content)
    assert (len(again), edited.read_text()) == (4, "Changé")


def test_those_of_a_post_are_accepted_at_once_and_no_others(content: Path) -> None:
    brought(plan(a="articles/2019/le-lavoir/index.md"), content)
    folder = content / "replies/le-lavoir"
    (folder / "2026-05-01-lettre.md").write_text('---\nname: "Une lectrice"\n---\n\nUn mot.\n')
    read = folder / "2019-05-02-marie-c1.md"
    read.write_text(read.read_text().replace("---\n\n", "relu_par: lea\n---\n\n"))
    assert accept_comments(folder, "equipe") == 3
    assert accept_comments(folder, "equipe") == 0
    assert [path.name for path in sorted(folder.iterdir()) if "\nread_by: equipe\n---\n" in path.read_text()] == [
        "2019-05-01-une-personne-c7.md",
        "2019-05-02-lea-montel-blog-example-c4.md",
        "2019-05-02-marie-c2.md",
    ]


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
def described(tmp_path: Path) -> Path:
    path = tmp_path / "content" / "articles" / "2019" / "le-lavoir" / "index.md"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "content" / "pages").mkdir()
    (tmp_path / "content" / "pages" / "lien.md").symlink_to(path)
    return tmp_path / "content"


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_taken_as_any_spreadsheet_saves_it(sign: str, encoding: str, described: Path) -> None:
    table = described.parent / TABLES["pictures"].file
    write_table("pictures", table, undescribed(described), SAY)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "texte;image;légende;description"
    assert lines[2] == "articles/2019/le-lavoir/index.md;pont.png;;"
    rows = [lines[0].replace(";", sign), sign.join([*lines[2].split(";")[:3], "Un [pont] *gris* d’été"])]
    rows.append(sign.join(["articles/2019/le-lavoir/index.md", "bassin.jpg", '"Un; deux, trois"', '"Le ""bassin"""']))
    rows.append(sign.join(["../../pelicanconf.py", "x.jpg", "", "Non"]))
    table.write_bytes("\r\n".join(rows).encode(encoding))
    answers, wrong = read_answers(table, "pictures")
    left, unfit = take_answers("pictures", described, undescribed(described), answers, table.name)
    assert ([row.pictures for row in left], wrong) == (["code.jpg"], [])
    assert [finding.code for finding in unfit] == ["answer-elsewhere"]
    text = (described / "articles/2019/le-lavoir/index.md").read_text(encoding="utf-8")
    assert 'photo_description: "Le \\"bassin\\""\n' in text
    assert '![Le "bassin"](bassin.jpg "Le \\"bassin\\" — Léa") ![Un \\[pont\\] \\*gris\\* d’été](pont.png)' in text
    assert "![Un âne](ane.jpg)" in text


def test_no_caption_is_a_formula_and_without_rows_there_is_no_table(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    write_table("pictures", table, [AnswerRow("a/b.md", "a.jpg", "=HYPERLINK(1)")], SAY)
    assert table.read_text(encoding="utf-8-sig").splitlines()[1].endswith(";HYPERLINK(1);")
    write_table("pictures", table, [], SAY)
    assert not table.exists()


def test_a_picture_that_is_there_twice_is_listed_once_with_its_caption() -> None:
    text = TEXT.replace("pont.png", "bassin.jpg")
    assert undescribed_in(text)["bassin.jpg"] == 'Le \\"bassin\\" — Léa'
    assert with_descriptions(text, {"bassin.jpg": "Plein"}).count("![Plein](bassin.jpg") == 2
