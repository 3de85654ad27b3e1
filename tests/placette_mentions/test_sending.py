"""Pages elsewhere are notified once, when the post is online; again when it changes, or no longer leads there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from placette.commands.status import Manner
from placette_mentions.receiver import ReceiverRules, receiver_server
from placette_mentions.sending import (
    FILE,
    OutgoingPost,
    Pair,
    Sending,
    SendingReport,
    outgoing_post,
    plan_sending,
    read_sent,
    read_silent,
    send_mentions,
    write_sent,
    write_silent,
)
from tests.placette_mentions.fixture_elsewhere import MANNER, Elsewhere, elsewhere

TODAY = date(2026, 7, 1)
POST = "2026/le-lavoir/"
OUTSIDE = "https://ailleurs.example/a"


@pytest.fixture
def web() -> Iterator[Elsewhere]:
    with elsewhere() as served:
        served.page("/wm", "", 202)
        served.page("/theirs", '<link rel="webmention" href="/wm">')
        yield served


class Site:
    """A site of one post, published on the same server as everything else, with its data from run to run."""

    def __init__(self, web: Elsewhere) -> None:
        self.web, self.sent, self.silent = web, dict[Pair, str](), dict[str, date]()

    def publish(self, html: str) -> OutgoingPost:
        self.web.page(f"/{POST}", f"<!doctype html><article>{html}</article>")
        return self.post(html)

    def post(self, html: str) -> OutgoingPost:
        return outgoing_post(POST, "Le lavoir", html, f"{self.web.address}/nous", is_new=True)

    def send(self, *posts: OutgoingPost, manner: Manner = MANNER) -> SendingReport:
        report = SendingReport(self.sent, self.silent)
        send_mentions(plan_sending(posts, self.sent, self.silent), self.web.address, report, manner, TODAY)
        return report


@pytest.fixture
def site(web: Elsewhere) -> Site:
    return Site(web)


def link(web: Elsewhere, path: str = "/theirs") -> str:
    return f'<p>Voir <a href="{web.address}{path}">là</a>.</p>'


def test_a_page_is_told_once(web: Elsewhere, site: Site) -> None:
    post, target = site.publish(link(web)), f"{web.address}/theirs"
    assert site.send(post).notified == [Pair(POST, target)]
    assert web.sent == [("/wm", {"source": f"{web.address}/{POST}", "target": target})]
    asked = len(web.asked)
    assert site.send(post).notified == []
    assert (len(web.sent), len(web.asked)) == (1, asked), "and nobody is asked anything more"


def test_it_is_told_again_when_the_post_changes(web: Elsewhere, site: Site) -> None:
    site.send(site.publish(link(web)))
    assert len(site.send(site.publish(f"{link(web)}<p>Mieux dit.</p>")).notified) == 1
    assert len(web.sent) == 2


def test_it_is_told_when_the_link_goes_and_when_the_post_goes(web: Elsewhere, site: Site) -> None:
    pair = Pair(POST, f"{web.address}/theirs")
    site.send(site.publish(link(web)))
    assert site.send(site.publish("<p>Sans lien.</p>")).taken_back == [pair]
    assert site.sent == {}
    site.send(site.publish(link(web)))
    web.page(f"/{POST}", "", 410)
    assert site.send().taken_back == [pair]
    assert (len(web.sent), site.sent) == (4, {})


def test_nothing_is_said_before_the_web_can_see_it(web: Elsewhere, site: Site) -> None:
    post = site.post(link(web))
    assert site.send(post).unseen == [POST]
    site.publish("<p>Une version d’avant, sans lien.</p>")
    assert site.send(post).unseen == [POST]
    assert web.sent == []
    assert len(site.send(site.publish(link(web))).notified) == 1
    assert site.send().unseen == [POST], "gone from the folder, but not from the web yet"
    assert len(web.sent) == 1
    assert len(site.sent) == 1


def test_who_doesnt_want_to_know_is_asked_once(web: Elsewhere, site: Site) -> None:
    web.page("/muette", "<p>Rien.</p>")
    web.page("/refuse", '<link rel="webmention" href="/non">')
    web.page("/non", "", 400)
    post = site.publish(link(web, "/muette") + link(web, "/refuse") + link(web, "/partie"))
    report = site.send(post)
    assert (report.notified, report.failures, len(report.silent)) == ([], [], 3)
    asked = len(web.asked)
    site.send(post)
    assert len(web.asked) == asked


def test_who_fails_is_asked_again(web: Elsewhere, site: Site) -> None:
    web.page("/wm", "", 503)
    post = site.publish(link(web))
    assert site.send(post).failures == [(f"{web.address}/theirs", "503")]
    web.page("/wm", "", 201)
    assert len(site.send(post).notified) == 1


def test_what_is_sent_is_sent_again_where_a_redirect_asks_for_it(web: Elsewhere, site: Site) -> None:
    web.page("/wm2", "", 200)
    web.redirect("/wm", "/wm2", 307)
    assert len(site.send(site.publish(link(web))).notified) == 1
    assert [path for path, _ in web.sent] == ["/wm", "/wm2"]
    web.redirect("/wm", "/wm", 308)
    assert site.send(site.publish(link(web) + "!")).notified == []


def test_an_endpoint_inside_the_network_is_not_told(web: Elsewhere, site: Site) -> None:
    """Their page is on the web, but says that it takes mentions elsewhere: in our own network, say."""
    port = int(web.address.rpartition(":")[2])

    def reach(_address: str, asked: int) -> str:
        return "" if asked == port else "private"

    web.page("/theirs", '<link rel="webmention" href="http://127.0.0.1:9/admin">')
    report = site.send(site.publish(link(web)), manner=Manner("tests", reach=reach, patience=5.0))
    assert (report.notified, web.sent) == ([], [])


def test_one_run_tells_so_many_and_the_next_goes_on(
    web: Elsewhere, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placette_mentions.sending._MOST", 2)
    for number in range(3):
        web.page(f"/{number}", '<link rel="webmention" href="/wm">')
    post = site.publish("".join(link(web, f"/{number}") for number in range(3)))
    first, second = site.send(post), site.send(post)
    assert (len(first.notified), first.beyond) == (2, 1)
    assert (len(second.notified), second.beyond) == (1, 0)


def test_our_own_receiver_takes_what_we_send(tmp_path: Path, web: Elsewhere, site: Site) -> None:
    server = receiver_server(ReceiverRules(web.address, tmp_path / "inbox"), port=0)
    threading.Thread(target=server.run, daemon=True).start()
    web.page("/theirs", f'<link rel="webmention" href="http://127.0.0.1:{server.effective_port}/">')
    assert len(site.send(site.publish(link(web))).notified) == 1
    server.close()
    assert len(list((tmp_path / "inbox").glob("*.json"))) == 1


def test_links_are_those_that_lead_to_other_sites() -> None:
    html = (
        '<p><a href="https://loin.example/a#b">1</a> <a href="https://loin.example/a#b">2</a> <a href="/la/">3</a>'
        ' <a href="https://nous.example/la/">4</a> <a href="https://nous.example">5</a> <a href="mailto:x@y.fr">6</a>'
        ' <a href="https://nous.example.org/">7</a>'
    )
    post = outgoing_post(POST, "Le lavoir", html, "https://nous.example", is_new=True)
    assert post.targets == ("https://loin.example/a#b", "https://nous.example.org/")


def test_a_post_tells_fifty_pages_at_the_most_and_forgets_none_that_it_told() -> None:
    links = [f'<a href="https://a.example/{number}">x</a>' for number in range(80)]
    post = outgoing_post(POST, "Le lavoir", "".join(links), "https://nous.example", is_new=True)
    (notified,) = plan_sending([post], {}, ()).values()
    assert len(notified) == 50
    sent = {one.pair: one.version for one in notified}
    turned = outgoing_post(POST, "Le lavoir", "".join(reversed(links)), "https://nous.example", is_new=True)
    (again,) = plan_sending([turned], sent, ()).values()
    assert {one.pair for one in again} == set(sent)
    assert all(one.version for one in again)


def test_a_post_that_says_the_same_in_other_markup_is_no_news() -> None:
    plain, dressed = (
        outgoing_post(POST, "Le lavoir", html, "https://nous.example", is_new=True)
        for html in (
            '<p>Voir <a href="https://a.example/">là</a>.</p>',
            '<div class="x"><p id="y">Voir <a rel="nofollow" href="https://a.example/">là</a>.</p></div>',
        )
    )
    assert plain == dressed


def test_old_posts_tell_nobody_new_but_say_what_changed() -> None:
    old = OutgoingPost(POST, (OUTSIDE, "https://b.example/"), "v2", is_new=False)
    assert plan_sending([old], {}, ()) == {}
    assert plan_sending([old], {Pair(POST, OUTSIDE): "v1"}, ()) == {POST: [Sending(Pair(POST, OUTSIDE), "v2")]}


def test_what_was_told_is_kept_in_sorted_lines(tmp_path: Path) -> None:
    file = tmp_path / FILE
    sent = {Pair("b/", "https://a.example/"): "1", Pair("a/", "https://b.example/"): "2"}
    assert read_sent(file) == {}
    write_sent(file, sent)
    assert read_sent(file) == sent
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == ["a/ https://b.example/ 2", "b/ https://a.example/ 1"]
    file.write_text("<<<<<<< HEAD\na/ https://b.example/ 2\nab\n", encoding="utf-8")
    assert read_sent(file) == {Pair("a/", "https://b.example/"): "2"}


def test_who_wanted_nothing_is_asked_again_after_two_months(tmp_path: Path) -> None:
    write_silent(
        tmp_path, {"a": TODAY - timedelta(days=59), "b": TODAY - timedelta(days=61), "c": TODAY + timedelta(1)}
    )
    assert list(read_silent(tmp_path, TODAY)) == ["a"]
    (tmp_path / "webmentions-silent.json").write_text("{", encoding="utf-8")
    assert read_silent(tmp_path, TODAY) == {}
