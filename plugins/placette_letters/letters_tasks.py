"""Task: letters.

It is listed without importing the libraries for mails and the form.
"""

from __future__ import annotations

import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import N_, Problem, SettingError, Task, _, load_settings
from placette_letters import LettersSettings

LIBRARIES = ("mammoth", "imap-tools", "multipart", "waitress", "altcha")


@task(
    help={
        "folder": N_("A folder of mails, documents and photos to read, instead of the mailbox."),
        "to": N_("Where proposals go: folder (the content folder), branch or forge."),
        "list": N_("List the letters that are open, and do nothing else."),
        "show": N_("Show the letter with this number."),
        "read": N_("Note that somebody has read the letter with this number."),
        "complete": N_("Ask here for what the draft of the letter with this number lacks, and write it."),
        "publish": N_("Complete the draft of the letter with this number, and publish it: no branch is left over."),
        "by": N_("With --publish: the key of who has read a short reply."),
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
    publish: str = "",
    by: str = "",
    close: str = "",
    accept: str = "",
    forget: str = "",
    purge: bool = False,
    signed: str = "",
    serve: bool = False,
    deploy: str = "",
) -> None:
    """Read what people sent, propose it, answer them: mails, Word files, photos, the form."""
    Task.need("letters", *LIBRARIES)
    if serve or deploy:
        _form(deploy)
        return
    # The readers of mails and documents take a second to import, which every other task would pay.
    from placette_letters import case_tasks  # noqa: PLC0415

    if list:
        case_tasks.list_open()
    elif show:
        case_tasks.show(show)
    elif complete or publish:
        from placette_letters import completing_tasks  # noqa: PLC0415 - as above

        completing_tasks.publish(publish, by) if publish else completing_tasks.complete(complete)
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
