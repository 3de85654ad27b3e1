"""A letter becomes a post that the site can read: with all its words, its gaps marked, and nothing invented."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from PIL import Image

from placette.engine.photos.photo_metadata import private_kinds
from placette.engine.photos.photos import Prepared
from placette.engine.texts.front_matter import split_source
from placette.features.letterbox import LetterKind
from placette.features.replies import REPLY
from placette.plugin import attachments_of
from placette_letters.case_tasks import _handled
from placette_letters.completing_tasks import LetterDraft
from placette_letters.letter import Case, Enclosure, Gap, LetterProposal, Manuscript, Picture, Remark
from placette_letters.processing import HandledCase
from placette_letters.proposing.composing import (
    folder_name,
    prepare_enclosures,
    prepare_pictures,
    propose,
    right_of_reply_remarks,
)
from placette_letters.proposing.forges import problems_of, proposal_description
from placette_letters.proposing.front_matter import SiteFacts
from tests.features.documents.fixture_documents import MADE, informed, make_pdf
from tests.placette_letters.proposing.fixture_letters import (
    ALL_AGREED,
    NUMBER,
    SENDER,
    agreed,
    gaps,
    make_case,
    make_facts,
    make_letter,
    make_settings,
    phone_photo,
    text_of,
)
from tests.placette_letters.proposing.fixture_letters import made_of as posted
from tests.placette_letters.proposing.fixture_letters import matter_of as posted_matter

pytestmark = pytest.mark.whole

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("composing.yml").read_text(encoding="utf-8"))


def plainly(text: str) -> str:
    """A text with plain spaces in place of those that French keeps before its signs."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_each_line_says_what_the_letter_says(case: dict[str, Any], facts: SiteFacts) -> None:
    written = Manuscript(case.get("text", "L'eau est revenue."), title=case.get("document", ""))
    letter = make_letter(written=written, subject=case.get("subject", "Le lavoir"), fields=case.get("fields", {}))
    proposal = posted(make_case(letter, case.get("author", "")), facts)
    matter = posted_matter(proposal)
    assert {key: matter.get(key, "absent") for key in case.get("matter", {})} == case.get("matter", {})
    for line in case.get("lines", []):
        assert line in plainly(text_of(proposal)).split("---\n")[1].splitlines()
    assert [gap for gap in case.get("gaps", []) if gap not in gaps(proposal)] == []
    assert [gap for gap in case.get("closed", []) if gap in gaps(proposal)] == []
    assert proposal.folder == PurePosixPath(case.get("folder", proposal.folder))
    assert sorted(path for path in proposal.files if path.startswith("authors/")) == case.get("profiles", [])


def test_a_letter_without_answers_is_a_draft_with_every_gap_marked_in_its_line(facts: SiteFacts) -> None:
    photo = Picture("IMG_20260501_101112.jpg", phone_photo())
    proposal = posted(make_case(make_letter(pictures=(photo,))), facts)
    assert gaps(proposal) == [
        *("signature", "commune", "category", "summary", "licence"),
        *("alt IMG_20260501_101112.jpg", "credit", "people", "minors"),
    ]
    text = plainly(text_of(proposal))
    head = text.split("---\n")[1]
    assert head.count("# à compléter : ") == len(proposal.gaps)
    assert "résumé: # à compléter : une ou deux phrases ; le texte commence ainsi : « L'eau est revenue" in head
    assert 'photo: "photo.jpg"\nphoto_description: # à compléter : que montre l’image ?' in head
    assert posted_matter(proposal)["statut"] == "brouillon"
    assert sorted(proposal.files) == [f"{proposal.folder}/index.md", f"{proposal.folder}/photo.jpg"]
    assert SENDER not in text
    assert "Lafont" not in text


