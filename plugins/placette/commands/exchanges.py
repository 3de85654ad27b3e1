"""Tasks ask, answer and decide: questions, answers and decisions, written, then read over by the check.

A text that identifies somebody doesn't stay in the site, for files of the content folder are readable in git's history
for ever: it is kept in the cache, where only its user reads it. The reasons for the person concerned by a decision are
those of Regulation (EU) 2022/2065, article 17; ``--notice`` words the acknowledgement of article 16.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from invoke import Context, task

from placette.commands.reading_tasks import load_published_settings, load_settings, read_site, read_with
from placette.commands.review import ADVISER
from placette.commands.site_tasks import (
    _,
    ask_until,
    day_of,
    read_typed,
    read_words,
    refuse,
    shown,
    write_text,
)
from placette.commands.site_tasks import ask as ask_for
from placette.commands.writing import Why, answers_of
from placette.engine.base.settings import load_settings as load_options
from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.content.kinds import AnyKind, draft_text
from placette.engine.content.neighbours import find_name, names_of
from placette.engine.findings.problems import printable, to_mend
from placette.engine.findings.reports import render_report
from placette.engine.rendering.site import ViewsSettings
from placette.engine.texts.front_matter import accepted_spellings, quoted
from placette.engine.texts.sanitizer import anchor
from placette.features.authors import PROFILE
from placette.features.decisions import (
    AGAINST,
    CORRESPONDENCE,
    DECISION_FOLDER,
    Correspondence,
    LetterFacts,
    Ruling,
    Statement,
)
from placette.features.decisions.counts import DecisionsSettings, article_names
from placette.features.decisions.decision import DECISION
from placette.features.exchanges import SPEAKERS, WORDS
from placette.features.legal import LegalSettings
from placette.features.posts import POST, Article
from placette.features.questions.kinds import ANSWER, FOLLOW_UP, MOST_FOLLOW_UPS, QUESTION
from placette.features.questions.question import PublishingConsent, Question, consent_named
from placette.plugin import offered, reader_of

_UNLISTED = N_("“{value}” is not on the list: {choices}")
_PRIVATE = frozenset({"contact", "names", "person"})
"""The ends of the codes of texts that identify somebody."""
_SECRET = frozenset({Ruling.REFUSED, Ruling.REMOVED})
"""Rulings after which the register doesn't name the post: its author could be recognised."""
_KNOWN = N_("The register has this decision already: {path}. One about another text has reasons of its own.")
_OTHERWISE = N_("Letter {number} has this decision already, for other reasons: {path}. Change that file instead.")


def matter_source(kind: AnyKind, values: Mapping[str, str], *, french: bool) -> str:
    """Return the front matter of a text, its keys in French or English; ``values`` are YAML, and may be empty."""
    filled = ((accepted_spellings(kind.schema, key)[:2], text) for key, text in values.items() if text)
    lines = (f"{names[-1 if french else 0]}:{'' if text[0].isspace() else ' '}{text}" for names, text in filled)
    return "\n".join(("---", *lines, "---", ""))


def write_checked(target: Path, source: str, settings: dict[str, Any], *, whole: bool = False) -> bool:
    """Write a file once the check has read it, print what is wrong with it, and return whether it needs fixing.

    One that identifies somebody never enters the site: it is kept in the cache, which ends the task (1); so is one
    that has to be ``whole`` and needs fixing.
    """
    path = target.relative_to(Path(settings["PATH"])).as_posix()
    build = read_with(settings, {path: source.encode()}, ADVISER)
    problems = [problem for problem in build.problems if problem.path == path]
    is_refused = any(problem.code.rpartition("-")[2] in _PRIVATE for problem in problems)
    if is_refused or (whole and to_mend(problems)):
        refuge = Path(settings["CACHE_PATH"]) / path
        write_text(refuge, source)
        print(render_report(problems, "plain", _, "content/"))
        refuse(N_("Nothing was written into the site. The text is kept: {path}"), 1, path=shown(refuge))
    write_text(target, source)
    if problems:
        print(render_report(problems, "plain", _, "content/"))
    return bool(to_mend(problems))


