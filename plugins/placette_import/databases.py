"""Databases: SPIP (the SQLite file of its backup) and Dotclear (its flat backup).

Both are read once into a database of our own that lies in a temporary file, so that nothing of a hostile one is run and
texts are read one at a time, with what belongs to them.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

from placette import N_
from placette_import.decoding import (
    OLD,
    SourceError,
    each,
    lying,
    mended,
    plain,
    read_fields,
    read_lines,
    zone_named,
)
from placette_import.values import (
    Comment,
    EntryKind,
    Form,
    ImportFinding,
    ImportSource,
    OldAddress,
    SourceEntry,
    SourcePerson,
    SourceUpload,
    read_status,
)

Row = Mapping[str, str]
_NAME = re.compile(r"[A-Za-z_]\w{0,63}")
_MOST_COLUMNS = 500


class Tables:
    """Tables of text in a temporary file, by the end of their names. What isn't there is empty."""

    def __init__(self, file: str, kept: frozenset[str]) -> None:
        self.base, self.file, self.kept = sqlite3.connect(""), file, kept
        self.findings: list[ImportFinding] = []
        self.columns: dict[str, list[str]] = {}

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
        """Add rows; those of another length are left out."""
        names = list({column.lower(): column for column in columns if _NAME.fullmatch(column)}.values())[:_MOST_COLUMNS]
        if table in self.kept and table not in self.columns and names:
            self.columns[table] = names
            fields = ", ".join(f'"{column}" TEXT' for column in names)
            self.base.execute(f'CREATE TABLE "{table}" ({fields})')
        names = [column for column in columns if column in self.columns.get(table, ())]
        if table in self.columns and names:
            into = ", ".join(f'"{column}"' for column in names)
            marks = ", ".join("?" * len(names))
            texts = (tuple(map(self._text, row)) for row in rows)
            fitting = (row for row in texts if len(row) == len(names))
            self.base.executemany(f'INSERT INTO "{table}" ({into}) VALUES ({marks})', fitting)  # noqa: S608 - our names

    def _text(self, value: object) -> str:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)
        return mended(text.replace("\r\n", "\n"), self.findings, self.file)

    def rows(self, table: str, order: str = "", **wanted: str) -> Iterator[Row]:
        """Yield the rows that have these values."""
        names = self.columns.get(table, [])
        if not names or not set(wanted) <= set(names):
            return
        if wanted:
            index = "_".join(("by", table, *wanted))
            self.base.execute(f'CREATE INDEX IF NOT EXISTS "{index}" ON "{table}" ({", ".join(wanted)})')
        where = " AND ".join(f'"{column}" = ?' for column in wanted)
        how = (f" WHERE {where}" if where else "") + (f' ORDER BY "{order}", rowid' if order in names else "")
        for row in self.base.execute(f'SELECT * FROM "{table}"{how}', tuple(wanted.values())):  # noqa: S608
            yield defaultdict(str, zip(names, row, strict=False))


_SPIP = frozenset(
    "articles rubriques breves auteurs auteurs_liens mots mots_liens documents documents_liens forum urls meta".split()
)
"""The tables of SPIP that are read, without the prefix of the site."""
_LONGEST = 64 << 20  # signs of a value


def _short(name: str) -> str:
    """Return a table's name without the prefix of its site: ``spip_auteurs_liens`` is ``auteurs_liens``."""
    return name if name in _SPIP else name.partition("_")[2]


