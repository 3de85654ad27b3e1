"""Task: letters."""

from __future__ import annotations

from invoke.context import Context
from invoke.tasks import task

from placette.commands.site_tasks import need
from placette.engine.base.translation import N_

_LIBRARIES = ("mammoth", "imap-tools", "multipart", "waitress", "altcha")


@task(
    help={
        "folder": N_("A folder of mails, documents and photos to read, instead of the mailbox."),
        "to": N_("Where proposals go: folder (the content folder), branch or forge."),
        "list": N_("List the letters that are open, and do nothing else."),
        "show": N_("Show the letter with this number."),
        "read": N_("Note that somebody has read the letter with this number."),
        "close": N_("Close the letter with this number: it was answered, or withdrawn."),
        "refuse": N_("Refuse the letter with this number, for the reasons that --why gives."),
        "why": N_("The reason of a refusal, from the charter; may be given several times."),
        "forget": N_("Forget the letter with this number at once: its original and its sender’s address."),
        "purge": N_("Forget letters and addresses that were finished LETTERBOX_KEEP_DAYS days ago."),
        "serve": N_("Serve the form; what is sent waits for the next run."),
        "deploy": N_("Write into this folder the files that a server needs for the form."),
    },
    iterable=["why"],
)
def letters(
    _context: Context,
    why: list[str],
    folder: str = "",
    to: str = "",
    list: bool = False,  # noqa: A002 - the name of an option
    show: str = "",
    read: str = "",
    close: str = "",
    refuse: str = "",
    forget: str = "",
    purge: bool = False,
    serve: bool = False,
    deploy: str = "",
) -> None:
    """Read what people sent, propose it, answer them: mails, Word files, photos, the form."""
    need("letters", *_LIBRARIES)
    if serve or deploy:
        from placette_letters import store_tasks as form_tasks  # noqa: PLC0415 - what faces the web imports no more

        form_tasks.deploy(deploy) if deploy else form_tasks.serve()
        return
    # What reads mails and documents takes a second to import, which every other task would pay.
    from placette_letters import deciding_tasks, running_tasks  # noqa: PLC0415

    if list:
        deciding_tasks.list_open()
    elif show:
        deciding_tasks.show(show)
    elif read or close or refuse:
        deciding_tasks.note(read=read, close=close, refuse=refuse, why=why)
    elif forget:
        deciding_tasks.forget(forget)
    elif purge:
        deciding_tasks.purge()
    else:
        running_tasks.run(folder, to)