def test_a_complete_letter_is_ready(facts: SiteFacts) -> None:
    photos = (Picture("lavoir.jpg", phone_photo(), alt="Le bassin vu de la route"),)
    fields = {
        "summary": "L'eau est de retour.",
        "commune": "Ambert",
        "category": "patrimoine",
        "credit": "photo de Marie",
        "signature": "Marie du lavoir",
    }
    case = make_case(
        make_letter(pictures=photos, fields=fields),
        licence="CC BY 4.0",
        consents=agreed("licence", "people", "minors"),
    )
    proposal = posted(case, facts)
    assert proposal.gaps == ()
    assert posted_matter(proposal) == {
        "titre": "Le lavoir du bas",
        "date": "2026-06-03",
        "auteurs": ["marie-du-lavoir"],
        "rubrique": "Patrimoine",
        "résumé": "L'eau est de retour.",
        "commune": "Ambert",
        "licence": "CC BY 4.0",
        "photo": "lavoir.jpg",
        "photo_description": "Le bassin vu de la route",
        "photo_crédit": "photo de Marie",
        "mineurs": f"autorisation:{NUMBER}",
        **({"accusé": NUMBER} if facts.keeps_receipts else {}),
    }
    assert proposal.files["authors/marie-du-lavoir.md"] == b'---\nnom: "Marie du lavoir"\nprofil: "habitant"\n---\n'


@pytest.mark.parametrize(
    ("fields", "answers", "licence", "minors", "left"),
    [
        ({}, {"consents": agreed("licence", "people", "minors")}, "", f"autorisation:{NUMBER}", ["licence"]),
        ({}, {"licence": "CC BY-SA 4.0", "consents": agreed("licence")}, "CC BY-SA 4.0", "", ["people", "minors"]),
        ({}, {"consents": agreed("people", "minors", none_shown=True)}, "", "aucun", ["licence"]),
        (ALL_AGREED, {}, "CC BY 4.0", "aucun", []),
        ({"licence": "CC BY 4.0", "people": "agreed", "minors": "unsure"}, {}, "CC BY 4.0", "", ["minors"]),
        (
            ALL_AGREED,
            {"consents": agreed("licence", "people", "minors", no=True)},
            "",
            "",
            ["licence", "people", "minors"],
        ),
        (
            ALL_AGREED,
            {"consents": (*agreed("minors"), *agreed("minors", no=True))},
            *("CC BY 4.0", "", ["minors"]),
        ),
    ],
)
def test_only_what_was_agreed_to_is_written(
    fields: dict[str, str], answers: dict[str, Any], licence: str, minors: str, left: list[str], facts: SiteFacts
) -> None:
    letter = make_letter(pictures=(Picture("a.jpg", phone_photo(300, 200)),), fields=fields)
    proposal = posted(make_case(letter, **answers), facts)
    matter = posted_matter(proposal)
    assert (matter.get("licence", ""), matter.get("mineurs", "")) == (licence, minors)
    assert [gap for gap in gaps(proposal) if gap in {"licence", "people", "minors"}] == left


def test_pictures_stand_where_the_writer_put_them_and_the_rest_comes_after(facts: SiteFacts) -> None:
    text = "Avant.\n\n![Le pont](pont.heic)\n\nAprès.\n"
    pictures = (
        Picture("bassin.jpg", phone_photo(600, 800, 10), alt='Un "bassin" [vide]'),
        Picture("pont.heic", phone_photo(seed=20), caption="Le pont en mai"),
    )
    case = make_case(make_letter(text, pictures, fields={"credit": "Marie — Ambert"}))
    proposal = posted(case, facts)
    body = text_of(proposal).split("---\n", 2)[2]
    assert body == (
        '\nAvant.\n\n![Le pont](pont.jpg "Le pont en mai — Marie, Ambert")\n\nAprès.\n\n'
        '![Un “bassin” \\[vide\\]](bassin.jpg "— Marie, Ambert")\n'
    )
    assert gaps(proposal)[-3:] == ["licence", "people", "minors"]


def test_a_large_picture_that_stands_nowhere_in_the_text_leads(facts: SiteFacts) -> None:
    small, tall = Picture("a.jpg", phone_photo(600, 400)), Picture("b.jpg", phone_photo(1200, 1600))
    wide = Picture("c.jpg", phone_photo(1600, 1200))
    assert posted_matter(posted(make_case(make_letter(pictures=(small, tall, wide))), facts))["photo"] == "photo-3.jpg"
    assert "photo" not in posted_matter(posted(make_case(make_letter("![](c.jpg)", (small, tall, wide))), facts))