def _load_sqlite(file: Path, tables: Tables) -> None:
    """Copy the tables of a SQLite file; its views, triggers and functions are never run."""
    uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        other = sqlite3.connect(uri, uri=True)
        other.execute("PRAGMA trusted_schema = OFF")
        other.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        other.text_factory = partial(str, encoding="utf-8", errors=OLD)
        names = [row[0] for row in other.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage")]
        for name in filter(_NAME.fullmatch, names):
            if _short(name) in tables.kept:
                shape = [*other.execute(f'PRAGMA table_xinfo("{name}")')]
                columns = [row[1] for row in shape if not row[6] and _NAME.fullmatch(row[1])]  # none that is computed
                rows = other.execute(f"""SELECT {", ".join(map('"{}"'.format, columns)) or 1} FROM "{name}\"""")  # noqa: S608
                tables.add(_short(name), columns, rows)
        other.close()
    except sqlite3.Error as error:
        raise SourceError(N_("it is a broken database"), file.name) from error


def open_spip(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a site of SPIP: the SQLite file of its backup, and ``IMG/`` beside it."""
    tables = Tables(files[0].name, _SPIP)
    _load_sqlite(files[0], tables)
    if "articles" not in tables.columns:
        raise SourceError(N_("it has no articles of SPIP"), files[0].name)
    return _Spip(tables, root).source


_SPIP_ENTRY = "date=date|date_heure changed=date_modif lang=lang"
_SPIP_COMMENT = "author=auteur date=date_heure body=texte"


class _Spip:
    """What is the same for all texts of a site of SPIP."""

    def __init__(self, tables: Tables, root: Path) -> None:
        self.rows, self.file, self.root = tables.rows, tables.file, root
        meta = {row["nom"]: row["valeur"] for row in self.rows("meta")}
        self.lang = (meta.get("langue_site") or "fr")[:2]
        self.rubriques = {row["id_rubrique"]: self.say(row["titre"]) for row in self.rows("rubriques")}
        self.mots = {row["id_mot"]: self.say(row["titre"]) for row in self.rows("mots")}
        self.documents = {row["id_document"]: row for row in self.rows("documents")}
        people = {
            key: SourcePerson(key, self.say(row["nom"]), self.say(row["bio"]), row["url_site"], row["nom"])
            for row in self.rows("auteurs")
            if row["nom"].strip() and (key := row["id_auteur"])
        }
        visitors = {row["id_auteur"] for row in self.rows("auteurs", statut="6forum")}  # they wrote comments
        writers = {key: key for key in people if key not in visitors}
        public = {row["id_rubrique"] for row in self.rows("rubriques", statut="publie")}
        rubriques = {key: name for key, name in self.rubriques.items() if key in public}
        lists = ("rubrique", "category", rubriques), ("mot", "tag", self.mots), ("auteur", "author", writers)
        old = [
            OldAddress(path, kind, name)
            for what, kind, of in lists
            for n, name in of.items()
            for path in self.old(what, n)
        ]
        self.source = ImportSource(
            kind="spip",
            name=self.say(meta.get("nom_site", "")),
            site=meta.get("adresse_site", "").rstrip("/"),
            entries=self.entries,
            people=people,
            uploads={f"doc{key}": upload for key, upload in self.uploads()},
            addresses=(*old, OldAddress("/spip.php?page=backend", "feed")),
            lang=self.lang,
            root=root,
            findings=tables.findings,
        )

    def say(self, text: str) -> str:
        """Return a short text of SPIP as people read it: in one language, without the number that sorts it."""
        if "<multi>" in text:
            parts = dict(re.findall(r"\[([a-z_]+)\]([^\[]*)", text))
            text = parts.get(self.lang) or next(iter(parts.values()), "")
        return plain(re.sub(r"^\s*\d+\.\s+|[{}]{1,3}", "", text))

    def old(self, what: str, number: str) -> list[str]:
        """Return the old addresses of something, the one that was shown first."""
        urls = [f"/{row['url']}" for row in self.rows("urls", "date", type=what, id_objet=number)][::-1]
        return [
            *urls,
            f"/spip.php?{what}{number}",
            f"/{what}{number}.html",
            f"/spip.php?page={what}&id_{what}={number}",
        ]

    def uploads(self) -> Iterator[tuple[str, SourceUpload]]:
        links = self.rows("documents_liens")
        parents = {row["id_document"]: f"spip:{row['objet']}{row['id_objet']}" for row in links}
        for key, row in self.documents.items():
            file = row["fichier"].removeprefix("IMG/")
            url = file if row["distant"] == "oui" else f"/IMG/{file}"
            words = ". ".join(filter(None, (self.say(row["titre"]), self.say(row["descriptif"]))))
            caption = " — ".join(filter(None, (words, self.say(row["credits"]))))
            place, alt, parent = lying(self.root, f"IMG/{file}", file), self.say(row["alt"]), parents.get(key, "")
            yield key, SourceUpload(f"doc{key}", url, place, alt, caption, parent)

    def entries(self) -> Iterator[SourceEntry]:
        yield from (self.entry("article", row) for row in self.rows("articles", "date"))
        yield from (self.entry("breve", row) for row in self.rows("breves", "date_heure"))

    def entry(self, what: str, row: Row) -> SourceEntry:
        number = row[f"id_{what}"]
        where = {"objet": what, "id_objet": number}
        files = {link["id_document"]: link for link in self.rows("documents_liens", **where)}
        modes = {key: self.documents[key]["mode"] for key in files if key in self.documents}
        body = "\n\n".join(filter(None, (row["chapo"], row["texte"])))
        unseen = (key for key, mode in modes.items() if mode in {"image", "document"} and files[key]["vu"] != "oui")
        tags = [f"<doc{key}|center>" for key in unseen if not re.search(rf"<(?:doc|img|emb){key}\b", body)]
        body = "\n\n".join((body, *tags, *(["----", row["ps"]] if row["ps"].strip() else [])))
        logo = next((key for key, mode in modes.items() if mode == "logoon"), "")
        logos = (f"IMG/arton{number}.{end}" for end in ("jpg", "png", "gif", "webp") if what == "article")
        return SourceEntry(
            f"spip:{what}{number}",
            **read_fields(row.__getitem__, _SPIP_ENTRY),
            **read_status("spip", row.__getitem__),
            title=self.say(" : ".join(filter(None, (row["surtitre"], row["titre"], row["soustitre"])))),
            body=body.strip(),
            form=Form.SPIP,
            authors=each(*(link["id_auteur"] for link in self.rows("auteurs_liens", **where))),
            categories=each(self.rubriques.get(row["id_rubrique"], "")),
            tags=each(*(self.mots.get(link["id_mot"], "") for link in self.rows("mots_liens", **where))),
            summary=self.say(row["descriptif"]),
            addresses=tuple(self.old(what, number)),
            picture=f"doc{logo}" if logo else lying(self.root, *logos),
            picture_alt=self.say(self.documents[logo]["alt"]) if logo else "",
            comments=tuple(map(self.comment, self.rows("forum", "date_heure", **where))),
            file=self.file,
        )

    @staticmethod
    def comment(row: Row) -> Comment:
        return Comment(
            f"spip:forum{row['id_forum']}",
            **read_fields(row.__getitem__, _SPIP_COMMENT),
            form=Form.SPIP,
            parent=f"spip:forum{row['id_parent']}" if row["id_parent"] not in {"", "0"} else "",
            status={"publie": "published", "prop": "pending"}.get(row["statut"], "spam"),
        )


_DOTCLEAR = frozenset("blog category setting post meta media post_media comment user".split())
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": ""}
_CELL = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*+,?\s*+', re.DOTALL)
"""A cell and what is between it and the next. It never goes back: a string that stays open costs its length, once."""
_ROW = re.compile(r'^(?:".*"[ ,\t]*|\[.*\])$', re.MULTILINE)
"""The head of a table or a whole row; the lines of a string that stays open are none."""
_BATCH = 100
"""The rows that are added at once."""
_DOTCLEAR_ENTRY = "title=post_title date=post_dt changed=post_upddt summary=post_excerpt_xhtml lang=post_lang"
_DOTCLEAR_COMMENT = "author=comment_author date=comment_dt body=comment_content"


def open_dotclear(files: tuple[Path, ...], root: Path) -> ImportSource:
    """Open a flat backup of Dotclear: a table begins with its name and columns between brackets, then a row a line."""
    tables = Tables(files[0].name, _DOTCLEAR)
    table, columns, batch = "", list[str](), list[list[str]]()
    for line in read_lines(files[0], tables.findings, _ROW):
        is_head = line.startswith("[")
        if not is_head and line.count('"') >= 2 * len(columns):
            cells = islice(_cells(line), _MOST_COLUMNS)
            batch.append([_ESCAPED.sub(lambda sign: _ESCAPES.get(sign[1], sign[1]), cell) for cell in cells])
        if is_head or len(batch) == _BATCH:
            tables.add(table, columns, batch)
            batch = []
        if is_head:
            table, _blank, header = line[1:-1].partition(" ")
            columns = header.split(",")
    tables.add(table, columns, batch)
    blog: Row = next(tables.rows("blog"), defaultdict(str))
    settings = {row["setting_id"]: row["setting_value"] for row in tables.rows("setting")}
    categories = {row["cat_id"]: row for row in tables.rows("category")}
    people, uploads = dict[str, SourcePerson](), dict[str, SourceUpload]()
    for row in chain(tables.rows("user"), tables.rows("post")):
        key = row["user_id"]
        name = row["user_displayname"] or f"{row['user_firstname']} {row['user_name']}".strip() or key
        people.setdefault(key, SourcePerson(key, plain(name), site=row["user_url"], slug=key))
    for row in tables.rows("media"):
        key, file = f"media{row['media_id']}", row["media_file"].lstrip("/")
        title = "" if row["media_title"] == file.rpartition("/")[2] else plain(row["media_title"])
        uploads[key] = SourceUpload(key, f"/public/{file}", lying(root, f"public/{file}", file), caption=title)
    terms = {row["cat_title"]: row["cat_url"] for row in categories.values()}
    return ImportSource(
        kind="dotclear",
        name=plain(blog["blog_name"]),
        site=re.sub(r"/index\.php\??$|\?$", "", blog["blog_url"]).rstrip("/"),
        entries=lambda: (_dotclear(row, tables, categories) for row in tables.rows("post")),
        people=people,
        uploads=uploads,
        addresses=tuple(OldAddress(f"/category/{url}", "category", name) for name, url in terms.items()),
        lang=settings.get("lang", "fr")[:2],
        root=root,
        findings=tables.findings,
    )


def _cells(line: str) -> Iterator[str]:
    """Yield the cells of a row; what can't be one ends it."""
    at = 0
    while match := _CELL.match(line, at):
        yield match[1]
        at = match.end()


def _dotclear(row: Row, tables: Tables, categories: Mapping[str, Row]) -> SourceEntry:
    number, form = row["post_id"], row["post_type"]
    place = f"{'pages' if form == 'page' else 'post'}/{row['post_url']}"
    return SourceEntry(
        f"dotclear:{number}",
        EntryKind.PAGE if form == "page" else EntryKind.POST,
        **read_fields(row.__getitem__, _DOTCLEAR_ENTRY, zone_named(row["post_tz"])),
        **read_status("dotclear", row.__getitem__),
        type=form,
        body="\n".join(filter(None, (row["post_excerpt_xhtml"], row["post_content_xhtml"]))),
        authors=each(row["user_id"]),
        categories=(categories[row["cat_id"]]["cat_title"],) if row["cat_id"] in categories else (),
        tags=tuple(sorted({tag["meta_id"] for tag in tables.rows("meta", post_id=number, meta_type="tag")})),
        addresses=(f"/{place}", f"/index.php?{place}", f"/?{place}"),
        slug=row["post_url"].rpartition("/")[2],
        comments=tuple(
            _dotclear_comment(comment)
            for comment in tables.rows("comment", "comment_dt", post_id=number)
            if comment["comment_trackback"] != "1"
        ),
        file=tables.file,
    )


def _dotclear_comment(row: Row) -> Comment:
    return Comment(
        f"dotclear:c{row['comment_id']}",
        **read_fields(row.__getitem__, _DOTCLEAR_COMMENT, zone_named(row["comment_tz"])),
        status={"1": "published", "-1": "pending", "0": "pending"}.get(row["comment_status"], "spam"),
    )
