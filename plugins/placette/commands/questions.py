"""Tasks ask and answer: the files of questions and answers, ready to be read over.

A question is read before it is written: files of the content folder stay readable in git's history for ever. A text
that names a person is kept in the cache, where only its user reads it, and nothing is written into the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette.commands.reading_tasks import load_settings, read_site
from placette.commands.review import ADVISER
from placette.commands.site_tasks import _, ask_until, day_of, read_typed, read_words, refuse, shown, write_text
from placette.commands.site_tasks import ask as ask_for
from placette.commands.writing import Why, answers_of
from placette.engine.base.settings import load_settings as load_options
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.kinds import draft_text
from placette.engine.findings.problems import printable, to_mend
from placette.engine.findings.reports import render_report
from placette.engine.texts.front_matter import quoted
from placette.engine.texts.others import contacts_in, is_of_organisation, named_in, names_among, titled_in, words_of
from placette.features.authors import PROFILE, Profile
from placette.features.exchanges import PERSONS, PRIVATE, SPEAKERS
from placette.features.letterbox import RECEIPT
from placette.features.questions import ANSWER, QUESTION, AskingSettings, PublishingConsent, Question, consent_named
from placette.plugin import reader_of

_FRENCH = {
    "title": "titre",
    "asked": "posée",
    "to": "destinataire",
    "consent": "accord",
    "authors": "auteurs",
    "receipt": "accusé",
    "category": "rubrique",
    "proofreaders": "relue_par",
    "valid_until": "valable_jusqu_au",
    "status": "statut",
}
"""The keys as French writers spell them; those that are missing here are the same."""
_FRENCH_CONSENTS = {
    PublishingConsent.FORM: "formulaire",
    PublishingConsent.MAIL: "courriel",
    PublishingConsent.PAPER: "papier",
    PublishingConsent.SPOKEN: "vive voix",
}
NAMED = N_("It names somebody else: {value}. Write the function instead (“the mayor”, “a neighbour”).")
REACHED = N_("It contains an address or a number that identifies somebody: {value}. Take it out.")
UNLISTED = N_("“{value}” is not on the list: {choices}")


def turn_source(values: Mapping[str, str], text: str, *, french: bool) -> str:
    """Return the text of the file of a question or an answer: a draft, since it is read over before it appears.

    ``values`` are YAML by key; those without any are left out.
    """
    keys = {key: _FRENCH.get(key, key) if french else key for key in values}
    lines = [f"{keys[key]}:{'' if value[0].isspace() else ' '}{value}" for key, value in values.items() if value]
    status = "statut: brouillon" if french else "status: draft"
    return "\n".join(("---", *lines, status, "---", "", text.strip(), ""))


def _listed(key: str) -> str:
    return f"[{key}]" if key else ""


def betrayals(
    text: str, people: Iterable[Profile], allowed: Iterable[str], *, answers: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield the problems (a msgid and words) of a text that is to be published; ``allowed`` are keys of profiles.

    A text that ``answers`` may name those who speak in public, and give the numbers of organisations.
    """
    names = names_among(
        (profile.key, profile.name) for profile in people if profile.kind in (PRIVATE if answers else PERSONS)
    )
    traces = (trace for trace in contacts_in(text) if not (answers and is_of_organisation(trace.value)))
    yield from ((REACHED, trace.value) for trace in traces)
    yield from ((NAMED, trace.value) for trace in titled_in(text))
    yield from ((NAMED, name) for _, name in named_in(words_of(text), names, allowed))


def speaking(build: Build) -> Callable[[str], Why | None]:
    """Return a function that gives why a person can't be asked or answer; ends the task (2) where none can."""
    people = (*build.of(PROFILE), *build.unlisted(PROFILE))
    keys = sorted(profile.key for profile in people if profile.kind in SPEAKERS)
    if not keys:
        sentence = N_(
            "Nobody here can be asked or answer yet: only services and elected officials can. Make such a profile"
            " first: invoke new-author --kind service"
        )
        refuse(sentence)

    def why(given: str) -> Why | None:
        return None if given in keys else (UNLISTED, {"value": given, "choices": ", ".join(keys)})

    return why


def receipt_of(number: str, build: Build) -> str:
    """Return the number of a letter that the site knows; ends the task (2) for another."""
    if number and number not in {receipt.number for receipt in build.of(RECEIPT)}:
        refuse(N_("There is no receipt “{value}” in content/letters/."), value=number)
    return number