def test_a_picture_that_cannot_be_used_leaves_a_note_in_its_place_and_a_remark(facts: SiteFacts) -> None:
    drawing = Picture("plan.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    proposal = posted(make_case(make_letter("Avant.\n\n![Plan](plan.jpg)\n\nAprès.", (drawing,))), facts)
    assert "Avant.\n\n**À compléter\u00a0: l’image «\u00a0plan.jpg\u00a0» n’a pas pu être utilisée" in text_of(proposal)
    assert [remark.code for remark in proposal.remarks] == ["proposal-picture"]
    assert sorted(proposal.files) == [f"{proposal.folder}/index.md"]
    assert not {"credit", "people", "minors"} & set(gaps(proposal))


def test_pictures_that_came_since_join_the_post_and_its_folder_stays(facts: SiteFacts) -> None:
    first = posted(make_case(make_letter(pictures=(Picture("DSC_0042.jpg", phone_photo()),))), facts)
    later = Picture("bassin.jpg", phone_photo(seed=90))
    case = make_case(make_letter(pictures=(Picture("DSC_0042.jpg", phone_photo()),)), pictures=(later,))
    second = posted(case, facts, first.folder)
    assert second.folder == first.folder
    assert second.files.keys() - first.files.keys() == {f"{first.folder}/bassin.jpg"}


@pytest.mark.parametrize(
    "about", ["https://carnets.example/blog/2026/bonjour/", "https://carnets.example/blog/2026/bonjour"]
)
def test_a_response_names_the_post_it_responds_to(about: str, facts: SiteFacts) -> None:
    proposal = posted(make_case(make_letter(kind=LetterKind.RESPONSE, about=about)), facts)
    assert posted_matter(proposal)["répond_à"] == "2026/bonjour"
    assert "En réponse" not in text_of(proposal)
    assert proposal.remarks == ()


@pytest.mark.parametrize(
    "about", ["https://ailleurs.example/blog/2026/bonjour/", "https://carnets.example/x/", "", "](x"]
)
def test_a_response_to_an_unknown_page_says_so(about: str, facts: SiteFacts) -> None:
    proposal = posted(make_case(make_letter(kind=LetterKind.RESPONSE, about=about)), facts)
    assert "En réponse" not in text_of(proposal)
    assert [remark.code for remark in proposal.remarks] == ["proposal-response-page"]


REPLIED = "https://carnets.example/blog/2026/bonjour/"


def right_of_reply(text: str, **values: Any) -> Case:
    return make_case(make_letter(text, kind=LetterKind.RIGHT_OF_REPLY, **{"subject": "DROIT DE RÉPONSE", **values}))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("C'est faux.", {"about": REPLIED}),
        (f"Votre page {REPLIED} me nomme. C'est faux.", {}),
    ],
)
def test_a_right_of_reply_is_a_draft_below_the_post_that_it_answers(
    text: str, values: dict[str, Any], facts: SiteFacts
) -> None:
    """Nobody is asked for a licence, a heading or a summary; a person looks at the conditions first."""
    path = "articles/2026/bonjour/index.md"
    titled = replace(facts, posts={path: replace(facts.posts[path], title="Le tout premier billet")})
    proposal = posted(right_of_reply(text, fields={"name": "Marie Lafont"}, **values), titled)
    matter = posted_matter(proposal)
    assert (matter["répond_à"], f"{matter['droit_de_réponse']}", matter["statut"]) == (
        "2026/bonjour",
        "2026-06-03",
        "brouillon",
    )
    assert plainly(matter["titre"]) == "Droit de réponse : « Le tout premier billet »"
    assert (matter["licence"], matter["rubrique"]) == ("Tous droits réservés", facts.posts[path].category.name)
    assert (gaps(proposal), "à compléter" in text_of(proposal)) == ([], False)


