"""Comments of another site wait as replies, without addresses of people; they come once, and are accepted by post."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from placette import load_catalogue
from placette_import.plan import ImportPlan, Planned, TextOutcome
from placette_import.values import Comment, EntryKind, Form, ImportSource, SourceEntry
from placette_import.waiting import Brought, accept_comments, known_comments, plan_comments, write_comments

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
    return ImportPlan("blog.example", texts=texts, names={"lea": "Léa Montel"})


def brought(found: ImportPlan, known: frozenset[str] = frozenset()) -> Brought:
    entries = [
        SourceEntry(key, EntryKind.POST, key, "", Form.HTML, comments=COMMENTS if key == "a" else ())
        for key in found.texts
    ]
    entries.append(SourceEntry("gone", EntryKind.POST, "", "", Form.HTML, comments=COMMENTS))
    source = ImportSource("wordpress", "", "https://blog.example", lambda: iter(entries))
    return plan_comments(source, found, known, SAY, UTC)


def test_comments_become_replies_that_wait() -> None:
    files = brought(plan(a="articles/2019/le-lavoir/index.md")).files
    assert [*files] == [
        "replies/le-lavoir/2019-05-02-marie-c1.md",
        "replies/le-lavoir/2019-05-02-marie-c2.md",
        "replies/le-lavoir/2019-05-02-lea-montel-blog-example-c4.md",
        "replies/le-lavoir/2019-05-01-une-personne-c7.md",
    ]
    first, second, third, last = files.values()
    assert re.sub(r"imported: .*", "…", first).startswith(
        '---\nname: "Marie"\n…\n---\n\nMerci !\nVoir [ce site](https://a.example/b).\n\nMon adresse'
    )
    assert second.endswith("\n\nÀ Marie\u00a0:\n\nOui très [x] (javascript:1)\n\nun\n")
    assert 'name: "Léa Montel (blog.example)"' in third
    assert third.endswith("\n\nune image\n")
    assert "read_by" not in "".join(files.values())
    assert "@a.example" not in "".join(files.values())
    assert len(last) < 200


def test_a_reply_says_which_post_where_two_have_one_name_and_comments_of_pages_are_told() -> None:
    files = brought(plan(a="articles/2019/le-lavoir/index.md", b="articles/2020/le-lavoir/index.md")).files
    assert all("answers: 2019/le-lavoir\n" in text for text in files.values())
    of_page = brought(plan(a="pages/qui.md"))
    assert (of_page.files, [one.values["count"] for one in of_page.placeless]) == ({}, ["4"])


def test_they_come_once_even_if_they_were_removed_since(tmp_path: Path) -> None:
    found = brought(plan(a="articles/2019/le-lavoir/index.md"))
    content = tmp_path / "content"
    assert write_comments(found, content, SAY) == 4
    edited = content / "replies/le-lavoir/2019-05-02-marie-c1.md"
    edited.write_text("Changé")
    (content / "replies/le-lavoir/2019-05-02-marie-c2.md").unlink()
    again = brought(plan(a="articles/2019/le-lavoir/index.md"), known_comments(content))
    assert write_comments(again, content, SAY) == 0
    assert edited.read_text() == "Changé"
    assert write_comments(replace(found, files={edited.relative_to(content).as_posix(): "x"}), content, SAY) == 1
    assert edited.read_text() == "Changé"


def test_those_of_a_post_are_accepted_at_once_and_no_others(tmp_path: Path) -> None:
    write_comments(brought(plan(a="articles/2019/le-lavoir/index.md")), tmp_path / "content", SAY)
    folder = tmp_path / "content/replies/le-lavoir"
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
