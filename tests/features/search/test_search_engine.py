"""What visitors find, as the script in their browser finds it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.features.search.fixture_engine import Document, Files, Found, index_of, postings_of, search

pytestmark = pytest.mark.validator

TYPING: dict[str, Any] = {"typing": True}
TOWN = (
    Document("Monter au puy de Dôme", "Un sentier mène au sommet."),
    Document("L’eau des volcans", "Les marchés du pays de Vichy, une ville d'eaux."),
    Document("Vichy", "Une ville.", kind="place"),
    Document("Puy-de-Dôme", "Le département.", kind="place"),
    Document("Le marché de Vichy", "Chaque mercredi sous la halle."),
    Document("Vichy", "Ce que nous avons vu."),
    Document("The market hall", "Walking through the markets.", lang="en"),
    Document("Aujourd’hui : 1 048 habitants", "Un village."),
)


def found(*queries: str, lang: str = "fr", files: Files | None = None, **options: Any) -> Found:
    return search(files or index_of(TOWN), *((query, options) for query in queries), lang=lang)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("puy de dome", "Puy-de-Dôme"),
        ("PUYDEDOME", "Puy-de-Dôme"),
        ("leau volcan", "L’eau des volcans"),
        ("l'eau", "L’eau des volcans"),
        ("mercredis", "Le marché de Vichy"),
        ("walked", "The market hall"),
        ("1048", "Aujourd’hui : 1 048 habitants"),
        ("mercerdi", "Le marché de Vichy"),
        ("volacn", "L’eau des volcans"),
    ],
)
def test_a_page_is_found_however_it_is_written(query: str, title: str) -> None:
    assert found(query).titles()[:1] == [title]


def test_a_name_comes_first_and_people_and_places_before_others() -> None:
    answer = found("vichy")
    assert [(hit["kind"], hit["number"]) for hit in answer.answers[0]["hits"]] == [
        *(("place", 2), ("post", 5), ("post", 4), ("post", 1)),
    ]


def test_what_holds_all_words_comes_before_what_holds_fewer() -> None:
    answer = found("ville d'eaux de vichy").answers[0]
    assert (answer["hits"][0]["number"], answer["total"]) == (1, 4)


def test_a_rare_word_tells_more_than_a_frequent_one() -> None:
    files = index_of([Document("lac rare"), *(Document(f"lac bleu {number}") for number in range(9))])
    files["t-"]["bleu"] = postings_of(dict.fromkeys(range(1, 10), 8))
    assert found("bleu rare", files=files).answers[0]["hits"][0]["number"] == 0


def test_a_frequent_word_is_known_as_one_though_few_of_its_pages_are_told() -> None:
    files = index_of([Document("lac rare"), *(Document(f"lac {number}") for number in range(9))])
    first = []
    for encode_postings in ("3h", "9:3h"):
        files["t-"]["bleu"] = encode_postings
        first.append(found("bleu rare", files=files).answers[0]["hits"][0]["number"])
    assert first == [3, 0], "as rare as the other, the newer first; then the rarer"


def test_what_is_typed_finds_what_begins_so_from_two_letters_on() -> None:
    answer = found("v", "vo", "vol", "volcaniq", **TYPING)
    assert [titles for at in range(4) if (titles := answer.titles(at))] == [["L’eau des volcans"]] * 3
    assert found("vo", "vol ").titles() == []
    assert found("vol ", **TYPING).answers[0]["corrected"] == []


def test_a_word_shorter_than_its_shards_is_looked_for_in_a_summary() -> None:
    files = index_of(TOWN, leaves=["", "vic", "vil", "vol", "_"], nodes=["vi"])
    answer = found("vi", "vich", files=files, **TYPING)
    asked = [{name for wave in waves for name in wave} for waves in answer.waves]
    assert "s-vi" in asked[0]
    assert not {"t-vic", "t-vil"} & asked[0]
    assert "t-vic" in asked[1]
    assert answer.titles(0)[0] == answer.titles(1)[0] == "Vichy"


@pytest.mark.parametrize("options", [{}, TYPING])
@pytest.mark.parametrize("apart", [1, 4, len(TOWN)])
def test_what_is_apart_from_the_groups_is_found_as_if_it_were_in_them(apart: int, options: dict[str, Any]) -> None:
    leaves, nodes = ["", "ma", "vic", "vil", "vo", "_"], ["vi"]
    words = ["vi", "vichy", "vo", "marché vichy", "vicy", "macrhés", "volcaniq", "l’eau des volcans", "zzzzzz"]
    whole = found(*words, files=index_of(TOWN, leaves, nodes), **options)
    assert found(*words, files=index_of(TOWN, leaves, nodes, apart=apart), **options).answers == whole.answers


def test_only_words_that_are_not_found_are_corrected() -> None:
    answer = found("vicy", "vichy", "ville vicy", "macrhés", "zzzzzz")
    assert [one["corrected"] for one in answer.answers] == [
        *([["vicy", "vichy"]], [], [["vicy", "vichy"]], [["macrhes", "marche"]], []),
    ]


def test_of_words_that_an_error_may_mean_the_one_that_a_title_holds_with_the_others_comes_first() -> None:
    written = ("lune",) * 5 + ("line",) * 4 + ("lone",) * 3
    others = (Document(f"{word} {at}".capitalize(), "Une vieille histoire.") for at, word in enumerate(written))
    answer = found("vieille lxne", files=index_of((Document("La vieille lane", "Sur l’Allier."), *others)))
    assert answer.titles()[0] == "La vieille lane"
    assert len(answer.titles()) == 10, "the others follow"


def test_errors_are_looked_for_in_few_files() -> None:
    """An error behind the beginning of a shard costs no file; before it, the terms with the same ending are read."""
    leaves = ["", "ma", "me", "mi", "mo", "s", "vi", "vo", "_"]
    files = index_of(TOWN, leaves, ends=["", "i", "n", "r", "y", "e"])
    answer = found("mercrdei", "omnter", "ivchy", "ville", files=files)
    assert [titles[0] for at in range(3) if (titles := answer.titles(at))] == [
        *("Le marché de Vichy", "Monter au puy de Dôme", "Vichy"),
    ]
    shards = [{name for wave in waves for name in wave if name[0] in "et"} for waves in answer.waves]
    assert {name for name in shards[0] if name[0] == "t"} == {"t-_", "t-me", "t-"}, "its own, and that of «ercrdei»"
    assert all(len(names) <= 8 for names in shards)
    assert not any(name.startswith("e-") for name in shards[3]), "nothing is corrected where something is found"


def test_a_damaged_file_of_endings_is_no_end() -> None:
    files = index_of(TOWN, ["", "vi", "iv", "_"], ends=["", "y"])
    for damaged in ({}, {"terms": 5, "often": []}, {"terms": "vichy", "often": None}, "{"):
        files["e-y"] = damaged
        assert "error" not in found("ivchy", files=files).answers[0]
    assert found("ivchy", files=files).answers[0]["damaged"]


def test_stop_words_alone_find_names() -> None:
    files = index_of([Document("Y", kind="place"), Document("Le Vernet", kind="place"), Document("il y a")])
    answer = search(files, ("y", {}), ("le", TYPING), ("le v", TYPING), ("de", {}), ("puy de", TYPING))
    assert [answer.titles(at) for at in range(5)] == [["Y", "il y a"], ["Le Vernet"], ["Le Vernet"], [], []]


def test_a_stop_word_is_looked_for_alone_or_beside_a_word_that_is_only_begun() -> None:
    files = index_of(
        [Document("Pour qui ?"), Document("Rien", "pour rien"), Document("Notre ville"), Document("Ville")]
    )
    answer = search(files, ("pour", {}), ("pou", TYPING), ("notre vil", TYPING))
    assert [answer.titles(at) for at in range(2)] == [["Pour qui ?"]] * 2
    assert answer.titles(2)[0] == "Notre ville"


def test_exact_words_come_before_those_that_begin_so() -> None:
    files = index_of([Document("La concertation"), Document("Orgue", "un concert")])
    assert found("concert", files=files, **TYPING).titles() == ["Orgue", "La concertation"]
    assert found("concertation", files=files).titles() == ["La concertation", "Orgue"], "English stems them alike"


SAME = (["bus", "car", "navette"], ["mairie", "hotel ville"], ["x", "__proto__"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("bus", ["La navette"]),
        ("navettes", ["La navette"]),
        ("nav", ["La navette"]),
        ("mairie", ["L’hôtel de ville"]),
        ("hôtel de ville", ["L’hôtel de ville"]),
        ("constructor", []),
    ],
)
def test_words_that_mean_the_same_find_the_same(query: str, titles: list[str]) -> None:
    written = ("La navette", "L’hôtel de ville", "Un hôtel")
    answer = found(query, files=index_of([Document(title) for title in written], alike=SAME), **TYPING)
    assert (answer.titles()[: len(titles)], answer.answers[0]["corrected"]) == (titles, [])


def test_a_word_itself_comes_before_what_means_the_same_and_is_marked_there() -> None:
    files = index_of([Document("Le bus"), Document("La navette")], alike=SAME)
    answer = found("bus", files=files)
    assert answer.titles() == ["Le bus", "La navette"]
    assert ["navette", True] in answer.answers[0]["hits"][1]["title"]


def test_a_place_whose_name_begins_with_what_was_typed_comes_first() -> None:
    files = index_of([Document("Clermont-Ferrand", kind="place"), Document("Clermont, pierre noire", "Clermont")])
    for options in ({}, TYPING):
        hits = found("clermont", files=files, **options).answers[0]["hits"]
        assert [(hit["kind"], hit["placed"]) for hit in hits] == [("place", True), ("post", False)]


def test_stop_words_of_another_language_need_not_be_held() -> None:
    files = index_of([Document("Le thé du soir"), Document("Evening tea", "the best", lang="en")])
    assert found("the", files=files).titles() == ["Le thé du soir"]
    assert found("the evening", files=files, lang="en").titles() == ["Evening tea"]
    assert found("the evening", files=files).titles()[0] == "Evening tea"


def faceted() -> Files:
    files = index_of(TOWN)
    files["root"]["years"] = ["0", "2025", "2026"]
    files["facets"] = {
        "kinds": ["place", "post"],
        "categories": ["Nature", "Vie locale"],
        "communes": ["Vichy", "Royat"],
    }
    files["y-0"] = {"n": [2, 1], "k": [0, 0], "c": [-1, -1], "m": [0, -1]}
    files["y-2025"] = {"n": [0, 1], "k": [1, 1], "c": [0, 0], "m": [1, [0, 1]]}
    files["y-2026"] = {"n": [4, 1], "k": [1, 1], "c": [1, 1], "m": [[0], 0]}
    return files


def test_results_are_narrowed_and_counted() -> None:
    narrowed = {"facets": True, "filters": {"kind": "post"}}
    answer = search(
        faceted(),
        ("vichy", {"facets": True}),
        ("vichy", narrowed),
        ("vichy", {"filters": {"commune": "Royat", "year": "2025"}}),
        ("vichy", {"filters": {"category": "__proto__", "kind": ""}}),
    )
    assert answer.answers[0]["facets"] == {
        "kind": [["post", 3], ["place", 1]],
        "category": [["Vie locale", 2], ["Nature", 1]],
        "commune": [["Vichy", 4], ["Royat", 1]],
        "year": [["2026", 2], ["2025", 1]],
    }
    assert answer.answers[1]["facets"]["kind"] == [["post", 3], ["place", 1]], "as if the kind weren't chosen"
    assert answer.answers[1]["facets"]["commune"] == [["Vichy", 3], ["Royat", 1]]
    assert [(one["total"], len(one["hits"])) for one in answer.answers[1:]] == [(3, 3), (1, 1), (0, 0)]
    assert [one["facets"] for one in answer.answers[2:]] == [None, None]


def test_results_come_in_pages() -> None:
    files = index_of([Document(f"Fête numéro {number}") for number in range(25)])
    calls = [("fete", {"limit": 10, "from": start}) for start in (0, 10, 20, 30)] + [
        ("fete", {"limit": -1, "from": "x"})
    ]
    answer = search(files, *calls)
    numbers = [[hit["number"] for hit in one["hits"]] for one in answer.answers]
    assert [len(page) for page in numbers] == [10, 10, 5, 0, 10]
    assert [*numbers[0], *numbers[1], *numbers[2]] == list(range(24, -1, -1))
    assert {one["total"] for one in answer.answers} == {25}


def test_words_are_marked_in_titles_and_in_the_best_part_of_the_text() -> None:
    text = "Rien ici. " * 60 + "Les marchés de l'Allier, et aujourd'hui le Puy-de-Dôme. " + "Encore rien. " * 60
    files = index_of([Document("Des marchés", text)])
    hit = found("marche puydedome aujourd'hui", files=files).answers[0]["hits"][0]
    assert hit["title"] == [["Des ", False], ["marchés", True]]
    assert [part for part, marked in hit["extract"] if marked] == ["marchés", "aujourd'hui", "Puy-de-Dôme"]
    extract = "".join(part for part, _ in hit["extract"])
    assert 150 <= len(extract) <= 210
    assert extract[2:-2] in " ".join(text.split())
    assert all(word in text.split() for word in extract.split()[1:-1])
    assert (extract[:2], extract[-2:]) == ("… ", " …")


def test_ranking_is_explained_on_demand() -> None:
    hit = found("vichy", explain=True).answers[0]["hits"][0]
    assert (hit["why"]["named"], hit["why"]["held"]) == (2, 1)
    assert hit["why"]["terms"][0][:2] == ["vichy", "vichy"]
    assert "why" not in found("vichy").answers[0]["hits"][0]


def test_files_are_asked_for_together_and_once() -> None:
    leaves = ["", "ma", "vi", "_"]
    answer = found("marché vichy", "marché vichy", files=index_of(TOWN, leaves))
    assert [len(waves) for waves in answer.waves] == [3, 0], "the root, the shards, the documents"
    assert {"t-ma", "t-vi", "t-_"} <= set(answer.waves[0][1])


def test_names_of_files_hold_plain_letters_only() -> None:
    files = index_of([Document("東京 œuvre 1048")], leaves=["", "東", "_東"])
    files |= {"t--6771-": files.pop("t-東"), "t-_-6771-": files.pop("t-_東")}
    assert found("東京", files=files).titles() == ["東京 œuvre 1048"]


def test_a_missing_or_damaged_shard_is_told_and_the_rest_is_found() -> None:
    files = index_of(TOWN, leaves=["", "vi", "ma", "_"])
    del files["t-ma"]
    files["t-_"] = "{"
    answer = search(files, ("marche vichy", {}), ("eau", {}), ("ville", {}))
    assert answer.answers[0]["damaged"]
    assert "Vichy" in answer.titles(0)
    assert answer.titles(2)
    del files["d-2"]
    gone = search(files, ("ville", {})).answers[0]
    assert (gone["damaged"], len(gone["hits"]), gone["total"]) == (True, 1, 2)


@pytest.mark.parametrize(
    "root", [None, "{", "[]", "null", {"form": 2, "docs": 1}, {"form": 4, "docs": "many"}, {"form": 4}]
)
def test_an_index_without_a_root_is_an_error_with_a_name(root: object) -> None:
    files = index_of(TOWN)
    del files["root"]
    if root is not None:
        files["root"] = root
    answer = found("vichy", "vichy", files=files)
    assert [one.get("error") for one in answer.answers] == ["IndexError"] * 2
    assert answer.waves[1] == [["root"]], "it is asked for again"


HOSTILE: tuple[object, ...] = (
    *("", " ", "x" * 10_000, "mot " * 5_000, "[(*+?\\^$|", "<img src=x onerror=alert(1)>", "\u202e\u200fvichy\u2066"),
    *("😀🏳️‍🌈", "\ud800", "vi\udfffchy", "__proto__", "constructor", "toString", "hasOwnProperty valueOf", "\0\x07"),
    *(None, 7, {}, [], True, {"toString": 1}),
)


def test_no_query_fails() -> None:
    options: list[dict[str, Any]] = [
        {},
        {**TYPING, "facets": True, "explain": True, "filters": {"kind": "constructor"}},
    ]
    calls = [(query, option) for query in HOSTILE for option in options]
    answer = search(faceted(), *calls)
    assert [one for one in answer.answers if "error" in one or one["damaged"]] == []
    assert all(len(one["words"]) <= 12 for one in answer.answers)
    assert answer.titles(12)[0] == "Vichy", "marks of direction don't count"
    first = search(faceted(), ("vichy " + "é" * 300 + " marche", {})).answers[0]["words"]
    assert first == ["vichy", "e" * 40]


def test_no_damage_makes_a_search_fail() -> None:
    """Parts of the files are replaced by values of all kinds, numbers out of all bounds, and other parts."""
    chance = random.Random(19)
    sound = faceted()
    values: list[Any] = [None, True, -1, 1.5, 2**53, 1e308, "", "x" * 99, [], {}, [[]], {"a": []}, "{", "\ud800"]
    for _ in range(60):
        files = json.loads(json.dumps(sound))
        for _ in range(chance.randint(1, 12)):
            damage(files, chance, values)
        calls = [
            (query, {**TYPING, "facets": True, "filters": {"year": "2026"}})
            for query in ("vichy", "vicy", "ma", "leau")
        ]
        answer = search(files, *calls, *((query, {"explain": True}) for query, _ in calls))
        assert {one.get("error") for one in answer.answers} <= {None, "IndexError"}, files


def damage(files: Files, chance: random.Random, values: list[Any]) -> None:
    """Replace one part, at some depth."""
    place: Any = files
    key: Any = chance.choice(sorted(files))
    while isinstance(place[key], dict | list) and place[key] and chance.random() < 0.75:
        place = place[key]
        key = chance.choice(sorted(place)) if isinstance(place, dict) else chance.randrange(len(place))
    place[key] = chance.choice(values)


def test_an_address_leads_nowhere_but_below_the_site() -> None:
    bad = ["javascript:alert(1)", "//elsewhere.example/", "https://elsewhere.example/", " data:x", "\\\\x", "/x"]
    files = index_of([*(Document("Fête", more={"u": url}) for url in bad), Document("Fête", more={"u": "2026/fête/"})])
    assert {hit["url"] for hit in found("fete", files=files).answers[0]["hits"]} == {"", "2026/fête/"}


def test_a_text_on_another_site_has_an_address_of_the_web_and_no_other() -> None:
    good = ["https://blog.example/a?b=c", "http://x.example/"]
    bad: list[Any] = [
        "javascript:alert(1)",
        "//x.example/",
        " https://x.example/",
        "https://[",
        "https:\\\\x",
        "data:x",
        ["https://x"],
        "a/",
    ]
    files = index_of([Document("Fête", more={"u": "", "o": url}) for url in (*good, *bad)])
    hits = found("fete", files=files).answers[0]["hits"]
    assert {(hit["url"], hit["out"]) for hit in hits} == {("", ""), *(("", url) for url in good)}


def test_a_dropped_letter_and_a_doubled_one_are_one_error() -> None:
    answer = found("halle", "hale", "hallle", "ahlle", "hxlle", "hzzle")
    assert [bool(answer.titles(at)) for at in range(6)] == [True, True, True, True, True, False]
