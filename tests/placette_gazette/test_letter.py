"""The letter goes to each list once, whatever is cut off, and nothing in it leads a reader's machine elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from random import Random

import pytest
from selectolax.lexbor import LexborHTMLParser

from placette import load_catalogue
from placette_gazette.contents import AnsweredQuestion, Notice
from placette_gazette.issue import Portion
from placette_gazette.letter import MailList
from placette_gazette.letter_tasks import (
    FILE,
    LIMIT,
    ListLetter,
    SentLetter,
    editorial_blocks,
    fit_letter,
    mail_of,
    period_of,
    read_sent,
    render_letter,
    render_sent,
)
from tests.fixture_site import ROOT, Site, build, copy_project, copy_site, invoke, only, run, write_file, write_setting
from tests.placette_gazette.fixture_lists import STEPS, Lists, list_server
from tests.placette_gazette.fixture_paper import edition, story

pytestmark = pytest.mark.whole

WHOLE = ("La lettre", "lettre@listes.example")
NATURE = ("Nature au village", "nature@listes.example", "Nature")
MONDAY = date(2026, 6, 1)
SUBSCRIBE = "https://listes.example/sympa/info/{list}"


@pytest.fixture
def lists() -> Iterator[Lists]:
    with list_server() as server:
        yield server


def project_of(folder: Path, lists: tuple[tuple[str, ...], ...], port: int = 1) -> Path:
    project = copy_project("minimal", folder, "LETTER_LISTS = " + repr(lists))
    write_setting(project, f'LETTER_SERVER = "smtp://127.0.0.1:{port}"\nLETTER_SENDER = "redaction@mairie.example"')
    write_setting(project, f'LETTER_SUBSCRIBE = "{SUBSCRIBE}"')
    write_file(project / "publishconf.py", "from pelicanconf import *\nSITEURL = 'https://carnets.example'\n")
    return project


@pytest.fixture
def project(tmp_path: Path, lists: Lists) -> Path:
    return project_of(tmp_path, (WHOLE, NATURE), lists.port)


def write_post(project: Path, slug: str, day: date, category: str = "Nature", *more: str) -> None:
    file = project / "content" / "articles" / str(day.year) / slug / "index.md"
    file.parent.mkdir(parents=True)
    head = f"title: Le texte {slug}", f"date: {day}", "authors: [lea]", f"category: {category}", *more
    file.write_text("\n".join(("---", *head, "---", f"Mot pour mot, {slug}.", "")), encoding="utf-8")


def noon(day: date) -> str:
    return str(int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))


def send(project: Path, day: date, *more: str, code: int | None = None) -> subprocess.CompletedProcess[str]:
    return invoke(project, "letter", "--weekly", "--send", *more, code=code, SOURCE_DATE_EPOCH=noon(day))


def to(lists: Lists, address: str) -> list[EmailMessage]:
    return [mail for mail in lists.took if mail["To"].addresses[0].addr_spec == address]


def part_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def told(mails: list[EmailMessage]) -> Counter[str]:
    """How often each post stands in some letters, by its address."""
    return Counter(
        url for mail in mails for url in re.findall(r"https://carnets\.example/2\S+", part_of(mail, "plain"))
    )


def settle(project: Path, lists: Lists, name: str, day: date, before: int) -> None:
    """What an editor does who is told that nobody knows: look at the list, then say what is there."""
    arrived = len(lists.took) > before
    assert "personne ne sait" in send(project, day, "--list", name).stdout, "told again as long as nobody looked"
    letters = read_sent((project / FILE).read_text(encoding="utf-8"))
    settled = [one._replace(known=True) for one in letters if one.known or arrived]
    (project / FILE).write_text(render_sent(settled), encoding="utf-8")
    send(project, day, "--list", name, code=0)
    assert len(lists.took) == before + 1


def test_twelve_weeks_with_a_cut_at_each_step_bring_each_post_once_to_each_list(project: Path, lists: Lists) -> None:
    chance, wanted, nature = Random(12), set(), set()
    for week in range(12):
        day = MONDAY + timedelta(weeks=week)
        for number in range(chance.choice((0, 1, 1, 2, 3)) if week != 5 else 0):
            slug, late = f"s{week}-{number}", chance.randrange(6)
            category = chance.choice(("Nature", "Patrimoine"))
            write_post(project, slug, day - timedelta(days=late + 7 * (week > 3 and number == 2)), category)
            wanted.add(f"https://carnets.example/2026/{slug}/")
            nature |= {f"https://carnets.example/2026/{slug}/"} if category == "Nature" else set()
        lists.cut, before = STEPS[week % len(STEPS)], len(lists.took)
        done = send(project, day, "--list", WHOLE[0])
        if lists.cut:  # there was nothing to send
            assert "rien de nouveau" in done.stdout, done.stdout + done.stderr
            lists.cut = ""
        else:
            assert done.returncode == 1, done.stdout
            if STEPS[week % len(STEPS)] in {"END", "TAKEN"}:
                settle(project, lists, WHOLE[0], day, before)
            else:
                assert "n’a pas pris la lettre" in done.stdout
        done = send(project, day, code=0)
    assert len(wanted) > 10
    assert told(to(lists, WHOLE[1])) == Counter(wanted)
    assert told(to(lists, NATURE[1])) == Counter(nature)
    names = [mail["Message-ID"] for mail in lists.took]
    assert len(names) == len(set(names))
    assert all(one.known for one in read_sent((project / FILE).read_text(encoding="utf-8")))


@pytest.mark.parametrize("step", STEPS)
def test_a_process_that_is_killed_at_any_step_never_sends_twice(project: Path, lists: Lists, step: str) -> None:
    write_post(project, "un", MONDAY)
    lists.cut = step
    command = [sys.executable, "-m", "invoke", "letter", "--weekly", "--send", "--list", WHOLE[0]]
    known = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    known |= {"SOURCE_DATE_EPOCH": noon(MONDAY), "PYTHONPATH": str(project / "plugins")}
    with subprocess.Popen(command, cwd=project, env=known, stdout=subprocess.DEVNULL) as killed:
        lists.kill = killed.pid
    assert killed.returncode == -9
    lists.kill = 0
    assert [one.known for one in read_sent((project / FILE).read_text(encoding="utf-8"))] == [False]
    settle(project, lists, WHOLE[0], MONDAY, 0)
    send(project, MONDAY + timedelta(weeks=1), "--list", WHOLE[0], code=0)
    assert told(lists.took) == {"https://carnets.example/2026/un/": 1}


def test_what_isn_t_published_is_in_no_letter_and_a_post_that_moved_is_not_new(project: Path, lists: Lists) -> None:
    write_post(project, "un", MONDAY)
    write_post(project, "plus-tard", MONDAY + timedelta(days=3))
    write_post(project, "brouillon", MONDAY, "Nature", "status: draft")
    write_post(project, "retire", MONDAY, "Nature", "status: withdrawn")
    write_post(project, "vieux", MONDAY - timedelta(days=30))
    write_post(project, "tenu", MONDAY, "Patrimoine")
    write_setting(project, 'LEGAL_ELECTION, LEGAL_PROMOTION = "2026-08", ("Patrimoine",)')
    send(project, MONDAY)
    assert told(to(lists, WHOLE[1])) == {"https://carnets.example/2026/un/": 1}
    (project / "content/articles/2026/un").rename(project / "content/articles/2026/deux")
    (project / ".moved.txt").write_text("2026/un/ -> 2026/deux/\n", encoding="utf-8")
    send(project, MONDAY + timedelta(weeks=1))
    assert told(to(lists, WHOLE[1])) == {f"https://carnets.example/2026/{slug}/": 1 for slug in ("un", "plus-tard")}


def test_the_letter_of_an_issue_has_its_editorial_and_what_no_letter_brought(project: Path, lists: Lists) -> None:
    write_post(project, "un", MONDAY)
    send(project, MONDAY, "--list", WHOLE[0])
    write_post(project, "deux", MONDAY)
    write_post(project, "reserve", MONDAY, "Nature", "licence: Tous droits réservés", "summary: Une phrase.")
    issue = project / "content" / "issues" / "juin.md"
    issue.parent.mkdir()
    head = "title: Carnets de juin\ndate: 2026-06-01\nposts: [un, deux, reserve]\nopposition: [bonjour]"
    issue.write_text(f"---\n{head}\n---\nBonjour, [voici](https://carnets.example/).\n", encoding="utf-8")
    command = ("invoke", "letter", "--issue", "juin", "--send")
    for _ in range(2):
        done = run(project, *command, "--list", WHOLE[0], SOURCE_DATE_EPOCH=noon(MONDAY))
        assert done.returncode == 0, done.stdout + done.stderr
    (_, mail) = lists.took
    text = part_of(mail, "plain")
    assert "Bonjour, voici (https://carnets.example/).\n" in text
    assert list(told([mail])) == [f"https://carnets.example/2026/{slug}/" for slug in ("deux", "reserve", "bonjour")]
    assert "https://carnets.example/gazette/juin/" in text
    assert "Mot pour mot, reserve" not in part_of(mail, "html"), "all rights are reserved: its title and its address"
    invoke(project, "letter", "--issue", "juillet", code=2)


def test_a_list_that_refuses_for_good_or_for_now_is_told_and_nothing_is_noted(project: Path, lists: Lists) -> None:
    write_post(project, "un", MONDAY)
    for answer in ("550 no such list", "451 come later"):
        lists.refuse = answer
        done = send(project, MONDAY, "--list", NATURE[0])
        assert (done.returncode, answer in done.stdout) == (1, True), done.stdout
    lists.refuse = ""
    send(project, MONDAY, "--list", NATURE[0], code=0)
    send(project, MONDAY, "--list", NATURE[0], code=0)
    assert len(lists.took) == 1


def test_a_damaged_file_of_what_was_sent_stops_before_anything_is_sent(project: Path, lists: Lists) -> None:
    write_post(project, "un", MONDAY)
    (project / FILE).write_text("<<<<<<< HEAD\nla-lettre 2026-W22 2026-05-25 sent\n", encoding="utf-8")
    done = send(project, MONDAY)
    assert (done.returncode, lists.took) == (2, [])
    assert f"{FILE}:1" in done.stderr


def test_the_headers_are_those_of_a_mail_to_a_list(project: Path, lists: Lists) -> None:
    title = "L’été où l’on a rouvert l’école, la boulangerie, le café et même la gare " * 2
    write_post(project, "long", MONDAY, "Nature", f"summary: {'Où l’on raconte « tout », œuf compris. ' * 3}")
    file = project / "content/articles/2026/long/index.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Le texte long", title.strip()), encoding="utf-8")
    send(project, MONDAY, "--list", WHOLE[0])
    (mail,) = lists.took
    assert mail["From"].addresses[0].addr_spec == "redaction@mairie.example"
    assert mail["To"].addresses[0].addr_spec == WHOLE[1]
    assert mail["Subject"].startswith("La lettre, 1er\u00a0juin\u00a02026\u00a0: L’été où")
    assert "œ" not in mail["Subject"]
    assert mail["Date"].datetime == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert mail["Message-ID"] == "<2026-w23.45d3cca6c1329f652d45@mairie.example>"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}
    assert "« tout », œuf" in part_of(mail, "plain").replace("\u00a0", " ").replace("\n", " ")
    assert [name for name in mail if name.lower().startswith(("list-", "reply-to", "disposition", "x-"))] == []


def test_without_send_the_letter_is_a_text_and_a_page_and_nothing_is_noted(project: Path, lists: Lists) -> None:
    write_post(project, "un", MONDAY)
    invoke(project, "letter", "--monthly", "--output", "lettres", SOURCE_DATE_EPOCH=noon(MONDAY))
    written = sorted(path.name for path in (project / "lettres").iterdir())
    names = ("la-lettre", "nature-au-village")
    assert written == [f"letter-2026-06-{name}.{end}" for name in names for end in ("html", "txt")]
    assert (lists.took, (project / FILE).exists()) == ([], False)
    for wrong in (("--weekly", "--monthly"), ("--weekly", "--list", "rien")):
        invoke(project, "letter", *wrong, code=2)


# The letter itself

STORY = story(
    "",
    "le-lavoir",
    title="Le lavoir <script>alert(1)</script> a retrouvé son eau",
    summary="Une pompe, trois voisines & un dimanche.",
    licence="Tous droits réservés",
    portion=Portion.LINE,
)
EDITION = edition(
    STORY,
    replace(STORY, url="https://carnets.example/en/", title="The wash house", lang="en", summary=""),
    editorial_html='<p>Ce mois-ci, <a href="https://carnets.example/">tout</a>.<img src="https://mal.example/p.gif"></p>'
    "<ul><li><p>un</p></li></ul>",
    events=(Notice("samedi 6 juin, 15 h", "Marché", "Ambert", "https://carnets.example/agenda/marche/"),),
    exchanges=(
        AnsweredQuestion("Où est le pont ?", "<p>Là.</p>", "la mairie", "https://carnets.example/questions/pont/"),
    ),
    calls=(Notice("jusqu’au 30 juin", "Racontez le pont", "", "https://carnets.example/appels/pont/"),),
    opposition=(replace(STORY, url="https://carnets.example/tribune/", title="Tribune"),),
)
LIGHT = dict.fromkeys(("paper", "ink", "ink-soft", "primary", "rule", "band", "band-ink"), "#123456")
LETTER = ListLetter(EDITION, MailList(*WHOLE), "2026-06", "https://listes.example/info", "listes.example", LIGHT, LIGHT)
WORDS = load_catalogue("fr", (ROOT / "plugins/placette_gazette/locale",))


def size(rendered: object) -> int:
    return len(mail_of(rendered, LETTER, "redaction@mairie.example", EDITION.day).as_bytes())  # type: ignore[arg-type]


def test_a_title_hides_no_header_in_an_encoded_word() -> None:
    hostile = replace(STORY, title="=?utf-8?q?a=0D=0ABcc=3A_x@mal.example?=")
    rendered = render_letter(replace(LETTER, edition=replace(EDITION, stories=(hostile,))), WORDS)
    sent = message_from_bytes(
        mail_of(rendered, LETTER, "redaction@mairie.example", EDITION.day).as_bytes(), policy=default
    )
    assert str(sent["Subject"]) == rendered.subject
    assert "\n" not in str(sent["Subject"])
    assert "Bcc" not in sent


def test_the_page_fetches_nothing_counts_nobody_and_knows_the_dark() -> None:
    html = fit_letter(LETTER, WORDS, size).html
    tree = LexborHTMLParser(html)
    assert tree.css("img, script, link, iframe, video, audio, object, [src], [background], [srcset]") == []
    assert "url(" not in html
    assert "@import" not in html
    hrefs = [str(a.attributes["href"]) for a in tree.css("a")]
    assert {
        url for url in hrefs if not url.startswith(("https://carnets.example/", "https://listes.example/"))
    } == set()
    assert [url for url in hrefs if "?" in url or "utm_" in url] == []
    assert "prefers-color-scheme:dark" in html
    assert tree.css_matches('meta[name="color-scheme"][content="light dark"]')
    assert [node.attributes["lang"] for node in tree.css("td[lang]")] == ["en"]
    assert "<script>" not in html
    plain = [
        node.html
        for node in tree.css("[style]")
        if "#" in str(node.attributes["style"]) and not node.attributes.get("class")
    ]
    assert plain == [], "each colour has a class for the dark"


def test_the_text_reads_well_and_holds_all_that_the_page_does() -> None:
    made = fit_letter(LETTER, WORDS, size)
    assert max(map(len, made.text.splitlines())) <= 72
    for url in re.findall(r'href="([^"]+)"', made.html):
        assert url in made.text
    assert "Le lavoir <script>alert(1)</script> a retrouvé son eau\n" in made.text
    assert "trois voisines & un dimanche" in made.text
    assert "listes.example garde votre adresse" in made.text
    assert "\n\n\n\n" not in made.text


@pytest.mark.parametrize("count", [30, 400])
def test_a_long_letter_stays_within_its_limit_and_says_how_many_posts_it_holds(count: int) -> None:
    stories = tuple(replace(STORY, summary="œ" * 300, url=f"https://carnets.example/{n}/") for n in range(count))
    made = fit_letter(replace(LETTER, edition=replace(EDITION, stories=stories)), WORDS, size)
    assert size(made) <= LIMIT
    assert 30 <= made.posts <= count
    assert made.text.count("https://carnets.example/") >= made.posts
    assert f"https://carnets.example/{made.posts}/" not in made.text


def test_an_editorial_is_plain_words_with_its_addresses() -> None:
    assert editorial_blocks(EDITION.editorial_html) == ("Ce mois-ci, tout (https://carnets.example/).", "un")


def test_periods_are_weeks_and_months() -> None:
    assert period_of(date(2027, 1, 1), weekly=True) == "2026-W53"
    assert period_of(date(2027, 1, 1), weekly=False) == "2027-01"


def test_what_was_sent_is_read_as_it_was_written() -> None:
    letters = (
        SentLetter("b", "2026-W23", MONDAY, True, ("2026/un/", "2026/deux/")),
        SentLetter("a", "2026-W23", MONDAY, False, ()),
    )
    assert read_sent(render_sent(letters)) == tuple(sorted(letters))
    for damaged in ("a 2026-W23 2026-06-01 lost\n", "  2026/un/\n", "a 2026-W23 sent\n"):
        with pytest.raises(ValueError, match=f"{FILE}:1"):
            read_sent(damaged)


# The settings, and what the site offers


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"LETTER_LISTS": (("La lettre", "lettre"),)}, {"letter-address"}),
        (
            {"LETTER_LISTS": (("Une", "a@listes.example"), ("une", "b@listes.example"))},
            {"letter-twice"},
        ),
        (
            {"LETTER_LISTS": (("Une", "a@listes.example", "Nature"), ("D", "b@listes.example", "Natures"))},
            {"letter-what"},
        ),
        ({"LETTER_SUBSCRIBE": "javascript:alert(1)"}, {"letter-subscribe"}),
        ({"LETTER_SERVER": "smtps://a:secret@mairie.example"}, {"letter-server"}),
        ({"LETTER_SENDER": "la rédaction"}, {"letter-sender"}),
        ({}, set()),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_code(
    tmp_path: Path, given: dict[str, object], codes: set[str]
) -> None:
    usual = {
        "LETTER_LISTS": (WHOLE,),
        "LETTER_SERVER": "smtps://a@mairie.example",
        "LETTER_SENDER": "redaction@mairie.example",
        "LETTER_SUBSCRIBE": SUBSCRIBE,
    }
    project = project_of(tmp_path, ())
    for name, value in (usual | given).items():
        write_setting(project, f"{name} = {value!r}")
    done = run(project, "invoke", "letter", "--weekly")
    assert set(re.findall(r"\[(letter-\w+)\]", done.stderr)) == codes
    assert "secret" not in done.stderr
    assert done.returncode == (2 if codes else 0), done.stderr


def build_offering(folder: Path, **given: object) -> Site:
    return build(copy_site("minimal", folder), folder, **given)


def test_the_site_offers_its_lists_and_says_who_keeps_the_address(tmp_path: Path) -> None:
    site = build_offering(tmp_path, LETTER_LISTS=(WHOLE, NATURE), LETTER_SUBSCRIBE=SUBSCRIBE)
    links = site.page("suivre/").css("main #mail ~ ul a")
    assert [a.attributes["href"] for a in links] == [SUBSCRIBE.format(list=name) for name in ("lettre", "nature")]
    footer = only(site.page(""), "footer")
    assert "listes.example" in footer.text()
    assert footer.css_matches('a[href="/suivre/#mail"]')
    assert "sans donner votre adresse" not in site.text("suivre/index.html")


@pytest.mark.parametrize("given", [{}, {"LETTER_LISTS": (WHOLE,)}, {"LETTER_SUBSCRIBE": SUBSCRIBE}])
def test_a_site_without_the_setting_offers_nothing(tmp_path: Path, given: dict[str, object]) -> None:
    site = build_offering(tmp_path, **given)
    assert "#mail" not in site.text("index.html")
    assert not site.page("suivre/").css("#mail")