def write_turn(kind: AnyKind, target: Path, values: Mapping[str, str], words: str, settings: dict[str, Any]) -> None:
    """Write a question or an answer as a draft; ends the task (1) where something keeps it from being published."""
    french = settings["DEFAULT_LANG"].startswith("fr")
    matter = matter_source(kind, {**values, "status": "brouillon" if french else "draft"}, french=french)
    needs_fixing = write_checked(target, f"{matter}\n{words.strip()}\n", settings)
    print(printable(_("Written: {path}").format(path=shown(target))))
    print(_("It is a draft: let somebody else read it, then take out the line status."))
    print(_("Names without a profile here or a title before them are not recognised: look for them before you commit."))
    if needs_fixing:
        refuse(N_("The file is written; it needs fixing before it can be published."), 1)


def _listed(key: str) -> str:
    return f"[{key}]" if key else ""


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
        return None if given in keys else (_UNLISTED, {"value": given, "choices": ", ".join(keys)})

    return why


def further_asked(slug: str, content: Path) -> int:
    """Return how many follow-ups there are, by their files, since a file may need fixing before it can be read."""
    names = (path.stem.rpartition("-")[2] for path in (content / "questions" / slug).glob("follow-up-*.md"))
    return max((int(number) for number in names if number.isdecimal()), default=0)


def text_of(file: str) -> str:
    """Return the text of a file, or typed text; ends the task where there is none."""
    text = read_words(file) if file else read_typed()
    return text or refuse(N_("There is no text: --text names the file that holds it."))


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
    build = read_site(settings)
    answers = answers_of(reader_of(settings).options(settings), build)
    _asked(question, build.of(QUESTION), build.drafts(QUESTION), build.scheduled(QUESTION))
    target = _target(question, Path(settings["PATH"]))
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
    write_turn(ANSWER, target, values, body, settings)


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
    """Return what a source is, and its address, of «Loi du 11 février 2005 = https://…»."""
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
        target = _further(further, build, content)
    else:
        unable = speaking(build)
        title = title or ask_for(N_("The question in a line"))
        target = _folder_of(title, content)
        to = ask_until(N_("Asked to (key of a service or an elected official)"), to, unable)
        if not to:
            refuse(N_("Who is asked? Example: --to service-eau"))
    asked = day_of(day) or date.today()

    def unlisted(word: str) -> Why | None:
        agreed, choices = consent_named(fold(word)), ", ".join(PublishingConsent)
        return None if agreed else (_UNLISTED, {"value": word, "choices": choices})

    agreed = consent_named(fold(ask_until(N_("Agreement: form, mail, paper or spoken"), consent, unlisted)))
    if agreed is None:
        refuse(N_("Without agreement nothing is published. Example: --consent mail"))
    words = text_of(text)
    values = {
        "title": "" if further else quoted(title),
        "asked": asked.isoformat(),
        "to": "" if further else to,
        "consent": WORDS["consents"][agreed]["words"][0] if french else agreed.value,
        "authors": _listed(author),
        "receipt": receipt,
        "category": "" if further else quoted(ask_until(N_("Category"), category, answers.category)),
        "commune": "" if further else quoted(commune),
    }
    write_turn(FOLLOW_UP if further else QUESTION, target, values, words, settings)


def _folder_of(title: str, content: Path) -> Path:
    slug = slugify(title)
    target = content / "questions" / slug / "index.md"
    if not any(character.isalpha() for character in slug):
        refuse(N_('A question needs a title with letters. Example: invoke ask --title "Why is the water cloudy?"'))
    if target.parent.exists():
        refuse(N_("{path} exists already. Choose another title."), path=shown(target.parent))
    return target