def test_a_right_of_reply_to_no_known_post_waits_for_its_name(facts: SiteFacts) -> None:
    proposal = posted(right_of_reply("C'est faux.", fields={"name": "Marie Lafont"}), facts)
    assert "répond_à: # à compléter : à quel billet répond-il ?" in plainly(text_of(proposal))
    assert [remark.code for remark in proposal.remarks] == ["right-page"]


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("C'est faux.", date(2026, 5, 1), []),
        ("C'est faux.", date(2026, 2, 1), ["right-late"]),
        ("C'est faux. " * 20, date(2026, 1, 1), ["right-late", "right-long"]),
    ],
)
def test_the_conditions_that_a_right_of_reply_does_not_seem_to_meet_are_told(
    text: str, day: date, codes: list[str], facts: SiteFacts, tmp_path: Path
) -> None:
    path = "articles/2026/bonjour/index.md"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(
        "---\ntitle: Bonjour\n---\nUn premier mot de Marie. Puis un autre, et un troisième.\n", "utf-8"
    )
    post = facts.posts[path]
    appeared = replace(post, date=post.date.replace(year=day.year, month=day.month, day=day.day))
    told = replace(facts, content=tmp_path, posts={path: appeared})
    case = right_of_reply(text, about=REPLIED)
    assert [remark.code for remark in right_of_reply_remarks(case, told)] == codes


@pytest.mark.parametrize("kind", [LetterKind.CORRECTION, LetterKind.REPORT])
def test_corrections_and_reports_make_no_proposal(kind: LetterKind, facts: SiteFacts) -> None:
    case = make_case(make_letter(kind=kind))
    assert propose(case, facts, {}) is None


def test_documents_lie_beside_the_text_and_only_prepared_ones(facts: SiteFacts) -> None:
    enclosures = (Enclosure("Règlement.PDF", b"raw"), Enclosure("tour.gpx", b"raw"), Enclosure("x.exe", b"raw"))
    letter = make_letter(written=Manuscript("Voir [le tour](tour.gpx).", enclosures=enclosures))
    documents: dict[str, bytes | str] = {"Règlement.PDF": b"clean", "tour.gpx": b"clean", "x.exe": "non"}
    proposal = propose(make_case(letter), facts, {}, documents)
    assert proposal
    assert "Voir [le tour](tour.gpx).\n\n- [Règlement](reglement.pdf)\n" in text_of(proposal)
    assert {path.rpartition("/")[2] for path in proposal.files} == {"index.md", "reglement.pdf", "tour.gpx"}
    assert b"raw" not in proposal.files.values()
    assert [dict(remark.values)["name"] for remark in proposal.remarks] == ["x.exe"]
    without = propose(make_case(letter), facts, {})
    assert without
    assert list(without.files) == [f"{without.folder}/index.md"]


HOSTILE_WORDS = yaml.safe_load(Path(__file__).with_name("hostile.yml").read_text(encoding="utf-8"))
HOSTILE = [*HOSTILE_WORDS["bodies"], "\x00\x1b\u202e\ud800", "$" * 5000, "[" * 3000, "![x](x.jpg)" * 500]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_of_a_body_gets_into_the_front_matter_or_swallows_what_follows(text: str, facts: SiteFacts) -> None:
    """The pictures' line is a paragraph of its own, whatever the text leaves open."""
    case = make_case(make_letter(text, (Picture("a.jpg", phone_photo(300, 200)),)))
    proposal = posted(case, facts)
    source, problems = split_source(text_of(proposal), "")
    assert problems == ()
    assert {entry.key for entry in source.entries} <= {
        *("titre", "date", "auteurs", "rubrique", "résumé", "commune", "accusé", "statut")
    }
    assert posted_matter(proposal)["statut"] == "brouillon"
    tokens = MarkdownIt("commonmark").parse(source.body)
    assert [token.level for token in tokens if token.type == "inline" and token.content == "![](photo.jpg)"] == [1]


