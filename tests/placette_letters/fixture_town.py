"""A town that takes letters: a new site in a repository with a forge, a mailbox, a server that answers leave by."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from placette.commands.starting.planning import Wishes, plan_site, write_site
from tests import fixture_warm
from tests.commands.starting.fixture_wishes import DAY, FRANCE
from tests.fixture_mail import mail_server
from tests.fixture_site import ROOT, git, make_repository, write_setting
from tests.placette_letters.fixture_mailbox import PASSWORD, Mailbox, mailbox
from tests.placette_letters.proposing.fixture_repositories import PROC_RECEIVE
from tests.warm import CLOCK

ADDRESS = "lettres@mairie.example"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
"""What tasks take for now, and when letters come, unless a test says otherwise."""


@dataclass
class Sink:
    """A mail server that takes everything, and keeps it in order."""

    taken: list[EmailMessage] = field(default_factory=list)
    watching: Callable[[int], None] | None = None
    """Called with the number of mails so far, before the sender hears that this one was taken."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.watching:
            self.watching(len(self.taken))
        return "250 OK"


@dataclass
class Town:
    """The town: what residents do to it, and what they get."""

    site: Path
    forge: Path
    box: Mailbox
    sink: Sink
    smtp: str
    home: Path
    moment: datetime = NOW
    """What tasks take for now."""

    def variables(self) -> dict[str, str]:
        """Return the variables of a task of the site."""
        return {
            "PATH": os.environ["PATH"],
            CLOCK: self.moment.isoformat(),
            "HOME": str(self.home),
            **({"TMPDIR": str(self.temporary)} if self.temporary.is_dir() else {}),
            "PYTHONPATH": str(ROOT / "plugins"),
            "LETTERS_PASSWORD": PASSWORD,
            "PYTHONUTF8": "1",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a task of the site."""
        command, out, both = [sys.executable, "-m", "invoke", *words], subprocess.PIPE, subprocess.STDOUT
        return subprocess.Popen(command, cwd=self.site, env=self.variables(), encoding="utf-8", stdout=out, stderr=both)

    def run(self, *words: str, code: int | None = 0) -> str:
        """Run a task of the site, which ends with a code (None: any); gives what it printed, with plain spaces."""
        process = fixture_warm.run(self.site, ["invoke", *words], self.variables(), together=True)
        assert code is None or process.returncode == code, process.stdout
        return process.stdout.replace("\u00a0", " ").replace("\u202f", " ")

    def deliver(self, *mails: EmailMessage) -> None:
        """Have mails come at this moment."""
        self.box.put(*(mail.as_bytes() for mail in mails), moment=self.moment)

    def mails(self) -> list[EmailMessage]:
        """The mails that have come to residents since they were looked at last."""
        taken, self.sink.taken[:] = list(self.sink.taken), []
        return taken

    def publish_at(self, address: str) -> None:
        """Have the site published at an address."""
        with (self.site / "publishconf.py").open("a", encoding="utf-8") as conf:
            conf.write(f'\nSITEURL = "{address.rstrip("/")}"\n')

    def git(self, *words: str) -> str:
        """Return git's output in the site's repository."""
        return git(self.site, *words)

    @property
    def temporary(self) -> Path:
        """The folder for temporary files of tasks, if a test makes it."""
        return self.home.with_name("tmp")

    @property
    def store(self) -> Path:
        """The folder of the letter store."""
        (folder,) = (self.home / ".local" / "share" / "placette").iterdir()
        return folder


def words_of(mail: EmailMessage) -> str:
    """The text of a mail as a person reads it: lines that were broken only for the road are whole again."""
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content()).replace(" \n", " ")


def written(sender: str, subject: str, body: str, number: int = 1) -> EmailMessage:
    """A mail as a phone sends it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = ADDRESS
    mail["Subject"] = subject
    mail["Date"] = "Fri, 20 Nov 2026 10:00:00 +0100"
    mail["Message-ID"] = f"<{number}.{abs(hash((sender, subject, body)))}@courrier.example>"
    mail.set_content(body)
    return mail


def answer(mail: EmailMessage, body: str, number: int = 1) -> EmailMessage:
    """An answer to one of our mails, as a phone writes it: above the whole quotation."""
    quoted = "".join(f"> {line}\n" for line in words_of(mail).splitlines())
    text = f"{body}\n\nEnvoyé de mon iPhone\n\nLe 21 nov. 2026 à 09:12, {mail['From']} a écrit :\n\n{quoted}"
    reply = written(str(mail["To"]), f"Re: {mail['Subject']}", text, number)
    reply["In-Reply-To"] = str(mail["Message-ID"])
    reply["References"] = str(mail["Message-ID"])
    return reply


@contextmanager
def town(folder: Path, wishes: Wishes, *settings: str) -> Iterator[Town]:
    """A town with a new site. ``folder`` has a short name."""
    site, forge, home = folder / "site", folder / "forge.git", folder / "home"
    home.mkdir(parents=True)
    write_site(site, plan_site(wishes, FRANCE, DAY))
    _make_forge(forge)
    sink = Sink()
    with mail_server(sink) as port, mailbox(folder / "box") as box:
        address = f"smtp://127.0.0.1:{port}"
        write_setting(
            site,
            f'LETTERBOX_ADDRESS = "{ADDRESS}"',
            f'LETTERS_MAILBOX = "{box.address}"',
            f'LETTERS_OUTBOX = "{address}"',
            *settings,
        )
        make_repository(site)
        git(site, "remote", "add", "origin", str(forge))
        git(site, "push", "-q", "origin", "main")
        yield Town(site, forge, box, sink, address, home)


def _make_forge(forge: Path) -> None:
    forge.mkdir()
    git(forge, "init", "-q", "--bare", "-b", "main")
    git(forge, "config", "receive.advertisePushOptions", "true")
    git(forge, "config", "receive.procReceiveRefs", "refs/for")
    hook = forge / "hooks" / "proc-receive"
    hook.write_text(PROC_RECEIVE, encoding="utf-8")
    hook.chmod(0o755)