def _further(slug: str, build: Build, content: Path) -> Path:
    """Return the file of the next follow-up; ends the task where nothing more may be asked."""
    question = _asked(slug, build.of(QUESTION), build.drafts(QUESTION))
    if question.closed and question.closed.date() <= date.today():
        refuse(N_("The question was closed on {day}: open a new one."), day=f"{question.closed:%Y-%m-%d}")
    number = further_asked(slug, content) + 1
    if number > MOST_FOLLOW_UPS:
        sentence = N_("There are {limit} follow-up questions at the most: open a new question.")
        refuse(sentence, limit=MOST_FOLLOW_UPS)
    return content / "questions" / slug / f"follow-up-{number}.md"


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is known of a decision before it is written; texts may be empty. It has no person's name."""

    ruling: Ruling
    day: date
    by: str
    reasons: str
    article: str = ""
    received: date | None = None
    receipt: str = ""
    post: str = ""
    automated: bool = False


def new_path(decision: NewDecision, taken: Collection[str], *, french: bool) -> str:
    """Return its path in the content folder: by day, decision and article, with a number where that is taken."""
    word = spelt_ruling(decision.ruling, french=french)
    stem = f"{DECISION_FOLDER}/{decision.day:%Y}/{decision.day:%m-%d}-{slugify(f'{word} {decision.article}')}"
    paths = chain([f"{stem}.md"], (f"{stem}-{number}.md" for number in count(2)))
    return next(path for path in paths if path not in taken)


def decision_source(decision: NewDecision, *, french: bool) -> str:
    """Return the text of its file; what isn't known is left out."""
    values = {
        "decision": spelt_ruling(decision.ruling, french=french),
        "date": decision.day.isoformat(),
        "article": decision.article,
        "by": quoted(decision.by),
        "reasons": quoted(decision.reasons),
        "received": decision.received.isoformat() if decision.received else "",
        "receipt": quoted(decision.receipt),
        "post": quoted(decision.post),
        "automated": ("oui" if french else "yes") if decision.automated else "",
    }
    return matter_source(DECISION, values, french=french)


def spelt_ruling(ruling: Ruling, *, french: bool) -> str:
    """Return the decision, as the file has it."""
    return WORDS["rulings"][ruling]["words"][0] if french else ruling.value


def ruling_named(word: str) -> Ruling | None:
    """Return the value of a word, in French or English; None for none."""
    folded = slugify(word)
    names = {slugify(spelt_ruling(ruling, french=True)): ruling for ruling in Ruling}
    names |= {ruling.value: ruling for ruling in Ruling}
    beginnings = (names[name] for name in sorted(names) if folded and name.startswith(folded))
    return names.get(folded) or next(beginnings, None)


