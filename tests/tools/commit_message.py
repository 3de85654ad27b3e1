"""Whether the message of a commit says what changes in one short line, and why below: git's hook ``commit-msg``.

Takes the file that git keeps the message in. Exit code 0, or 1 with a line for each thing to mend.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SUBJECT = 72
"""Characters of a subject that `git log --oneline` shows whole in a terminal of 80 columns."""
_SCISSORS = re.compile(r"^# -+ >8 -+\n.*", re.MULTILINE | re.DOTALL)
"""What `git commit --verbose` writes before the changes, which are no part of the message."""
_OF_GIT = re.compile(r"Merge |(fixup|squash|amend)! ")
"""Subjects that git writes itself, of commits that join others or will be joined to one."""


def faults_of(message: str) -> list[str]:
    """What is to be mended, a sentence each; comments are no part of a message."""
    told = _SCISSORS.sub("", message)
    subject, *body = "\n".join(line for line in told.splitlines() if not line.startswith("#")).strip().split("\n")
    if _OF_GIT.match(subject):
        return []
    faults = {
        "The subject is empty.": not subject,
        f"The subject has {len(subject)} characters; at most {SUBJECT} are shown whole.": len(subject) > SUBJECT,
        "The second line isn't blank.": bool(body and body[0].strip()),
        "There is no body: say why, below a blank line.": not any(line.strip() for line in body),
    }
    return [fault for fault, found in faults.items() if found]


def main(path: Path) -> int:
    """Print what is to be mended in the message of this file."""
    faults = faults_of(path.read_text(encoding="utf-8"))
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