NASTY = [*HOSTILE_WORDS["answers"], "é" * 900]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_nothing_of_an_answer_ends_its_line(nasty: str, facts: SiteFacts) -> None:
    names = ("title", "summary", "commune", "category", "credit", "signature")
    photo = Picture("a.jpg", phone_photo(1600, 1200))
    letter = make_letter(f"{nasty} {nasty}", (photo,), subject=nasty)
    plain = posted(make_case(letter), facts)
    described = replace(photo, alt=nasty, caption=nasty)
    said = posted(make_case(make_letter(nasty, (described,), fields=dict.fromkeys(names, nasty))), facts)
    for made in (plain, said):
        assert posted_matter(made)["statut"] == "brouillon"
        assert posted_matter(made).keys() <= {
            *("titre", "date", "auteurs", "rubrique", "résumé", "commune", "accusé", "statut"),
            *("photo", "photo_description", "photo_légende", "photo_crédit"),
        }
        assert all(ord(character) >= 32 or character == "\n" for character in text_of(made).split("---\n")[1])
    assert Gap("category") in said.gaps


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Le lavoir", "le-lavoir-2"),
        ("Le lavoir de la rue " * 9, "le-lavoir-de-la-rue"),
        ("", "lettre-2026-0042"),
        ("洗濯場", "lettre-2026-0042"),
    ],
)
def test_a_folder_that_somebody_has_read_is_named_after_its_title(title: str, name: str) -> None:
    named = folder_name(title, "2026-0042", {"le-lavoir"})
    assert named.startswith(name)
    assert len(named) <= 60


def test_a_key_that_is_taken_gets_a_number(facts: SiteFacts) -> None:
    taken = replace(facts, keys=frozenset({"marie", "marie-2"}), slugs=frozenset({"lettre-2026-0042"}))
    proposal = posted(make_case(make_letter(fields={"name": "Marie"})), taken)
    assert "authors/marie-3.md" in proposal.files
    assert proposal.folder == PurePosixPath("articles/2026/lettre-2026-0042-2")
    assert "authors/auteur-2026-0042.md" in posted(make_case(make_letter(fields={"name": "Мария"})), facts).files


def test_no_picture_of_a_proposal_reveals_anything(facts: SiteFacts, settings: dict[str, Any], tmp_path: Path) -> None:
    originals = {
        "IMG_20260501_101112.jpg": phone_photo(),
        "haut.jpg": phone_photo(900, 1200, 30),
        "énorme.jpg": phone_photo(3600, 2700, 60),
    }
    assert private_kinds(originals["haut.jpg"], "JPEG"), "the originals do reveal something"
    pictures = tuple(Picture(name, data) for name, data in originals.items())
    case = make_case(make_letter(pictures=pictures))
    proposal = propose(case, facts, prepare_pictures(case.pictures))
    assert proposal
    text = {path: data for path, data in proposal.files.items() if not path.endswith(".md")}
    assert len(text) == len(originals)
    for path, data in text.items():
        image = Image.open(io.BytesIO(data))
        assert private_kinds(data, str(image.format)) == frozenset(), path
        assert max(image.size) <= 2560
        assert b"SECRET" not in data
        assert not any(original in data for original in originals.values())
    upright = Image.open(io.BytesIO(text[f"{proposal.folder}/haut.jpg"]))
    assert upright.size == (900, 1200)
    assert not [found.code for found in problems_of(proposal, settings, tmp_path) if found.code.startswith("photo-p")]


def test_each_picture_has_an_outcome_under_its_own_name() -> None:
    pictures = [Picture(f"{number}.jpg", phone_photo(120, 90) if number % 3 else b"no") for number in range(11)]
    made = prepare_pictures(pictures)
    assert list(made) == [picture.name for picture in pictures]
    assert [isinstance(made[f"{number}.jpg"], Prepared) for number in range(11)] == [bool(n % 3) for n in range(11)]


def test_a_picture_that_nobody_prepared_is_in_no_proposal(facts: SiteFacts) -> None:
    case = make_case(make_letter(pictures=(Picture("a.jpg", phone_photo()),)))
    proposal = propose(case, facts, {})
    assert proposal
    assert list(proposal.files) == [f"{proposal.folder}/index.md"]