@task(
    help={
        "what": N_("What is decided: refused, changed, removed, restored, corrected, or kept after a report."),
        "article": N_("The anchor of the charter’s article (publicite)."),
        "reasons": N_("Why, in two sentences that name nobody."),
        "by": N_("Who decides: the key of a profile, or a capacity."),
        "letter": N_("The number of the letter that it is about: its writer is told by mail."),
        "post": N_("The post concerned: the name of its folder. The register names none that is refused or removed."),
        "received": N_("The day on which the text or the report arrived, where no letter knows it (2026-05-01)."),
        "title": N_("For the person concerned: the title of their text."),
        "page": N_("For the person concerned: the address of the page, or of the proposal on the forge."),
        "passage": N_("For the person concerned: the words in question; of a whole text its first ones."),
        "law": N_("For the person concerned: the law that the text breaks, where it does."),
        "reported": N_("Somebody’s report led to it."),
        "automated": N_("A program took part in the decision."),
        "language": N_("The language of the text for the person concerned; that of the site if left out."),
        "notice": N_("Only write the acknowledgement of a report about the page with this address."),
    }
)
def decide(
    _context: Context,
    what: str = "",
    article: str = "",
    reasons: str = "",
    by: str = "",
    letter: str = "",
    post: str = "",
    received: str = "",
    title: str = "",
    page: str = "",
    passage: str = "",
    law: str = "",
    reported: bool = False,
    automated: bool = False,
    language: str = "",
    notice: str = "",
) -> None:
    """Decide about a text: a line for the register, without a name, and the reasons for the person concerned."""
    settings = load_published_settings()
    spoken = {**settings, "DEFAULT_LANG": language or settings["DEFAULT_LANG"]}
    writes = next(iter(offered(CORRESPONDENCE, spoken)), None)
    if (notice or letter) and not writes:
        refuse(N_("No feature of this site writes to people: list placette_letters in PLUGINS."))
    if notice and writes:
        print(writes.acknowledge(notice))
        return
    # An unknown letter ends it here, with nothing asked and nothing written.
    facts = writes.look_up(letter) if letter and writes else LetterFacts("", from_reporter=False)
    from_reporter = facts.from_reporter
    build, french = read_site(settings), settings["DEFAULT_LANG"].startswith("fr")
    decision = _decision(settings, build, what, article, reasons, by, letter, post, received, automated=automated)
    if decision.ruling in AGAINST:
        passage = passage or ask_for(N_("The words in question, for the person concerned alone"))
        if not passage:
            refuse(N_("The person concerned must know which words it is about: invoke decide --passage “…”"))
    title = title or ("" if from_reporter else facts.title)
    statement = _statement(decision, settings, build, title, page, passage, law, reported=reported or from_reporter)
    if decision.ruling in _SECRET:
        decision = replace(decision, post="")
    words = writes.word(statement) if writes else ""  # What can fail does so before the register has it
    content = Path(settings["PATH"])
    that_day = content.glob(f"{DECISION_FOLDER}/{decision.day:%Y}/{decision.day:%m-%d}-*.md")
    sources = {path.relative_to(content).as_posix(): path.read_bytes() for path in that_day}
    source = decision_source(decision, french=french)
    same = (path for path, data in sources.items() if data == source.encode())
    entry = _entry_of(decision, build, content) if letter else next(same, "")
    path = entry or new_path(decision, sources, french=french)
    if not entry:
        write_checked(content / path, source, settings, whole=True)
    try:
        lines = list(_tell(decision, statement, words, writes, from_reporter=from_reporter))
    except BaseException:  # Nobody was told: to decide and to tell are one step
        if not entry:
            (content / path).unlink()
        raise
    sentence = N_("Written: {path}. Look at it, run invoke check, then commit it.")
    print(_(_KNOWN if entry else sentence).format(path=path), *lines, sep="\n")


def _decision(
    settings: Mapping[str, Any],
    build: Build,
    what: str,
    article: str,
    reasons: str,
    by: str,
    letter: str,
    post: str,
    received: str,
    *,
    automated: bool,
) -> NewDecision:
    """Return the decision, asking for missing answers; ends the task (2) where one stays missing."""
    choices = ", ".join(spelt_ruling(ruling_, french=settings["DEFAULT_LANG"].startswith("fr")) for ruling_ in Ruling)
    wrong = N_("Choose one of these: {choices}"), {"choices": choices}
    question = _("What is decided") + f" ({choices})"
    answer = ask_until(question, what, lambda word: None if ruling_named(word) else wrong)
    ruling = ruling_named(answer)
    if ruling is None:
        refuse(N_("Say what is decided: invoke decide --what {choices}"), choices=choices)
    reasons_of_charter = article_names(build, load_options(ViewsSettings, "VIEWS", settings).charter_page, ruling)
    choices = ", ".join(reasons_of_charter)
    closed = N_("The charter’s list of reasons is closed, and has no “{value}”. It has: {choices}")
    question = _("Article of the charter") + f" ({choices})"

    def unlisted(name: str) -> Why | None:
        return None if name in reasons_of_charter else (closed, {"value": name, "choices": choices})

    anchor_ = ask_until(question, article, unlisted) if article or ruling in AGAINST else ""
    if ruling in AGAINST and not anchor_:
        refuse(N_("A text is only refused, changed or removed for a reason that the charter gives."))
    reasons = reasons or ask_for(N_("Reasons, in two sentences that name nobody"))
    if not reasons:
        refuse(N_("A decision needs its reasons: invoke decide --reasons “…”"))
    by = by or ask_for(N_("Who decides (the key of a profile, or a capacity)"))
    if not by:
        refuse(N_("Say who decides: invoke decide --by “…”"))
    if post and post.strip("/") not in _posts(build):
        refuse(N_("There is no post “{value}” in content/articles/."), value=post)
    return NewDecision(ruling, build.now.date(), by, reasons, anchor_, day_of(received), letter, post, automated)


