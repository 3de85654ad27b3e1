"""Each case of ``proposal.yml``: what a proposal may do, and the words that say why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.commands.review.proposal import FileChange, judge_changes, registry_of
from placette.engine.base.translation import load_catalogue
from placette.engine.library.kinds import Draft, draft_text
from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import explain, problem, render_plain
from placette.features.agenda.event import EVENT
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from placette.features.walks.walk import WALK
from tests.engine.library.reading_site import place
from tests.fixture_kinds import KINDS, POSTS

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("proposal.yml").read_text(encoding="utf-8"))
LINKS = """
[Le plan](plan.v2.csv), [le son](son.mp3), [la carte][c] et <a href="./page.pdf">la page</a> ; pas `[x](code.csv)`.

[La feuille](<feuille.ods>) et [le programme](pro%67ramme.ics#haut), [ailleurs](../pages/regles.pdf).

![La vue.](vue.large.jpg)

[c]: carte.pdf
"""


def text(path: str, authors: str) -> Draft:
    if authors == "withdrawn":
        date = "date: 2026-05-01\n" if path.startswith("articles/") else ""
        kind = POST if date else PROFILE
        return draft_text(path, kind, f"---\nstatus: withdrawn\n{date}---\n".encode())
    if path.startswith("authors/"):
        lines = "".join(f"{line.strip()}\n" for line in authors.split(";"))
        return draft_text(path, PROFILE, f"---\n{lines}---\n".encode())
    if path.startswith("walks/"):
        steps = "steps:\n  - Ici (45.1, 3.1)\n  - Là (45.2, 3.2)\n"
        track = path.removeprefix("walks/").replace(".md", ".gpx")
        source = f"---\ntitle: a\nsummary: b\ndate: 2026-05-01\nauthors: {authors}\ntrack: {track}\n{steps}---\n{LINKS}"
        return draft_text(path, WALK, source.encode())
    if path.startswith("events/"):
        source = f"---\ntitle: a\nstart: 2026-12-05\norganiser: {authors}\n---\n"
        return draft_text(path, EVENT, source.encode())
    authors, _, roles = authors.partition("; ")
    source = f"---\ntitle: a\ndate: 2026-05-01\nauthors: {authors}\n{roles}\ncategory: Patrimoine\n---\nUn mot.\n"
    return draft_text(path, POSTS, source.encode())


def profile(key: str, rest: str) -> Draft:
    kind = "" if "kind:" in rest else "kind: habitant\n"
    return draft_text(f"authors/{key}.md", PROFILE, f"---\n{kind}{rest}---\n".encode())


def replace_body(draft: Draft, body: str) -> Draft:
    return replace(draft, source=replace(draft.source, body=body))


BASE = registry_of(
    [
        profile("ana", "name: Ana Roux\naccount: ana63\n"),
        profile(
            "lea",
            "name: Léa Montel\ncompte: lea-m\n"
            "portrait: portrait-de-lea.jpg\nportrait_alt: Léa.\nportrait_credit: Marc.\n",
        ),
        profile("marc", "name: Marc\n"),
        profile("equipe", "name: L’équipe\nkind: équipe\naccount: equipe63\n"),
        *(text(f"articles/2026/{name}/index.md", "[ana]") for name in ("a", "a1", "a2", "a3")),
        text("articles/2026/l/index.md", "[Léa Montel]"),
        text("articles/2026/al/index.md", "[ana, lea]"),
        text("articles/2026/m/index.md", "[marc]"),
        text("articles/2026/t/index.md", "[ana]; translation_of: l"),
        text("events/a.md", "ana"),
        text("events/l.md", "Léa Montel"),
        text("events/c.md", "Le comité"),
        text("articles/2026/g/index.md", "withdrawn"),
        text("authors/partie.md", "withdrawn"),
        text("walks/l.md", "[lea]"),
        replace_body(text("events/m.md", "marc"), "[Le plan](plan.pdf)"),
        replace_body(text("events/l2.md", "lea"), "[Le plan](plan.pdf)"),
    ],
    KINDS,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_proposal_is_judged_as_the_case_says(case: dict[str, Any]) -> None:
    lines = [line.split(": ", 1) for line in case["changes"]]
    changes = [FileChange(what.split(" ", 2)[2], *what.split(" ", 2)[:2]) for what, *_ in lines]
    own = {what.split(" ", 2)[2].removeprefix("content/"): authors[0] for what, *authors in lines if authors}
    drafts = {path: text(path, authors) for path, authors in own.items()}
    base = registry_of([profile("lea", "name: Léa\n")], KINDS) if case.get("base") == "without accounts" else BASE
    verdict = judge_changes(changes, base, drafts, case.get("submitter", "ana63"), "content/")
    assert [place(found) for found in sorted(verdict.problems)] == case.get("expect", [])
    for lang in {"fr", "en"} & case.keys():
        assert render_plain(verdict.problems, load_catalogue(lang).gettext) == case[lang].rstrip("\n")


def test_a_file_that_several_texts_name_belongs_to_all_who_sign_one() -> None:
    assert set(BASE.owners_of("events/plan.pdf")) == {"lea", "marc"}


def test_links_are_looked_for_where_files_were_changed() -> None:
    texts = [profile("lea", "name: Léa\n"), text("walks/l.md", "[lea]")]
    assert registry_of(texts, KINDS, {"walks"}).owners_of("walks/son.mp3") == ("lea",)
    assert registry_of(texts, KINDS, {"events"}).owners_of("walks/son.mp3") == ()


def test_every_code_of_proposals_has_a_case_that_pins_its_words() -> None:
    codes = {line.rsplit(" ", 1)[1] for case in CASES if "fr" in case and "en" in case for line in case["expect"]}
    assert codes == {code for code in MESSAGES if code.startswith("proposal-")} - {"proposal-history"}


def test_what_a_photo_in_the_history_tells_is_said_in_words() -> None:
    found = problem("proposal-history", "a.jpg", reason="the place where it was taken", commit="1a2b3c4")
    what, mend = explain(found, load_catalogue("fr").gettext)
    assert what == (
        "Un commit antérieur de cette proposition (1a2b3c4) contient ce fichier avec le lieu de la prise de vue\u00a0:"
        " git le garderait pour toujours."
    )
    assert "squash and merge" in mend


def test_new_people_and_what_is_left_behind_are_known() -> None:
    changes = [
        FileChange("content/authors/zoe.md", "A", "100644"),
        FileChange("content/authors/ana.md", "M", "100644"),
        FileChange("content/articles/2026/a/index.md", "D", "000000"),
    ]
    verdict = judge_changes(changes, BASE, {}, "ana63", "content/")
    assert verdict.new_authors == ("authors/zoe.md",)
    assert verdict.changed == ("authors/zoe.md", "authors/ana.md")