def further_asked(slug: str, content: Path) -> int:
    """Return how many follow-ups there are, by their files, since a file may need fixing before it can be read."""
    names = (path.stem.rpartition("-")[2] for path in (content / "questions" / slug).glob("follow-up-*.md"))
    return max((int(number) for number in names if number.isdecimal()), default=0)


def text_of(file: str) -> str:
    """Return the text of a file, or typed text; ends the task where there is none."""
    return (read_words(file) if file else read_typed()) or refuse(
        N_("There is no text: --text names the file that holds it.")
    )


def keep_from_betraying(
    text: str, name: str, build: Build, allowed: tuple[str, ...], settings: dict[str, Any], *, answers: bool = False
) -> None:
    """End the task (1) where a text identifies a person, after keeping it where only the user reads it."""
    people = (*build.of(PROFILE), *build.unlisted(PROFILE))
    traces = list(dict.fromkeys(betrayals(text, people, allowed, answers=answers)))
    if not traces:
        return
    refuge = Path(settings["CACHE_PATH"]) / "questions" / f"{name}.md"
    write_text(refuge, f"{text}\n")
    for sentence, value in traces:
        print(printable(_(sentence).format(value=value)))
    refuse(N_("Nothing was written into the site. The text is kept: {path}"), 1, path=shown(refuge))


def written(target: Path, source: str, content: Path, settings: dict[str, Any]) -> None:
    """Write a file, and print what is still missing; ends the task (1) where that keeps it from being published."""
    write_text(target, source)
    print(printable(_("Written: {path}").format(path=shown(target))))
    print(_("It is a draft: let somebody else read it, then take out the line status."))
    print(_("Names without a profile here or a title before them are not recognised: look for them before you commit."))
    path = target.relative_to(content).as_posix()
    problems = [problem for problem in read_site(settings, adviser=ADVISER).problems if problem.path == path]
    if problems:
        print(render_report(problems, "plain", _, "content/"))
    if to_mend(problems):
        refuse(N_("The file is written; it needs fixing before it can be published."), 1)


@task(
    positional=["question"],
    iterable=["source"],
    help={
        "question": N_("The name of the question's folder."),
        "author": N_("Who signs: the key of a service or of an elected official."),
        "text": N_("The file with the answer; if left out, it is typed."),
        "source": N_("A source: what it is, an equals sign, its address; once for each."),
        "reader": N_("Who checked it: a key."),
        "day": N_("The day of the answer (2026-05-01); today if left out."),
        "valid_until": N_("The last day on which it is considered correct."),
    },
)
def answer(
    _context: Context,
    question: str,
    source: list[str],
    author: str = "",
    text: str = "",
    reader: str = "",
    day: str = "",
    valid_until: str = "",
) -> None:
    """Put a signed answer beside its question, or beside its latest follow-up."""
    settings = load_settings()
    build, content, french = read_site(settings), Path(settings["PATH"]), settings["DEFAULT_LANG"].startswith("fr")
    answers = answers_of(reader_of(settings).options(settings), build)
    asked = _asked(question, build.of(QUESTION), build.drafts(QUESTION), build.scheduled(QUESTION))
    target = _target(question, content)
    author = ask_until(N_("Who signs (key of a service or an elected official)"), author, speaking(build))
    if not author:
        refuse(N_("Who signs? Example: --author service-eau"))
    sources = [_source(pair) for pair in source]
    while not source and (typed := ask_for(N_("A source (what it is = its address); nothing: no more"))):
        sources.append(_source(typed))

    def unfit(given: str) -> Why | None:
        sentence = N_("An answer is checked by someone other than its signer.")
        return (sentence, {}) if given == author else answers.author(given)

    body, reader = text_of(text), ask_until(N_("Who checked it (key)"), reader, unfit)
    last = day_of(valid_until)
    values = {
        "authors": _listed(author),
        "date": (day_of(day) or date.today()).isoformat(),
        "proofreaders": _listed(reader),
        "valid_until": last.isoformat() if last else "",
        "sources": "".join(f"\n  {quoted(label)}: {quoted(url)}" for label, url in sources),
    }
    words = "\n".join([body, *(part for pair in sources for part in pair)])
    keep_from_betraying(words, question, build, (author, reader, asked.to, *asked.authors), settings, answers=True)
    written(target, turn_source(values, body, french=french), content, settings)


def _asked(slug: str, *known: tuple[Question, ...]) -> Question:
    """Return the question meant; ends the task where there is none."""
    match = next((candidate for some in known for candidate in some if candidate.slug == slug), None)
    return match or refuse(N_("There is no question “{value}” in content/questions/."), value=slug)