def _posts(build: Build) -> dict[str, Article]:
    """Return all posts, those that wait too, by their folder: with its year or alone."""
    posts = {
        post.path.removeprefix("articles/").removesuffix("/index.md"): post
        for post in (*build.drafts(POST), *build.scheduled(POST), *build.of(POST))
    }
    return {name.rpartition("/")[2]: post for name, post in posts.items()} | posts


def _statement(
    decision: NewDecision,
    settings: Mapping[str, Any],
    build: Build,
    title: str,
    page: str,
    passage: str,
    law: str,
    *,
    reported: bool,
) -> Statement:
    rules = load_options(DecisionsSettings, "DECISIONS", settings)
    legal = load_options(LegalSettings, "LEGAL", settings)
    charter = load_options(ViewsSettings, "VIEWS", settings).charter_page
    site = str(settings["SITEURL"]).rstrip("/")
    page_url = f"{site}/{settings['PAGE_URL'].format(slug=charter)}"
    examiner = rules.appeal_to or legal.mediation
    post = _posts(build).get(decision.post.strip("/"))
    names = {profile.key: profile.name for profile in (*build.of(PROFILE), *build.unlisted(PROFILE))}
    return Statement(
        ruling=decision.ruling,
        reasons=decision.reasons,
        article=article_names(build, charter).get(decision.article, decision.article),
        url=f"{page_url}#{anchor(decision.article)}" if decision.article else "",
        by=names.get(find_name(decision.by, names_of(names.items())), decision.by),
        days=rules.appeal_days,
        until=decision.day + timedelta(days=rules.appeal_days),
        examiner=examiner or _("somebody who did not take this decision"),
        mediation=legal.mediation if legal.mediation != examiner else "",
        court_of=(legal.publisher or settings["SITENAME"]) if legal.is_public else "",
        law=law,
        title=title or (post.title if post else ""),
        page=page or (f"{site}/{post.url}" if post and post.url else ""),
        passage=passage,
        reported=reported,
        automated=decision.automated,
    )


def _entry_of(decision: NewDecision, build: Build, content: Path) -> str:
    """Return the path of the entry that the register has for a letter's decision, unless another one followed; or "".

    Ends the task (2) where that entry gives other reasons.
    """
    of_letter = [decision_ for decision_ in build.of(DECISION) if decision_.receipt == decision.receipt]
    last = max(
        of_letter, key=lambda decision_: (decision_.day, (content / decision_.path).stat().st_mtime_ns), default=None
    )
    entry = last if last and last.ruling is decision.ruling else None
    if entry and (entry.article, fold(entry.reasons)) != (decision.article, fold(decision.reasons)):
        refuse(_OTHERWISE, number=decision.receipt, path=entry.path)
    return entry.path if entry else ""


def _tell(
    decision: NewDecision, statement: Statement, words: str, writes: Correspondence | None, *, from_reporter: bool
) -> Iterator[str]:
    """Have the writer of the letter informed; yield what to print: for another person, ``words``."""
    if writes is None:
        yield _("Tell the person concerned yourself. Where PLUGINS lists placette_letters, it writes that text.")
        return
    number = decision.receipt
    if number and writes.send(number, statement):
        yield _("The mail with the reasons is queued; the next run of invoke letters sends it.")
        if not (from_reporter and decision.ruling in AGAINST):
            return
        yield _("Whoever wrote the text must be told too:")
    elif number:
        yield _("Nobody can be answered there: tell the person yourself.")
    yield words
