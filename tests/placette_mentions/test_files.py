"""Mentions elsewhere come in, wait for an editor, follow their source, and go when that goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from placette.commands.status import Manner
from placette_mentions import LIMIT
from placette_mentions.files import MentionRun
from tests.fixture_web import Web, served
from tests.placette_mentions.fixture_elsewhere import (
    MANNER,
    POST,
    TARGET,
    happens,
    site_run,
    status,
)

CONTEXT = "/api/v1/statuses/7/context"


@pytest.fixture
def web() -> Iterator[Web]:
    with served() as known:
        yield known


def announced(web: Web) -> tuple[str, ...]:
    return (f"{web.address}/@mairie/7",)


def only(files: dict[str, str]) -> tuple[str, str]:
    ((path, text),) = files.items()
    return path, text


def test_an_answer_on_mastodon_becomes_a_file_that_waits(web: Web, tmp_path: Path) -> None:
    web.list(CONTEXT, {"ancestors": [], "descendants": [status(8)]})
    report, files = happens(site_run(tmp_path, announced(web)))
    path, text = only(files)
    assert path.startswith("mentions/le-lavoir/2026-05-20-mastodon-")
    for line in ('author: "Léa M."', "accepted: false", "source: mastodon", f'answers: "{POST}"', "lang: fr"):
        assert f"\n{line}\n" in text
    assert 'url: "https://ailleurs.example/@lea/8"' in text
    assert text.endswith("---\nBien vu !\n")
    assert (len(report.new), report.failures) == (1, [])


def test_private_answers_and_our_own_stay_where_they_are(web: Web, tmp_path: Path) -> None:
    ours = status(9, account={"acct": "mairie", "display_name": "La mairie"})
    hidden = [status(number, visibility=visibility) for number, visibility in ((10, "private"), (11, "direct"))]
    web.list(CONTEXT, {"descendants": [ours, *hidden]})
    assert happens(site_run(tmp_path, announced(web)))[1] == {}


def test_nothing_is_asked_of_an_old_post(web: Web, tmp_path: Path) -> None:
    web.list(CONTEXT, {"descendants": [status(8)]})
    run = site_run(tmp_path, announced(web), weeks=26)
    happens(replace(run, today=date(2027, 7, 1)))
    assert web.asked == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("{", "odd"),
        ("[1]", "odd"),
        ('{"descendants": {}}', "odd"),
        ("x" * 1_000_001, "large"),
        ("[" * 900_000, "odd"),
    ],
    ids=["cut", "a list", "another shape", "huge", "deep"],
)
def test_an_answer_that_is_no_list_changes_nothing(web: Web, tmp_path: Path, answer: str, why: str) -> None:
    web.list(CONTEXT, {"descendants": [status(8)]})
    run = site_run(tmp_path, announced(web))
    _, before = happens(run)
    web.page(CONTEXT, answer, kind="application/json")
    web.list("/api/v1/statuses/8", status(8))
    report, after = happens(run)
    assert after == before
    assert [found for _, found in report.failures] == [why]


def test_entries_of_another_shape_are_left_out_and_counted(web: Web, tmp_path: Path) -> None:
    odd: list[Any] = [
        None,
        3,
        {},
        status(8, url="javascript:alert(1)"),
        status(8, id="../x"),
        status(8, created_at="x"),
    ]
    web.list(CONTEXT, {"descendants": [*odd, status(9)]})
    report, files = happens(site_run(tmp_path, announced(web)))
    assert (len(files), report.unusable) == (1, len(odd))


def test_of_ten_thousand_answers_a_post_keeps_as_many_as_it_may(web: Web, tmp_path: Path) -> None:
    web.list(CONTEXT, {"descendants": [status(number, content="<p>x</p>") for number in range(1000, 3000)]})
    report, files = happens(site_run(tmp_path, announced(web), most=20))
    assert len(files) == 20
    assert report.beyond + report.unusable == 1980
    web.list(CONTEXT, {"descendants": [{} for _ in range(10_000)]})
    for number in range(1000, 3000):
        web.list(f"/api/v1/statuses/{number}", status(number))
    report, again = happens(site_run(tmp_path, announced(web), most=20))
    assert again == files


def test_what_disappears_there_disappears_here_even_when_it_was_accepted(web: Web, tmp_path: Path) -> None:
    web.list(CONTEXT, {"descendants": [status(8)]})
    run = site_run(tmp_path, announced(web))
    path, text = only(happens(run)[1])
    (run.content / path).write_text(text.replace("accepted: false", "accepted: true"), encoding="utf-8")
    web.list(CONTEXT, {"descendants": []})
    web.list("/api/v1/statuses/8", status(8))
    assert len(happens(run)[1]) == 1, "a list may be cut: it is asked for by itself"
    web.list("/api/v1/statuses/8", {}, 503)
    assert len(happens(run)[1]) == 1, "a server that fails says nothing"
    web.list("/api/v1/statuses/8", {"error": "Record not found"}, 404)
    report, files = happens(run)
    assert (files, report.removed) == ({}, [path])


def test_what_is_changed_there_waits_again_unless_an_editor_mended_it(web: Web, tmp_path: Path) -> None:
    web.list(CONTEXT, {"descendants": [status(8)]})
    run = site_run(tmp_path, announced(web))
    path, text = only(happens(run)[1])
    (run.content / path).write_text(text.replace("accepted: false", "accepted: true"), encoding="utf-8")
    assert "accepted: true" in only(happens(run)[1])[1], "the same words stay accepted"
    web.list(CONTEXT, {"descendants": [status(8, content="<p>Autre chose.</p>")]})
    report, files = happens(run)
    assert report.changed.keys() == {path}
    assert "accepted: false" in files[path]
    assert files[path].endswith("Autre chose.\n")
    mended = files[path].replace("Autre chose.", "Autre chose, sans le nom.")
    (run.content / path).write_text(mended, encoding="utf-8")
    web.list(CONTEXT, {"descendants": [status(8, content="<p>Encore autre chose.</p>")]})
    report, files = happens(run)
    assert (files[path], report.edited) == (mended, [path])


def test_an_answer_on_bluesky_becomes_a_file_that_waits(web: Web, tmp_path: Path) -> None:
    def told(key: str, **author: Any) -> dict[str, Any]:
        record = {"text": f"Très juste {key}", "createdAt": "2026-05-21T08:00:00Z", "langs": ["fr"]}
        known = {"did": f"did:plc:{key}", "handle": f"{key}.example", "displayName": "Paul"} | author
        return {"uri": f"at://did:plc:{key}/app.bsky.feed.post/{key}", "author": known, "record": record}

    shy = told("c", labels=[{"val": "!no-unauthenticated"}])
    ours = told("d", handle="mairie.example")
    tree = [{"post": told("a"), "replies": [{"post": told("b")}, {"blocked": True}]}, {"post": shy}, {"post": ours}, 5]
    web.list("/xrpc/app.bsky.feed.getPostThread", {"thread": {"post": told("o"), "replies": tree}})
    run = site_run(tmp_path, ("https://bsky.app/profile/mairie.example/post/3k",), bluesky=web.address)
    report, files = happens(run)
    assert "uri=at%3A%2F%2Fmairie.example%2Fapp.bsky.feed.post%2F3k" in web.asked[0]
    assert sorted(text.rsplit("---\n")[-1] for text in files.values()) == ["Très juste a\n", "Très juste b\n"]
    assert any('url: "https://bsky.app/profile/a.example/post/a"' in text for text in files.values())
    assert report.unusable == 1
    web.list("/xrpc/app.bsky.feed.getPostThread", {"thread": {"post": told("o"), "replies": []}})
    web.list("/xrpc/app.bsky.feed.getPosts", {"posts": [told("a")]})
    assert len(happens(run)[1]) == 2
    web.list("/xrpc/app.bsky.feed.getPosts", {"posts": []})
    assert happens(run)[1] == {}


def test_a_list_of_webmentions_gives_answers_and_mentions_of_this_very_page(web: Web, tmp_path: Path) -> None:
    def told(number: int, **more: Any) -> dict[str, Any]:
        address = f"https://ailleurs.example/{number}"
        own = {"type": "entry", "url": address, "wm-source": address, "wm-target": TARGET, "published": "2026-05-22"}
        return (
            own | {"author": {"name": "Rose"}, "content": {"html": "<b>Oui</b>, <img src=x onerror=alert(1)>"}} | more
        )

    children = [
        told(1, **{"wm-property": "in-reply-to"}),
        told(2, **{"wm-property": "like-of"}),
        told(3, **{"wm-target": "https://carnets.example/2026/autre/"}),
        told(4, **{"wm-private": True}),
    ]
    web.list("/mentions.jf2", {"type": "feed", "children": children})
    report, files = happens(site_run(tmp_path, jf2=f"{web.address}/mentions.jf2"))
    path, text = only(files)
    assert path.startswith("mentions/le-lavoir/2026-05-22-web-")
    assert text.endswith("---\nOui,\n")
    assert report.unusable == 1


PAGE = "<p>J’en ai <a href='{}'>parlé</a>.</p>"


@pytest.fixture
def listed(web: Web, tmp_path: Path) -> MentionRun:
    """A run after which a page that a service listed is a file; the list is empty then."""
    page = web.page("/billet", PAGE.format(TARGET))
    entry = {"url": page, "wm-source": page, "wm-target": TARGET, "content": "Bien vu", "author": {"name": "Rose"}}
    web.list("/mentions.jf2", {"children": [entry]})
    run = site_run(tmp_path, jf2=f"{web.address}/mentions.jf2")
    assert len(happens(run)[1]) == 1
    web.list("/mentions.jf2", {"children": []})
    return run


@pytest.mark.parametrize(
    ("html", "stays"),
    [
        (PAGE.format(f"{TARGET}#texte-a"), True),
        ("<p>Rien.</p>", False),
        (f"<!-- <a href='{TARGET}'>x</a> --><p>{TARGET}</p>", False),
        (f"<script>'<a href=\"{TARGET}\">x</a>'</script>", False),
        (PAGE.format(f"{TARGET}autre/"), False),
        ("<base href='https://carnets.example/2026/'><a href='le-lavoir/'>x</a>", True),
    ],
    ids=["fragment", "none", "a comment", "a script", "another page", "relative"],
)
def test_a_page_that_no_longer_leads_here_is_no_mention(web: Web, listed: MentionRun, html: str, stays: bool) -> None:
    web.page("/billet", html)
    assert bool(happens(listed)[1]) == stays


def test_redirects_are_followed_as_far_as_is_reasonable(web: Web, listed: MentionRun) -> None:
    for number in range(9):
        web.redirect(f"/{number}", f"/{number + 1}")
    web.page("/9", "<p>Rien.</p>")
    web.redirect("/fichier", "file:///etc/passwd")
    for target, why in (("/1", "loop"), ("/billet", "loop"), ("/fichier", "scheme")):
        web.redirect("/billet", target)
        report, files = happens(listed)
        assert ([reason for _, reason in report.failures], len(files)) == ([why], 1)
    web.redirect("/billet", "/5")
    assert happens(listed)[1] == {}


def test_gone_is_gone_and_a_failure_is_tried_again(web: Web, listed: MentionRun) -> None:
    web.page("/billet", "", 503)
    report, files = happens(listed)
    assert (len(files), [why for _, why in report.failures]) == (1, ["503"])
    web.page("/billet", "", 410)
    assert happens(listed)[1] == {}


def test_no_private_address_is_ever_asked_also_after_a_redirect(web: Web, listed: MentionRun) -> None:
    port = int(web.address.rpartition(":")[2])
    public = replace(MANNER, reach=lambda _address, asked: "" if asked == port else "private")
    web.redirect("/billet", "http://127.0.0.1:1/interne")
    report, _ = happens(replace(listed, manner=public))
    assert [why for _, why in report.failures] == ["private"]
    web.asked.clear()
    report, _ = happens(replace(listed, manner=Manner("tests", patience=5.0)))
    assert ({why for _, why in report.failures}, web.asked) == ({"private"}, [])


@pytest.mark.parametrize(
    "content",
    [
        "<p>Votre texte commence ici.</p>",
        "<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>",
        "<p>\u202eà l'envers\u0000\u2066</p>",
        "<p>[ici](javascript:alert(1)) [là](../../../secret.md) https://a@b.example/ ![x](y.png)</p>",
        "<p>---\naccepted: true\n---</p>",
        "<p>" + "z" + "\u0301" * 5000 + "</p>",
        "<p>" + "mot " * 20_000 + "</p>",
        "<p><a href='https://" + "x" * 3000 + "'>x</a></p>",
    ],
    ids=["a model", "git", "turned round", "links", "front matter", "marks", "long", "a long address"],
)
def test_whatever_a_stranger_writes_a_site_with_it_can_be_read(web: Web, tmp_path: Path, content: str) -> None:
    name = {"acct": "x", "display_name": '"]\n---\naccepted: true\n\u202e' + "é\u0301" * 400}
    web.list(CONTEXT, {"descendants": [status(8, content=content, account=name)]})
    report, files = happens(site_run(tmp_path, announced(web)))
    assert len(files) + report.unusable == 1
    for text in files.values():
        assert text.count("\naccepted: ") == 1 + content.count("\naccepted: ")
        assert text.index("\naccepted: false\n") < text.index("\n---\n", 4)
        assert len(text.split("---\n", 2)[2]) <= LIMIT + 1


def test_what_an_editor_wrote_goes_only_with_its_page(web: Web, tmp_path: Path) -> None:
    address = web.page("/article", "<p>Le lavoir de Thiers, sans lien.</p>" + "x" * 2_000_000)
    run = site_run(tmp_path)
    file = run.content / "mentions" / "le-lavoir" / "2026-06-01-article.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"---\nurl: {address}\nsource: kept\naccepted: true\nanswers: {POST}\n---\nBien vu.\n")
    report, files = happens(run)
    assert (len(files), report.failures) == (1, []), "it need not lead to the post"
    web.page("/article", "", status=503)
    report, files = happens(run)
    assert (len(files), len(report.failures)) == (1, 1)
    web.page("/article", "", status=410)
    assert happens(run)[1] == {}
