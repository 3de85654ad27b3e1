"""Everything that may happen to a small site between two builds, as the rules of a machine for hypothesis."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from placette.engine.build import building
from tests.engine.build.fixture_changes import SCRATCHED, Post, Village, profile
from tests.engine.build.fixture_twice import PLAIN, Bench, Result, digests, hasten
from tests.engine.build.test_settling import crash, crash_after

STEPS: Counter[str] = Counter()
"""How often each rule was tried, and how each build ended."""
CLEAN: dict[str, dict[str, Result]] = {"plain": {}, "drawn": {}}

anything = st.integers(0, 999)
digit = st.integers(0, 4)
_DATES = [
    "2024-02-29", "2025-11-02 23:59", "2025-12-31", "2026-05-03", "2026-06-30 08:30", "2026-07-03",
    "2026-07-04 12:00",
]  # fmt: skip
_PEOPLE = ["lea", "marc", "lea, marc", "marc, lea", "amis", "Léa Montel", "amis, marc, lea"]
_ROLES = [
    "",
    "photographers: [marc]\n",
    "translators: [camille]\nproofreaders: [lea, marc]\n",
    "licence: Licence Ouverte 2.0\n",
    "translation_of: lavoir\nlang: en\n",
    "translation_of: bonjour\nlang: oc\n",
]
_PLACES = [("Nature", "63113"), ("Patrimoine", "15014"), ("Fête", "63113"), ("Histoire", "43157"), ("Nature", "*")]
_TAGS = ["", "eau", "Rivière", "eau, rivière, été", "bal"]
BROKEN: list[dict[str, Any]] = [
    {"category": "Inconnue"},
    {"authors": "personne"},
    {"body": "[rien](../rien/index.md)"},
    {"episode": 9},
]
TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "alter": lambda data: data[:-1] + b"?",
    "lengthen": lambda data: data + b"?",
    "rewrite": lambda data: data,
}
MEMORIES = ["*.state", "*.state", "readings-*", "look/*", "photos/*", "related/*", "compressed/*", "*"]
SETTINGS: list[tuple[str, Any]] = [
    ("SITENAME", "Un autre nom"),
    ("SITEURL", "https://carnets.example/blog"),
    ("DEFAULT_PAGINATION", 2),
    ("DEFAULT_PAGINATION", 1),
    ("VIEWS_MENU", (("Lire", "archives/"),)),
    ("VIEWS_MENU", (("Nulle part", "nulle-part/"),)),
    ("VIEWS_FACES", 1),
    ("VIEWS_WORDS_PER_MINUTE", 1),
    ("SHARING_TARGETS", ("email",)),
    ("READING_LICENCE", "CC BY-SA 4.0"),
    ("BUILDING_PRECOMPRESS", True),
    ("IDENTITY_PRIMARY", "#7a1f4d"),
]


class Plain(RuleBasedStateMachine):
    """Everything that may happen to a site between two builds; nothing is drawn."""

    kind, overrides = "plain", PLAIN

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="incremental-"))

    @initialize(quick=st.booleans())
    def start(self, quick: bool) -> None:
        self.bench = Bench(self.folder / "site", CLEAN[self.kind], self.overrides, quick)
        self.prepare()
        self.check("first")

    def prepare(self) -> None:
        hasten(self.bench.patch)

    def teardown(self) -> None:
        self.bench.patch.undo()
        shutil.rmtree(self.folder)

    def check(self, what: str, **overrides: Any) -> None:
        """Compare what nothing refuses; where times are trusted, once more, with nothing changed."""
        STEPS[f"{self.kind} {what}"] += 1
        for _ in range(1 + self.bench.quick):
            built = self.bench.check(**overrides)
            assert not built.refused
        STEPS["short"] += built.short

    def change(self, what: str, village: Village) -> None:
        """Edit, then compare; what is refused is taken back, and must be as if it had never been."""
        before = self.bench.village
        self.bench.become(village)
        if self.bench.check().refused:
            STEPS["refused"] += 1
            self.bench.become(before)
        self.check(what)

    def slug(self, number: int) -> str:
        return sorted(self.bench.village.posts)[number % len(self.bench.village.posts)]

    def edit(self, what: str, number: int, **changes: Any) -> None:
        self.change(what, self.bench.village.with_post(self.slug(number), **changes))

    @rule(number=anything, n=digit, form=st.sampled_from(["Note {}.", "## Titre {}", "Trois[^n].\n\n[^n]: {}"]))
    def edit_a_body(self, number: int, n: int, form: str) -> None:
        self.edit("body", number, note=form.format(n))

    @rule(number=anything, n=digit)
    def edit_a_title(self, number: int, n: int) -> None:
        self.edit("title", number, title=f"Titre {n}")

    @rule(number=anything, date=st.sampled_from(_DATES))
    def edit_a_date(self, number: int, date: str) -> None:
        self.edit("date", number, date=date)

    @rule(number=anything, people=st.sampled_from(_PEOPLE), roles=st.sampled_from(_ROLES))
    def edit_the_people(self, number: int, people: str, roles: str) -> None:
        self.edit("people", number, authors=people, roles=roles)

    @rule(number=anything, place=st.sampled_from(_PLACES), tags=st.sampled_from(_TAGS))
    def edit_category_commune_tags(self, number: int, place: tuple[str, str], tags: str) -> None:
        self.edit("terms", number, category=place[0], commune=place[1], tags=tags)

    @rule(number=anything)
    def draft_or_publish(self, number: int) -> None:
        status = self.bench.village.posts[self.slug(number)].status
        self.edit("status", number, status="published" if status == "draft" else "draft")

    @rule(number=anything, new=st.sampled_from(["renomme", "bonjour", "riviere"]))
    def rename_a_post(self, number: int, new: str) -> None:
        village = self.bench.village
        if new not in village.posts:
            self.change("rename", village.renamed(self.slug(number), new))

    @precondition(lambda self: len(self.bench.village.posts) > 3)
    @rule(number=anything)
    def delete_a_post(self, number: int) -> None:
        posts = {slug: post for slug, post in self.bench.village.posts.items() if slug != self.slug(number)}
        self.change("delete", replace(self.bench.village, posts=posts))

    @precondition(lambda self: len(self.bench.village.posts) < 8)
    @rule(n=digit, date=st.sampled_from(_DATES))
    def add_a_post(self, n: int, date: str) -> None:
        post = Post(f"Nouveau {n}", date, tags="neuf", body="Voir [bonjour](../../2026/bonjour/index.md).")
        self.change("add", replace(self.bench.village, posts={**self.bench.village.posts, f"nouveau-{n}": post}))

    @rule(one=anything, other=anything)
    def exchange_two_posts(self, one: int, other: int) -> None:
        posts = dict(self.bench.village.posts)
        one_, other_ = self.slug(one), self.slug(other)
        posts[one_], posts[other_] = (
            replace(posts[other_], photo="", body="."),
            replace(posts[one_], photo="", body="."),
        )
        self.change("exchange", replace(self.bench.village, posts=posts))

    @rule(
        key=st.sampled_from(["lea", "marc", "amis"]),
        name=st.sampled_from(["Léa Montel", "Paul Bert"]),
        more=st.sampled_from(
            ["", "description: Marche.\n", "licence: CC BY-SA 4.0\n", "links:\n  mastodon: '@a@b.fr'\n"]
        ),
    )
    def edit_a_profile(self, key: str, name: str, more: str) -> None:
        self.change("profile", self.with_profiles({key: profile(f"{name} {key}" if key != "lea" else name, more=more)}))

    @rule(drop=st.sampled_from(["camille", "renee", "marc"]), add=st.sampled_from(["", "renee", "camille"]))
    def rename_or_delete_a_profile(self, drop: str, add: str) -> None:
        self.change("profiles", self.with_profiles({add: profile(f"Nom de {add}")} if add else {}, drop))

    @rule(key=st.sampled_from(["camille", "marc", "renee"]), biography=st.sampled_from(["", "Une personne inventée."]))
    def write_or_drop_a_biography(self, key: str, biography: str) -> None:
        self.change("biography", self.with_profiles({key: profile(f"Nom de {key}", biography=biography)}))

    def with_profiles(self, changed: dict[str, str], drop: str = "") -> Village:
        kept = {key: text for key, text in self.bench.village.profiles.items() if key != drop}
        return replace(self.bench.village, profiles=kept | changed)

    @rule(n=digit, heading=st.sampled_from(["Équipe", "Voisins"]))
    def edit_the_page(self, n: int, heading: str) -> None:
        self.change("page", replace(self.bench.village, page=f"Qui {n}\n\n## {heading}\n\nDes voisins."))

    @rule(number=anything, leave=st.booleans())
    def join_or_leave_the_series(self, number: int, leave: bool) -> None:
        taken = [post.episode for post in self.bench.village.posts.values() if post.status == "published"]
        self.edit("series joined", number, episode=0 if leave else max(taken, default=0) + 1)

    @rule(one=anything, other=anything)
    def exchange_two_episodes(self, one: int, other: int) -> None:
        posts = self.bench.village.posts
        one_, other_ = self.slug(one), self.slug(other)
        village = self.bench.village.with_post(one_, episode=posts[other_].episode)
        self.change("episodes", village.with_post(other_, episode=posts[one_].episode))

    @rule(n=digit, status=st.sampled_from(["confirmed", "cancelled"]))
    def edit_the_event(self, n: int, status: str) -> None:
        told = f"title: Le bal {n}\nstatus: {status}"
        self.change("event", replace(self.bench.village, event=told))

    @rule(n=digit, status=st.sampled_from(["open", "finished"]))
    def edit_the_series(self, n: int, status: str) -> None:
        told = f"title: Au fil de l'eau {n}\nsummary: Un récit.\nstatus: {status}"
        self.change("series", replace(self.bench.village, series=told))

    @rule(path=st.sampled_from(SCRATCHED), n=digit)
    def edit_the_theme(self, path: str, n: int) -> None:
        self.change("theme", replace(self.bench.village, scratches={**self.bench.village.scratches, path: n}))

    @rule(setting=st.none() | st.sampled_from(SETTINGS))
    def change_a_setting(self, setting: tuple[str, Any] | None) -> None:
        self.change("setting", replace(self.bench.village, settings=(setting,) if setting else ()))

    @rule(number=anything, n=digit)
    def swap_a_photo(self, number: int, n: int) -> None:
        photos = self.bench.village.photos
        path = sorted(photos)[number % len(photos)]
        self.change("photo", replace(self.bench.village, photos={**photos, path: n}))

    @rule()
    def let_a_day_pass(self) -> None:
        self.change("day", replace(self.bench.village, day=self.bench.village.day + 1))

    @rule(number=anything, wrong=st.sampled_from(BROKEN))
    def break_a_post_and_mend_it(self, number: int, wrong: dict[str, Any]) -> None:
        before = self.bench.village
        self.bench.become(before.with_post(self.slug(number), **wrong))
        self.check("broken", READING_SKIP_INVALID=True)
        self.bench.become(before)
        self.check("mended", READING_SKIP_INVALID=True)
        self.check("strict")

    @rule(number=anything, n=digit, steps=st.integers(0, 12))
    def crash_half_way(self, number: int, n: int, steps: int) -> None:
        self.bench.become(self.bench.village.with_post(self.slug(number), title=f"Titre {n}", status="published"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", crash_after(steps))
            patch.setattr(building, "keep_state", crash)
            try:
                self.bench.build(self.bench.root)
            except OSError as error:
                STEPS[f"{error}"] += 1
        self.check("after a crash")

    @rule(number=anything, what=st.sampled_from(["remove", *TAMPERED]))
    def tamper_with_the_output(self, number: int, what: str) -> None:
        self.bench.become(self.bench.village)
        path = self.bench.output / sorted(digests(self.bench.output).keys() - self.bench.foreign.keys())[number % 40]
        data = path.read_bytes()
        path.unlink() if what == "remove" else path.write_bytes(TAMPERED[what](data))
        self.check(what)

    @rule(path=st.sampled_from(["CNAME", "2026/note.txt", "2026/bonjour/note.txt", "auteurs/x/y.html"]))
    def put_a_foreign_file(self, path: str) -> None:
        target = self.bench.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"not ours")
        self.bench.foreign[path] = digests(self.bench.output)[path]
        self.check("foreign")

    @rule(folder=st.sampled_from(["2026", "auteurs", "theme", "."]))
    def remove_a_folder_of_the_output(self, folder: str) -> None:
        shutil.rmtree(self.bench.output / folder)
        kept = {path: made for path, made in self.bench.foreign.items() if (self.bench.output / path).exists()}
        self.bench.foreign = kept
        self.check("removed folder")

    @rule(pattern=st.sampled_from(MEMORIES), n=digit)
    def damage_the_cache(self, pattern: str, n: int) -> None:
        for path in [path for path in self.bench.cache.glob(pattern) if path.is_file()]:
            data = path.read_bytes()
            path.unlink() if n == 0 else path.write_bytes((b"", data[: len(data) // 2], b"{}", data[::-1])[n % 4])
        self.check("damaged")


class Drawn(Plain):
    """The same with landscapes and cards, real workers and templates compiled anew at each build."""

    kind, overrides = "drawn", {"BUILDING_EXECUTOR": "processes", "SHARING_CARDS": True}

    def prepare(self) -> None:
        pass
