"""Task: letters; and what letters do for others: forget a leaving author, write to people about decisions.

It is listed without importing the libraries for mails and the form.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import N_, Problem, Row, SettingError, Task, Words, _, decisions, load_catalogue, load_settings
from placette_letters import LettersSettings

_LIBRARIES = ("mammoth", "imap-tools", "multipart", "waitress", "altcha")


@task(
    help={
        "folder": N_("A folder of mails, documents and photos to read, instead of the mailbox."),
        "to": N_("Where proposals go: folder (the content folder), branch or forge."),
        "list": N_("List the letters that are open, and do nothing else."),
        "show": N_("Show the letter with this number."),
        "read": N_("Note that somebody has read the letter with this number."),
        "complete": N_("Ask here for what the draft of the letter with this number lacks, and write it."),
        "close": N_("Close the letter with this number: it was answered, or withdrawn."),
        "accept": N_("Add a letter that only quotes another’s number to that one: 2026-0042/3, as --show calls it."),
        "forget": N_("Forget the letter with this number at once: its original and its sender’s address."),
        "purge": N_("Forget what was finished LETTERBOX_KEEP_DAYS days ago; a public body gets a list of it to sign."),
        "signed": N_("Forget the finished letters of this list, which the archives have signed."),
        "serve": N_("Serve the form; what is sent waits for the next run."),
        "deploy": N_("Write into this folder the files that a server needs for the form."),
    }
)
def letters(
    _context: Context,
    folder: str = "",
    to: str = "",
    list: bool = False,  # noqa: A002 - the name of an option
    show: str = "",
    read: str = "",
    complete: str = "",
    close: str = "",
    accept: str = "",
    forget: str = "",
    purge: bool = False,
    signed: str = "",
    serve: bool = False,
    deploy: str = "",
) -> None:
    """Read what people sent, propose it, answer them: mails, Word files, photos, the form."""
    Task.need("letters", *_LIBRARIES)
    if serve or deploy:
        _form(deploy)
        return
    # The readers of mails and documents take a second to import, which every other task would pay.
    from placette_letters import case_tasks  # noqa: PLC0415

    if list:
        case_tasks.list_open()
    elif show:
        case_tasks.show(show)
    elif complete:
        from placette_letters import completing_tasks  # noqa: PLC0415 - as above

        completing_tasks.complete(complete)
    elif read or close:
        case_tasks.note(read=read, close=close)
    elif accept:
        case_tasks.accept(accept)
    elif forget:
        case_tasks.forget(forget)
    elif purge or signed:
        case_tasks.purge(signed)
    else:
        case_tasks.run(folder, to)


def _form(folder: str) -> None:
    """Serve the form until it is stopped; with a folder, write the files that a server needs into it instead."""
    from placette import Project  # noqa: PLC0415
    from placette_letters.form.deployment import deployment, form_server  # noqa: PLC0415 - it faces the web: no more
    from placette_letters.form.submission import rules_of  # noqa: PLC0415
    from placette_letters.store import drop_folder  # noqa: PLC0415

    settings = Project.published_settings()
    with Project.usable_settings():
        rules = rules_of(settings, drop_folder(settings, Task.ROOT))
        store = load_settings(LettersSettings, "LETTERS", settings).store
        if folder and not Path(store).is_absolute():  # its place depends on the user: another one serves the form
            raise SettingError(f"LETTERS_STORE = {store!r}  →  /var/lib/placette/letters")
    if not folder:
        print(_("The form is served on http://127.0.0.1:{port}/. Ctrl+C ends it.").format(port=rules.port), flush=True)
        form_server(rules).run()
        return
    command = [str(Path(sys.executable).with_name("invoke")), "letters", "--serve"]
    try:
        files = deployment(rules, command, Task.ROOT)
    except ValueError as error:
        raise Exit(Problem.printable(_("The form cannot be deployed: {what}").format(what=error)), 2) from error
    for name, text in files.items():
        Task.write_text(Path(folder) / name, text)
        print(Problem.printable(_("Written: {path}").format(path=Path(folder) / name)))


def forget_author(settings: Mapping[str, Any], author: str) -> str:
    """Forget a leaving person's letters and their address. Returns how many letters those were.

    Ends the task (2) where the store fails.
    """
    from placette_letters import store  # noqa: PLC0415 - only who leaves needs it

    try:
        count = store.forget_author(author, settings, Task.ROOT)
    except OSError as error:
        what = _(str(error))
        raise Exit(Problem.printable(_("Their letters could not be forgotten: {what}").format(what=what)), 2) from error
    if not count:
        return ""
    return Task.WORDS.ngettext(
        "{count} letter of theirs is forgotten.", "{count} letters of theirs are forgotten.", count
    ).format(count=count)


def remind(settings: Mapping[str, Any], today: date) -> list[Row]:
    """Return how many letters are kept longer than the page on personal data promises; nothing where none is."""
    from placette_letters.store import TO_SIGN, kept_too_long  # noqa: PLC0415 - as above

    count, last, folder = kept_too_long(settings, Task.ROOT, today)
    if not count:
        return []
    what = Task.WORDS.ngettext(
        "{count} letter kept longer than promised", "{count} letters kept longer than promised", count
    )
    day = Words.long_date(datetime.fromisoformat(last), settings["DEFAULT_LANG"]) if last else _("never")
    about, command = _("last purge: {day}").format(day=day), "invoke letters --purge"
    if (listed := folder / TO_SIGN).is_file():
        about = _("the list of {day} waits for the signature of the archives").format(day=day)
        command = f"invoke letters --signed {listed}"
    return [Row(what.format(count=count), about, mend=command)]


def correspondence(settings: Mapping[str, Any]) -> decisions.Correspondence:
    """Return the ways to write to people about decisions, in the language of these settings."""
    from placette_letters.answering.mails import correspondent_of  # noqa: PLC0415 - as above
    from placette_letters.answering.receipts import acknowledgement_text, statement_text  # noqa: PLC0415

    who = correspondent_of(settings, load_catalogue(settings["DEFAULT_LANG"]).gettext, b"")
    return decisions.Correspondence(
        look_up=_look_up,
        send=_send,
        word=lambda statement: statement_text(statement, who),
        acknowledge=lambda page: acknowledgement_text(page, who),
    )


def _look_up(number: str) -> decisions.LetterFacts:
    Task.need("letters", *_LIBRARIES)
    from placette_letters import case_tasks  # noqa: PLC0415 - the readers of mails take a second to import

    return case_tasks.look_up(number)


def _send(number: str, statement: decisions.Statement) -> bool:
    from placette_letters import case_tasks  # noqa: PLC0415

    return case_tasks.decide(number, statement)