def test_documents_are_freed_of_what_they_reveal(facts: SiteFacts, settings: dict[str, Any], tmp_path: Path) -> None:
    kinds = attachments_of(settings)
    bare = make_pdf(informed(Author="SECRET"), pages=2)
    enclosures = [Enclosure("Règlement.PDF", bare), Enclosure("actif.pdf", MADE["opening program"]())]
    enclosures += [Enclosure("x.docx", b"PK"), Enclosure("gros.csv", b"a,b\n" * 5_000_000), Enclosure("a.ics", b"")]
    made = prepare_enclosures(enclosures, kinds, "fr")
    assert isinstance(made["Règlement.PDF"], bytes)
    assert b"SECRET" not in made["Règlement.PDF"]
    reasons = {name: said for name, said in made.items() if isinstance(said, str)}
    assert reasons.keys() == {"actif.pdf", "x.docx", "gros.csv", "a.ics"}
    assert reasons["actif.pdf"].startswith("le document contient un programme")
    assert reasons["a.ics"].startswith("ce n’est pas un agenda")
    assert reasons["x.docx"] == "le site ne propose pas de fichiers de cette forme"
    assert "{" not in "".join(reasons.values())
    letter = make_letter(written=Manuscript("Voici.", enclosures=tuple(enclosures)))
    proposal = propose(make_case(letter), facts, {}, made)
    assert proposal
    assert [path.rpartition("/")[2] for path in proposal.files] == ["index.md", "reglement.pdf"]
    found = problems_of(replace(proposal, folder=PurePosixPath("x")), settings, tmp_path)
    assert "document-private" not in {problem.code for problem in found}


ABOUT = "https://carnets.example/blog/2026/bonjour/"
SHORT = "Merci, je me souviens bien de cette pierre-là.\n\n- Marie, du bas"
PLACE = f"replies/bonjour/2026-06-03-{NUMBER}"


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory) -> SiteFacts:
    """A site that takes short replies."""
    folder = tmp_path_factory.mktemp("taking")
    return make_facts(make_settings(folder, SITEURL="https://carnets.example/blog", REPLIES_OPEN=True))


def response(text: str = SHORT, author: str = "", fields: dict[str, str] | None = None, **values: Any) -> Case:
    written = Manuscript(text, **values)
    letter = make_letter(written=written, kind=LetterKind.RESPONSE, about=ABOUT, fields=fields or {})
    return make_case(letter, author)


def made_of(case: Case, facts: SiteFacts, folder: PurePosixPath | None = None) -> LetterProposal:
    proposal = propose(case, facts, {}, folder=folder)
    assert proposal
    return proposal


def matter_of(made: LetterProposal) -> dict[str, Any]:
    source, problems = split_source(made.files[made.text].decode(), "reply.md")
    assert problems == ()
    return {entry.key: entry.value for entry in source.entries}


def test_a_short_response_is_a_reply_signed_as_its_writer_wishes_and_read_by_nobody(taking: SiteFacts) -> None:
    proposal = made_of(response(fields={"name": "Marie du lavoir"}), taking)
    assert list(proposal.files) == [f"{PLACE}.md"] == [proposal.text]
    assert REPLY.is_place(proposal.text)
    assert matter_of(proposal) == {"nom": "Marie du lavoir", "accusé": NUMBER}
    assert proposal.gaps == ()
    assert proposal.files[proposal.text].decode().endswith(f"---\n\n{SHORT}\n")
    assert SENDER not in proposal.files[proposal.text].decode()


def test_whoever_writes_here_signs_by_their_key(taking: SiteFacts) -> None:
    assert matter_of(made_of(response(author="lea"), taking))["auteur"] == "lea"


@pytest.mark.parametrize("name", ["", "marie@mail.example", "Léa Montel", "lea montel", "L. Montel", "Le maire"])
def test_without_a_name_or_with_somebody_elses_the_signature_is_asked_for(name: str, taking: SiteFacts) -> None:
    case = response(fields={"name": name} if name else {})
    proposal = made_of(case, taking)
    assert [gap.code for gap in proposal.gaps] == ["signature"]
    assert "nom: # à compléter" in proposal.files[proposal.text].decode()