def _target(slug: str, content: Path) -> Path:
    """Return the file of the answer to the last question."""
    number = further_asked(slug, content)
    target = content / "questions" / slug / (f"answer-{number}.md" if number else "answer.md")
    if target.exists() and draft_text(target.relative_to(content).as_posix(), ANSWER, target.read_bytes()).is_draft:
        refuse(N_("There is a draft already: change it, {path}."), path=shown(target))
    if target.exists():
        refuse(N_("{path} is there already: correct it there, with a line below “corrections:”."), path=shown(target))
    return target


def _source(written_one: str) -> tuple[str, str]:
    """«Loi du 11 février 2005 = https://…»: what a source is, and its address."""
    label, mark, url = (part.strip() for part in written_one.partition("="))
    if not (label and mark and url):
        refuse(N_('“{value}” has no address. Example: --source "Law of 11 February = https://…"'), value=written_one)
    return label, url


@task(
    help={
        "title": N_("The question in a line."),
        "to": N_("Who is asked: the key of a service or of an elected official."),
        "text": N_("The file with the whole question; if left out, it is typed."),
        "consent": N_("How whoever asked agreed to be published: form, mail, paper or spoken."),
        "day": N_("The day on which it was asked (2026-05-01); today if left out."),
        "author": N_("Who asks, only if they wish to be named: a key."),
        "receipt": N_("The number of the letter it came with."),
        "category": N_("One of the site's categories."),
        "commune": N_("Insee code or name of the commune."),
        "further": N_("Ask a follow-up question: the name of the question's folder."),
    }
)
def ask(
    _context: Context,
    title: str = "",
    to: str = "",
    text: str = "",
    consent: str = "",
    day: str = "",
    author: str = "",
    receipt: str = "",
    category: str = "",
    commune: str = "",
    further: str = "",
) -> None:
    """Add a question or a follow-up, unless it contains a number, an address or a name that is known here."""
    settings = load_settings()
    build, content, french = read_site(settings), Path(settings["PATH"]), settings["DEFAULT_LANG"].startswith("fr")
    answers = answers_of(reader_of(settings).options(settings), build)
    if further:
        target = _further(further, build, content, settings)
    else:
        unable = speaking(build)
        title = title or ask_for(N_("The question in a line"))
        target = _folder_of(title, content)
        to = ask_until(N_("Asked to (key of a service or an elected official)"), to, unable)
        if not to:
            refuse(N_("Who is asked? Example: --to service-eau"))
    asked = day_of(day) or date.today()
    agreed = consent_named(fold(ask_until(N_("Agreement: form, mail, paper or spoken"), consent, _no_consent)))
    if agreed is None:
        refuse(N_("Without agreement nothing is published. Example: --consent mail"))
    words = text_of(text)
    values = {
        "title": "" if further else quoted(title),
        "asked": asked.isoformat(),
        "to": "" if further else to,
        "consent": _FRENCH_CONSENTS[agreed] if french else agreed.value,
        "authors": _listed(ask_until("", author, answers.author) if author else ""),
        "receipt": receipt_of(receipt, build),
        "category": "" if further else quoted(ask_until(N_("Category"), category, answers.category)),
        "commune": "" if further or not commune else quoted(ask_until("", commune, answers.commune)),
    }
    keep_from_betraying(f"{title}\n{words}", target.parent.name, build, (to, author), settings)
    written(target, turn_source(values, words, french=french), content, settings)


def _folder_of(title: str, content: Path) -> Path:
    slug = slugify(title)
    target = content / "questions" / slug / "index.md"
    if not any(character.isalpha() for character in slug):
        refuse(N_('A question needs a title with letters. Example: invoke ask --title "Why is the water cloudy?"'))
    if target.parent.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target.parent))
    return target


def _further(slug: str, build: Build, content: Path, settings: dict[str, Any]) -> Path:
    """Return the file of the next follow-up; ends the task where nothing more may be asked."""
    question = _asked(slug, build.of(QUESTION), build.drafts(QUESTION))
    if question.closed and question.closed.date() <= date.today():
        refuse(N_("The question was closed on {day}: open a new one."), day=f"{question.closed:%Y-%m-%d}")
    number = further_asked(slug, content) + 1
    limit = load_options(AskingSettings, "ASKING", settings).follow_ups
    if number > limit:
        refuse(N_("This site allows {limit} follow-up questions at the most: open a new question."), limit=limit)
    return content / "questions" / slug / f"follow-up-{number}.md"


def _no_consent(given: str) -> Why | None:
    return None if consent_named(fold(given)) else (UNLISTED, {"value": given, "choices": ", ".join(PublishingConsent)})
