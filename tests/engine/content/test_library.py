"""A site is read whole: its texts know each other, and none is lost between the folder and the build."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placette.engine.base.processes import Limits
from placette.engine.content import advice as advising
from placette.engine.content.advice import Adviser, read_advice
from placette.engine.content.kinds import AnyKind, Draft
from placette.engine.content.library import SourceText, read_library
from placette.engine.content.linking import propose_targets
from placette.engine.content.memory import Memory
from placette.engine.content.reading import read_folder
from placette.engine.findings.messages import NEAR, NOTHING_NEAR, messages
from placette.engine.findings.problems import Problem, blocking, blocks, locate, problem, refused_texts, waiting
from placette.engine.findings.reports import render_plain
from placette.engine.texts.links import MISSING, WANTED
from placette.engine.texts.values import LICENCES
from placette.features.authors.profile import PROFILE, AuthorKind, Presence, Side
from placette.features.pages import PAGE
from placette.features.posts.kind import POST, Role
from placette.features.walks.walk import WALK
from tests.engine.content.reading_site import (
    LEA,
    OPTIONS,
    POST_PATH,
    photo_bytes,
    place,
    post,
    read_here,
    read_texts,
)
from tests.fixture_kinds import KINDS
from tests.fixture_site import write_files

FULL = """---
titre: L'eau du lavoir
date: 2026-05-01 18:30
auteurs: [lea-montel, Marc Teyssot]
rubrique: patrimoine
mots-clés: [Eau, eau, Été, ete]
commune: ["01001", Orcines, "63263"]
langue: fr
modifié: 2026-05-03
image: bassin.png
photo_description: Le bassin.
photo_crédit: Marc, CC BY 4.0
photographe: marc-teyssot
mineurs: aucun
résumé: Un "mot" !
---
Du texte.
"""
MARC = """---
nom: Marc Teyssot
profil: élu
mandat: Conseiller municipal
bord: opposition
statut: ancien
commune: "*"
licence: CC BY-SA 4.0
liens: {mastodon: "@marc@instance.example"}
---
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a text of every fate."""
    draft, waiting, broken = (post(matter=line) for line in ("status: draft\n", "slug: plus-tard\n", "zzz: 1\n"))
    files: dict[str, str | bytes] = {
        POST_PATH: FULL,
        POST_PATH.replace("index.md", "bassin.png"): photo_bytes(40, 30),
        "articles/2026/brouillon/index.md": draft,
        "articles/2026/plus-tard/index.md": waiting.replace("2026-05-01", "2026-09-01"),
        "articles/2026/casse/index.md": broken,
        "authors/lea-montel.md": LEA,
        "authors/marc-teyssot.md": MARC,
        "pages/eau.md": "---\ntitle: L'eau\n---\nUn mot.\n",
    }
    return write_files(tmp_path, files)


@pytest.mark.whole
def test_every_text_has_one_fate(site: Path) -> None:
    build = read_folder(site, OPTIONS, Memory(None))
    fates = [build.of(POST), build.scheduled(POST), build.drafts(POST), build.of(PAGE), build.of(PROFILE)]
    assert [len(fate) for fate in fates] == [1, 1, 1, 1, 2]
    assert sum(len(fate) for fate in fates) + build.build_summary.refused == build.build_summary.texts == 7
    assert [place(found) for found in build.problems] == ["articles/2026/casse/index.md 7:1 key-unknown"]


UNFINISHED = {
    "nobody signs it": ("authors: [lea-montel]", "authors:"),
    "somebody without a profile": ("[lea-montel]", "[zoe]"),
    "a place of another country": ("category: Patrimoine", "category: Ailleurs\ncommune: Gand"),
    "nothing yet": ("Du texte.\n", ""),
}


@pytest.mark.whole
@pytest.mark.parametrize("case", UNFINISHED.values(), ids=UNFINISHED)
@pytest.mark.parametrize("preview", [False, True])
def test_an_unfinished_draft_waits_and_stops_nothing(site: Path, case: tuple[str, str], *, preview: bool) -> None:
    draft, options = post(matter="statut: brouillon\n").replace(*case), replace(OPTIONS, preview=preview)
    (site / "articles/2026/casse/index.md").write_text(draft, encoding="utf-8")
    write_files(site, {"pages/eau.md": "---\ntitle: L'eau\n---\n[Un mot](../articles/2026/casse/index.md).\n"})
    build = read_folder(site, options, Memory(None))
    assert {found.path for found in waiting(build.problems)} == {"articles/2026/casse/index.md"}
    assert not blocks(build.problems)
    assert "articles/2026/casse/index.md" not in {text.path for texts in build.texts.values() for text in texts}
    assert build.build_summary.drafts == {"post": 2}
    assert build.build_summary.accounted == build.build_summary.texts == 7
    assert "casse" not in build.of(PAGE)[0].body.html
    (site / "articles/2026/casse/index.md").write_text(draft.replace("statut: brouillon\n", ""), encoding="utf-8")
    ended = read_folder(site, options, Memory(None))
    assert refused_texts(ended.problems) == ["articles/2026/casse/index.md"]


HARMFUL = {
    "html-removed": ("Du texte.", "<script>alert(1)</script>"),
    "link-scheme": ("Du texte.", "[ici](javascript:alert(1))"),
    "invisible-character": ("Du texte.", "Du\u202etexte."),
    "key-unknown": ("summary:", "save_as: ../x.html\nsummary:"),
    "status": ("statut: brouillon", "statut: brouillons"),
}


@pytest.mark.whole
@pytest.mark.parametrize("code", HARMFUL)
def test_what_may_harm_blocks_in_an_unfinished_draft_too(site: Path, code: str) -> None:
    draft = post(matter="statut: brouillon\n").replace("authors: [lea-montel]", "authors:").replace(*HARMFUL[code])
    (site / "articles/2026/casse/index.md").write_text(draft, encoding="utf-8")
    found = blocking(read_folder(site, OPTIONS, Memory(None)).problems)
    assert {one.path for one in found} == {"articles/2026/casse/index.md"}
    assert code == "status" or code in {one.code for one in found}


def test_no_code_of_files_or_photos_may_wait() -> None:
    may = {code for code, message in messages().items() if message.unfinished}
    assert not [
        code for code in may if re.search(r"^(file|address|proposal)-|private|contact|^photo-(position|broken)", code)
    ]


@pytest.mark.whole
def test_a_post_knows_all_that_its_front_matter_says(site: Path) -> None:
    (article,) = read_folder(site, OPTIONS, Memory(None)).of(POST)
    assert (article.title, article.summary) == ("L’eau du lavoir", "Un «\u00a0mot\u00a0»\u202f!")
    assert (article.slug, article.url, article.lang) == ("le-lavoir", "2026/le-lavoir/", "fr")
    assert (article.date.isoformat(), article.date.tzinfo) == ("2026-05-01T18:30:00+02:00", OPTIONS.now.tzinfo)
    assert article.authors == ("lea-montel", "marc-teyssot")
    assert article.roles == ((Role.PHOTOGRAPHER, ("marc-teyssot",)),)
    assert [(tag.name, tag.slug) for tag in article.tags] == [("Eau", "eau"), ("Été", "ete")]
    assert article.communes == ("01001", "63263")
    assert (article.category.name, article.licence) == ("Patrimoine", LICENCES[0])
    assert article.photo
    assert (article.photo.path, article.photo.alt) == ("articles/2026/le-lavoir/bassin.png", "Le bassin.")


def test_the_licence_of_a_post_is_its_own_or_its_first_author_s_or_the_site_s() -> None:
    by_marc = post(matter="slug: b\n").replace("lea-montel", "marc-teyssot")
    own = post(matter="slug: c\nlicence: etalab-2.0\n").replace("lea-montel", "marc-teyssot")
    paths = {f"articles/2026/{name}/index.md": text for name, text in (("a", post()), ("b", by_marc), ("c", own))}
    library = read_texts({**paths, "authors/marc-teyssot.md": MARC})
    assert {article.slug: article.licence.spdx for article in library.of(POST)} == {
        "a": "CC-BY-4.0",
        "b": "CC-BY-SA-4.0",
        "c": "etalab-2.0",
    }


def test_a_profile_knows_all_that_its_front_matter_says() -> None:
    marc = next(
        profile for profile in read_texts({"authors/marc-teyssot.md": MARC}).of(PROFILE) if profile.key != "lea-montel"
    )
    assert (marc.url, marc.name, marc.kind, marc.kind_label) == (
        "auteurs/marc-teyssot/",
        "Marc Teyssot",
        AuthorKind.ELECTED,
        "élu",
    )
    assert marc.links == (("mastodon", "@marc@instance.example"),)
    assert (marc.office, marc.side, marc.presence) == ("Conseiller municipal", Side.OPPOSITION, Presence.PAST)


def test_posts_are_newest_first_and_problems_in_order() -> None:
    texts = {
        f"articles/2026/{name}/index.md": post().replace("05-01", f"05-0{day}")
        for name, day in (("a", 1), ("b", 3), ("c", 2))
    }
    assert [article.slug for article in read_texts(texts).of(POST)] == ["b", "c", "a"]
    problems = read_texts(
        {path: text.replace("Du texte.", "[x](y)\n\n<blink>") for path, text in texts.items()}
    ).problems
    assert [*problems] == sorted(problems)


def test_posts_of_a_refused_author_and_links_to_refused_posts_are_left_out_in_turn() -> None:
    texts = {
        "articles/2026/a/index.md": post().replace("lea-montel", "marc"),
        "articles/2026/b/index.md": post("[a](../a/index.md) et un mot.\n"),
        "authors/lea-montel.md": LEA,
        "authors/marc.md": "---\nname: Marc\nkind: zzz\n---\n",
    }
    kinds: list[AnyKind] = [POST, POST, PROFILE, PROFILE]
    sources = [
        SourceText(path, kind.name, text.encode()) for (path, text), kind in zip(texts.items(), kinds, strict=True)
    ]
    library = read_library(sources, OPTIONS, read_here, Memory(None), skip_invalid=True)
    assert library.refused == {"articles/2026/a/index.md", "authors/marc.md"}
    assert [article.body.html for article in library.of(POST)] == ["<p><a>a</a> et un mot.</p>"]


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("mot", (8, 4)),
        ("MOT", (8, 4)),
        ("L’eau", (9, 1)),
        ("«\u00a0bonjour\u00a0»", (9, 7)),
        ("zzz", (0, 0)),
        ("", (0, 0)),
        ("&é", (10, 0)),
    ],
)
def test_a_place_is_found_as_it_was_typed(needle: str, found: tuple[int, int]) -> None:
    assert locate('Un mot.\nL\'eau "bonjour".\n&amp;&eacute;', needle, 8)[:2] == found


def test_the_caret_stays_under_its_place_whatever_stands_before_it() -> None:
    for before in ("", "é", "字字", "e\u0301\u0301", "a" * 59, "a" * 200, "\t", "👩" * 80):
        line = f"{before}HERE{'b' * 200}"
        found = problem("html-removed", "a.md", 1, len(before) + 1, line, what="x")
        assert len(found.excerpt) <= 92
        assert found.excerpt[found.caret :].startswith("HERE")
    shown = render_plain([problem("html-removed", "a.md", 1, 3, "字字HERE", what="x")], str).splitlines()
    assert shown[3] == "      | " + " " * 4 + "^"


@pytest.mark.whole
def test_a_site_without_walks_looks_at_none_and_shows_the_words_of_links_to_them(tmp_path: Path) -> None:
    kinds = tuple(kind for kind in KINDS if kind is not WALK)
    options = replace(OPTIONS, kinds=kinds, passed_over=(r"walks/[^/]+\.(?:md|gpx)",))
    files = {
        "authors/lea-montel.md": LEA,
        POST_PATH: post("[Le tour](../../../walks/tour.md) et un mot.\n"),
        "walks/tour.md": "---\nnothing: that a walk may say\n---\n",
        "walks/tour.gpx": "<gpx/>",
    }
    build = read_folder(write_files(tmp_path, files), options, Memory(None))
    assert [place(found) for found in build.problems] == ["8:11 link-waiting"]
    assert (build.of(POST)[0].body.html, build.build_summary.texts) == ("<p><a>Le tour</a> et un mot.</p>", 2)


def test_what_a_post_says_to_features_that_are_left_out_is_passed_over() -> None:
    said = "series: eau\nepisode: 1\ncommunity: [marcheurs]\ncall: lavoirs\nevent: {start: nonsense}\n"
    library = read_texts({POST_PATH: post(matter=said)}, replace(OPTIONS, extensions=()))
    article: Any = library.of(POST)[0]
    assert (library.problems, article.series, article.communities, article.event) == ((), "", (), None)


def test_the_rules_of_a_site_travel_to_workers_with_its_kinds_of_text() -> None:
    arrived = pickle.loads(pickle.dumps(OPTIONS))
    assert [(kind.name, kind.check) for kind in arrived.kinds] == [(kind.name, kind.check) for kind in KINDS]
    assert len({kind.name for kind in KINDS}) == len(KINDS)


PATHS = [f"articles/2026/post-{number}-sur-la-riviere/index.md" for number in range(400)]


def dead(path: str, count: int) -> list[Problem]:
    wanted = [f"articles/2026/post-{number}-sur-le-riviere/index.md" for number in range(count)]
    return [Problem(path, line, 1, MISSING, ((WANTED, there), ("value", "x"))) for line, there in enumerate(wanted, 1)]


def there(path: str, _: str) -> str:
    return path


def proposals(problems: Iterable[Problem]) -> list[str]:
    return [dict(found.values)["proposal"] for found in problems]


def test_only_the_first_dead_links_of_a_text_are_looked_after() -> None:
    wanted = [*dead("articles/a/index.md", 2500), *dead("articles/b/index.md", 1)]
    found = proposals(propose_targets(wanted, PATHS, there))
    assert found == [*[NEAR] * 50, *[NOTHING_NEAR] * 2450, NEAR]


def test_only_some_dead_links_of_a_site_are_looked_after() -> None:
    many = [f"articles/2026/post-{number}-sur-la-riviere/index.md" for number in range(5000)]
    one, other = dead("articles/a/index.md", 12), dead("articles/b/index.md", 12)
    found = proposals(propose_targets([*one, *other], many, there))
    assert found == [*[NEAR] * 10, *[NOTHING_NEAR] * 2, *[NEAR] * 10, *[NOTHING_NEAR] * 2]


def _advise(_: Any, draft: Draft) -> Iterator[Problem]:
    yield from _advise_source(draft)


def _advise_source(draft: Draft) -> Iterator[Problem]:
    while "sans fin" in draft.source.body:
        pass
    yield problem("html-dropped", draft.path, 1, what="<br>")


PATIENT = Adviser(_advise, _advise_source)
ON_POSTS = replace(OPTIONS, kinds=(POST,))


@pytest.mark.whole
@pytest.mark.parametrize("matter", ["", "inconnue: x\n"], ids=["published", "refused"])
def test_a_post_that_takes_too_long_is_reported_and_the_others_get_their_advice(
    matter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advising, "LIMITS", Limits(cpu=0.5, wall=5.0, memory=512 * 1024 * 1024))
    long = f"Un mot sans fin.\n\n{'Encore. ' * 3000}\n"
    bodies = {"le-lavoir": "Du texte.\n", "la-source": long, "le-pont": "Du texte.\n"}
    files = {f"articles/2026/{name}/index.md": post(body, matter, title=name) for name, body in bodies.items()}
    library = read_texts(files)
    assert len(library.of(POST)) == (0 if matter else 3)
    sources = {path: SourceText(path, POST.name, text.encode()) for path, text in files.items()}
    memory = Memory(None)
    expected = ["articles/2026/la-source/index.md 0:0 text-slow", "articles/2026/le-pont/index.md 1:0 html-dropped"]
    for _ in range(2):
        found = read_advice(library, sources, memory, PATIENT, ON_POSTS)
        assert sorted(place(one) for one in found) == ["1:0 html-dropped", *expected]
        assert not blocks(found), "the text itself may be published"


def test_advice_is_given_once_for_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"articles/2026/le-lavoir/index.md": post()}
    library = read_texts(files)
    sources = {path: SourceText(path, POST.name, text.encode()) for path, text in files.items()}
    memory = Memory(None)
    first = read_advice(library, sources, memory, PATIENT, ON_POSTS)
    monkeypatch.setattr(advising, "advise_on", None)
    assert read_advice(library, sources, memory, replace(PATIENT), ON_POSTS) == first != []