@pytest.mark.parametrize(
    "case",
    [
        response("Un mot. " * 200),
        response("## Un titre\n\nMerci pour tout."),
        response("https://exemple.example/page"),
        response(pictures=(Picture("a.jpg", phone_photo()),)),
        response(enclosures=(Enclosure("a.pdf", b"%PDF"),)),
    ],
    ids=["long", "marks", "links", "picture", "document"],
)
def test_what_is_no_short_plain_text_becomes_a_post_that_answers(case: Case, taking: SiteFacts) -> None:
    proposal = made_of(case, taking)
    assert proposal.text.startswith("articles/2026/")
    assert matter_of(proposal)["répond_à"] == "2026/bonjour"


def test_a_site_that_takes_none_and_a_post_that_is_closed_have_posts(taking: SiteFacts, facts: SiteFacts) -> None:
    closed = replace(taking, replies_until=dict.fromkeys(taking.replies_until, date(2026, 6, 2)))
    for known in (facts, closed):
        assert made_of(response(), known).text.startswith("articles/2026/")


def test_what_it_was_the_first_time_it_stays(taking: SiteFacts) -> None:
    assert made_of(response("Un mot. " * 200), taking, PurePosixPath(PLACE)).text == f"{PLACE}.md"
    assert made_of(response(), taking, PurePosixPath("articles/2026/ma-reponse")).text.startswith("articles/")


def test_what_is_not_in_the_text_is_told_without_its_words(facts: SiteFacts) -> None:
    cut = "Cordialement,\nMarie Lafont\nTrésorière\n12 rue du Four\n63600 Ambert\n04 73 00 00 00"
    remarks = (
        Remark("mail-signature", (("lines", "6"), ("text", cut))),
        Remark("document-other", (("name", "@equipe ferme #12 [skip ci].xyz"),)),
    )
    proposal = posted(make_case(make_letter(written=Manuscript("L'eau est revenue.", remarks=remarks))), facts)
    assert plainly(proposal.left_out).startswith(
        "Absent du texte (en entier : invoke letters --show 2026-0042) : La salutation, la formule de fin, la signature"
        " et les lignes des logiciels ont été laissées de côté (lignes : 6)."
    )
    assert "@ equipe ferme # 12 (skip ci)" in proposal.left_out
    assert not [word for word in ("Marie", "Four", "04 73") if word in proposal.left_out]
    assert proposal.left_out in proposal_description(proposal, "fr")
    (remark,) = proposal.remarks
    assert remark.code == "proposal-left-out"
    assert dict(remark.values)["words"] == "Cordialement, Marie Lafont Trésorière 12 rue du Four 63600 A"
    assert "".join(_handled(HandledCase(NUMBER, proposal))).count("Cordialement, Marie") == 1


def test_a_long_description_fits_into_an_option_of_a_push(facts: SiteFacts) -> None:
    remarks = tuple(Remark("document-other", (("name", f"{number} 🍞.xyz"),)) for number in range(9_000))
    proposal = posted(make_case(make_letter(written=Manuscript("L'eau est revenue.", remarks=remarks))), facts)
    assert len(proposal_description(proposal, "fr").encode()) < 65_000 < len(proposal.left_out)


def test_the_name_of_a_reply_is_asked_in_the_terminal(taking: SiteFacts) -> None:
    case = response()
    proposal = made_of(case, taking)
    draft = LetterDraft(proposal.text, case, taking, {}, proposal.files[proposal.text].decode())
    (one,) = draft.missing()
    assert (one.gap, one.key, one.choices) == (Gap("signature"), "nom", ("lea", "Marie Lafont"))
    for answer, line in (("2", 'nom: "Marie Lafont"'), ("Léa Montel", "auteur: lea"), ("1", "auteur: lea")):
        assert f"---\n{line}\n" in draft.files(one, answer)[proposal.text]
    with pytest.raises(ValueError, match="sous quel nom"):
        draft.files(one, "marie@mail.example")
