"""The store keeps each letter once, forgets when asked, and stays out of the site."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from placette_letters.letter import Consent, Gap, Letter, Manuscript
from placette_letters.service_tasks import remind
from placette_letters.store import LetterStore, QueuedMail, StoreError, open_store, store_folder

DAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SENDER = "lea@courrier.example"


def a_letter(identity: str = "<1@courrier.example>", received: datetime = DAY, sender: str = SENDER) -> Letter:
    return Letter(identity, received, Manuscript("Le lavoir."), sender=sender, subject="Le lavoir")


def a_mail(number: str, step: str = "receipt", asked: tuple[Gap, ...] = ()) -> QueuedMail:
    return QueuedMail(f"<{number}.{step}@site.example>", number, step, SENDER, b"Bonjour", asked)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LetterStore]:
    with open_store(tmp_path / "store", tmp_path / "site") as opened:
        yield opened


def taken(store: LetterStore, letter: Letter, author: str = "") -> str:
    with store.step():
        return store.cases.open_case(letter, store.cases.keep_original(letter.identity.encode()), "Le lavoir", author)


def test_numbers_follow_each_other_within_a_year(store: LetterStore) -> None:
    next_year = DAY + timedelta(days=60)
    numbers = [taken(store, a_letter(f"<{n}@x.example>")) for n in range(3)]
    numbers.append(taken(store, a_letter("<n@x.example>", next_year)))
    assert numbers == ["2026-0001", "2026-0002", "2026-0003", "2027-0001"]


def test_numbers_go_on_after_the_ten_thousandth(store: LetterStore) -> None:
    store.rows.execute("INSERT INTO cases (number) VALUES ('2026-9999'), ('2026-10000')")
    assert taken(store, a_letter()) == "2026-10001"


def test_a_new_store_gives_no_number_that_the_site_has_shown(tmp_path: Path) -> None:
    public = ["2026-0042", "2026-0007", "2025-0900"]
    with open_store(tmp_path / "store", tmp_path / "site", "", public) as store:
        assert taken(store, a_letter()) == "2026-0043"


def test_a_letter_is_known_by_its_identity_alone(store: LetterStore) -> None:
    assert not store.cases.knows("<1@courrier.example>")
    taken(store, a_letter())
    assert store.cases.knows("<1@courrier.example>")
    with pytest.raises(sqlite3.IntegrityError):
        taken(store, a_letter())
    assert [case.number for case in store.cases.all()] == ["2026-0001"], "half of a step stays"


def test_a_second_letter_opens_its_case_again(store: LetterStore) -> None:
    number = taken(store, a_letter())
    store.cases.mark_handled(number, 0)
    store.cases.note_days(number, read="2026-11-21", waiting="2026-11-21", closed="2026-11-22")
    with store.step():
        store.cases.add_letter(number, a_letter("<2@x.example>"), "", proven=True)
    case = store.cases.case(number)
    assert case
    assert (case.read, case.waiting, case.closed) == ("2026-11-21", "2026-11-21", "")
    assert [(it.place, it.proven, it.handled) for it in store.cases.letters_of(number)] == [
        (0, False, True),
        (1, True, False),
    ]
    assert store.cases.unhandled() == [number]


def test_a_step_of_a_case_has_one_mail(store: LetterStore) -> None:
    number = taken(store, a_letter())
    gaps = (Gap("alt", "photo-1.jpg"), Gap("licence"))
    assert store.mails.queue(a_mail(number, "review-0", gaps), DAY)
    assert not store.mails.queue(a_mail(number, "review-0"), DAY)
    assert [mail.asked for mail in store.mails.of(number)] == [gaps]
    assert store.mails.number_of(f"<{number}.review-0@site.example>") == number
    assert store.mails.number_of("<other@site.example>") == ""


def test_the_queue_holds_what_no_server_has_taken_or_refused(store: LetterStore) -> None:
    number = taken(store, a_letter())
    for step in ("receipt", "review-0", "published"):
        store.mails.queue(a_mail(number, step), DAY)
    store.mails.mark_sent(a_mail(number, "receipt").identity, DAY)
    store.mails.mark_refused(a_mail(number, "review-0").identity, "550 no such user")
    assert [mail.step for mail in store.mails.waiting()] == ["published"]
    assert store.mails.refused() == [(number, "550 no such user")]
    assert store.mails.count_made(SENDER, DAY - timedelta(hours=1)) == 3
    assert store.mails.count_made(SENDER, DAY + timedelta(hours=1)) == 0


def test_an_address_stays_whose_it_was(store: LetterStore) -> None:
    store.people.note_author(SENDER, "lea-montel")
    store.people.note_author(SENDER, "somebody-else")
    assert store.people.author_of(SENDER) == "lea-montel"
    assert store.people.author_of("") == ""


def test_what_is_forgotten_leaves_no_byte_behind(store: LetterStore) -> None:
    number = taken(store, a_letter(), "lea-montel")
    other = taken(store, a_letter("<other@x.example>", sender="paul@courrier.example"))
    store.mails.queue(a_mail(number), DAY)
    store.people.note_author(SENDER, "lea-montel")
    store.people.keep_consents(number, 0, [Consent("licence", True, "CC BY 4.0", date(2026, 11, 20))])
    assert store.forget_person("lea-montel") == [number]
    left = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert SENDER.encode() not in left
    assert b"<1@courrier.example>" not in left
    assert b"paul@courrier.example" in left, "somebody else is forgotten too"
    case = store.cases.case(number)
    assert case
    assert (case.received, case.sender, case.title) == ("2026-11-20", "", "")
    assert store.people.consents_of(number) == []
    assert store.cases.knows("<1@courrier.example>"), "the letter would come again from the mailbox"
    assert store.cases.letters_of(other)


@pytest.mark.parametrize("is_out", [True, False])
def test_only_a_text_that_came_out_keeps_what_was_agreed_to_until_its_author_leaves(
    store: LetterStore, *, is_out: bool
) -> None:
    number = taken(store, a_letter(), "lea-montel")
    agreed = Consent("licence", True, "CC BY 4.0", date(2026, 11, 20))
    store.people.note_author(SENDER, "lea-montel")
    store.people.keep_consents(number, 0, [agreed])
    if is_out:
        store.mails.queue(a_mail(number, "published"), DAY)
    store.forget([number])
    left = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert SENDER.encode() not in left
    assert store.people.consents_of(number) == ([agreed] if is_out else [])
    assert store.forget_person("lea-montel") == ([number] if is_out else [])
    assert store.people.consents_of(number) == []


def test_an_address_is_known_as_long_as_one_of_its_letters(store: LetterStore) -> None:
    first, second = (taken(store, a_letter(f"<{n}@x.example>"), "lea-montel") for n in range(2))
    store.people.note_author(SENDER, "lea-montel")
    store.forget([first])
    assert store.people.author_of(SENDER) == "lea-montel"
    store.forget([second])
    assert store.people.author_of(SENDER) == ""


def test_consents_are_kept_with_their_words_and_their_day(store: LetterStore) -> None:
    number = taken(store, a_letter())
    yes, no = (
        Consent("minors", agreed, "Les deux parents", date(2026, 11, day)) for agreed, day in ((True, 20), (False, 22))
    )
    store.people.keep_consents(number, 1, [yes])
    store.people.keep_consents(number, 1, [yes])
    store.people.keep_consents(number, 3, [no])
    assert store.people.consents_of(number) == [yes, no]


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(store: LetterStore) -> None:
    store.cases.note_uid("lettres@a.example/INBOX", 17, 230)
    assert store.cases.last_uid("lettres@a.example/INBOX", 17) == 230
    assert store.cases.last_uid("lettres@a.example/INBOX", 18) == 0
    assert store.cases.last_uid("lettres@b.example/INBOX", 17) == 0


def test_a_store_inside_the_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="inside the site"), open_store(tmp_path / "site" / "x", tmp_path / "site"):
        pass
    assert not (tmp_path / "site").exists()


def test_nobody_else_reads_the_store(store: LetterStore) -> None:
    taken(store, a_letter())
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in (store.folder / "originals").iterdir()} == {0}


def test_two_do_not_work_in_it_at_once(store: LetterStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="at this moment"), open_store(store.folder, tmp_path / "site"):
        pass


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look like one" * 30, None])
def test_a_damaged_store_or_a_newer_one_is_left_as_it_is(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "store" / "letters.sqlite"
    path.parent.mkdir()
    if content:
        path.write_bytes(content)
    else:
        newer = sqlite3.connect(path)
        newer.execute("PRAGMA user_version = 99")
        newer.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged"), open_store(tmp_path / "store", tmp_path / "site"):
        pass
    assert path.read_bytes() == before


def test_the_key_of_a_store_is_its_own_and_stays(store: LetterStore, tmp_path: Path) -> None:
    with open_store(tmp_path / "other", tmp_path / "site") as other:
        assert store.secret() == store.secret() != other.secret()


def test_the_store_lies_where_the_system_keeps_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert store_folder("", Path("/srv/site"), "Carnets d’Auvergne") == tmp_path / "placette" / "carnets-d-auvergne"
    assert store_folder("~/lettres", Path("/srv/site"), "x") == Path("~/lettres").expanduser()


def test_two_sites_of_one_name_share_no_store(tmp_path: Path) -> None:
    mine, other = "https://carnet.example", "https://carnet.ailleurs.example"
    for site in (mine, "", mine):
        with open_store(tmp_path / "store", tmp_path / "site", site) as opened:
            assert opened.cases.all() == []
    with pytest.raises(StoreError, match="another site"), open_store(tmp_path / "store", tmp_path / "other", other):
        pass
    (tmp_path / "store" / "site.txt").write_text(other, encoding="utf-8")
    with open_store(tmp_path / "store", tmp_path / "site", other) as opened:
        assert opened.cases.all() == []


def test_a_store_beside_the_site_in_one_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(StoreError, match="inside the site"), open_store(tmp_path / "letters", tmp_path / "a" / "site"):
        pass


def test_a_mailbox_begins_once(store: LetterStore) -> None:
    assert store.cases.begun("box", date(2026, 10, 21)) == date(2026, 10, 21)
    assert store.cases.begun("box", date(2026, 11, 21)) == date(2026, 10, 21)


def test_who_leaves_is_forgotten_in_letters_that_nobody_linked_to_them(store: LetterStore) -> None:
    """Letters of other people stay, such as those that came in a folder, without an address."""
    for n, (sender, author) in enumerate(
        [(SENDER, ""), (SENDER, "lea-m"), ("", "lea-m"), ("", ""), ("b@b.example", "")]
    ):
        number = taken(store, a_letter(f"<{n}@x.example>", sender=sender))
        store.cases.note_author(number, author)
    assert store.forget_person("lea-m") == ["2026-0001", "2026-0002", "2026-0003"]
    assert [case.sender for case in store.cases.all()] == ["", "", "", "", "b@b.example"]


def test_what_a_killed_run_left_goes_when_the_store_is_opened(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        number = taken(store, a_letter())
        store.cases.keep_original(b"a letter that no row names yet")
        (store.folder / "originals" / ".x.part").write_bytes(b"words of a letter")
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        (letter,) = store.cases.letters_of(number)
        assert [path.name for path in (store.folder / "originals").iterdir()] == [letter.file]


def test_lost_letters_are_looked_for_in_their_mailbox_once_a_day(store: LetterStore) -> None:
    asked = [store.cases.may_look_again(day) for day in (DAY.date(), DAY.date(), DAY.date() + timedelta(days=1))]
    assert asked == [True, False, True]


def test_status_names_the_letters_whose_original_is_lost(tmp_path: Path) -> None:
    settings = {"LETTERS_STORE": str(tmp_path / "store"), "SITENAME": "Carnets", "DEFAULT_LANG": "en"}
    assert remind(settings, DAY.date()) == []
    with open_store(tmp_path / "store", tmp_path / "site") as store:
        names = [f"{taken(store, a_letter(f'<{n}@x.example>'))}/0" for n in range(4)]
        missing, empty, other, _whole = (
            tmp_path / "store/originals" / store.cases.letters_of(name[:-2])[0].file for name in names
        )
    assert remind(settings, DAY.date()) == []
    missing.unlink()
    empty.write_bytes(b"")
    other.write_bytes(b"another's")
    (row,) = remind(settings, DAY.date())
    assert (row.where, row.mend) == (names[:3], "invoke letters")
