"""A site of SPIP as its schema says (``ecrire/base/objets.php``), in SQLite and as MySQL dumps it; one of Dotclear."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

Rows = list[tuple[object, ...]]
SPIP: dict[str, tuple[str, Rows]] = {
    "meta": (
        "nom, valeur",
        [("nom_site", "Les nouvelles d’en haut"), ("adresse_site", "https://haut.example"), ("langue_site", "fr")],
    ),
    "rubriques": (
        "id_rubrique, id_parent, titre, descriptif, texte, id_secteur, statut, date, lang",
        [
            (1, 0, "10. Vie du village", "", "", 1, "publie", "2009-01-01 00:00:00", "fr"),
            (2, 1, "<multi>[fr]Patrimoine[en]Heritage</multi>", "", "", 1, "publie", "2009-01-01 00:00:00", "fr"),
        ],
    ),
    "articles": (
        "id_article, surtitre, titre, soustitre, id_rubrique, descriptif, chapo, texte, ps, date, statut, id_secteur,"
        " date_redac, date_modif, lang",
        [
            (12, "", "1. Le lavoir", "", 2, "Un bassin.", "{{Il coule}} de nouveau.",
             "{{{Le bassin}}}\n\nL'eau [du lavoir->article13] est {froide}[[Onze degrés.]].\n\n-* pierre\n-* pente\n\n<doc5|left>",
             "Merci à Jean.", "2010-05-03 10:20:00", "publie", 1, "0000-00-00 00:00:00", "2011-01-01 00:00:00", "fr"),
            (13, "Été", "Le pont", "suite", 1, "", "", "Voir [->12] et [SPIP->https://www.spip.net].", "",
             "2010-06-03 10:20:00", "publie", 1, "0000-00-00 00:00:00", "2010-06-03 10:20:00", "fr"),
            (14, "", "À relire", "", 1, "", "", "Pas fini.", "", "2010-07-03 10:20:00", "prop", 1, "", "", "fr"),
            (15, "", "Jeté", "", 1, "", "", "JETE", "", "2010-07-03 10:20:00", "poubelle", 1, "", "", "fr"),
        ],
    ),
    "auteurs": (
        "id_auteur, nom, bio, email, nom_site, url_site, login, statut",
        [
            (1, "Jean Borie", "Garde champêtre.", "jean@mail.example", "", "https://jean.example", "jean", "0minirezo"),
            (2, "Anne", "", "anne@mail.example", "", "", "anne", "1comite"),
        ],
    ),
    "auteurs_liens": ("id_auteur, id_objet, objet, vu", [(1, 12, "article", "non"), (2, 12, "article", "non"),
                                                         (2, 13, "article", "non"), (2, 14, "article", "non")]),
    "mots": ("id_mot, titre, descriptif, texte, id_groupe, type", [(7, "eau", "", "", 1, "Thèmes")]),
    "mots_liens": ("id_mot, id_objet, objet", [(7, 12, "article")]),
    "documents": (
        "id_document, extension, titre, date, descriptif, fichier, mode, distant, credits, alt",
        [
            (5, "jpg", "Le bassin", "2010-05-01 00:00:00", "en mai", "jpg/bassin.jpg", "image", "non", "Anne", "Un bassin vide"),
            (6, "jpg", "", "2010-05-01 00:00:00", "", "jpg/pont.jpg", "image", "non", "", ""),
            (7, "jpg", "", "2010-05-01 00:00:00", "", "logo/logo12.jpg", "logoon", "non", "", "L’eau"),
        ],
    ),
    "documents_liens": ("id_document, id_objet, objet, vu", [(5, 12, "article", "oui"), (6, 12, "article", "non"),
                                                             (7, 12, "article", "non")]),
    "forum": (
        "id_forum, id_objet, objet, id_parent, date_heure, titre, texte, auteur, email_auteur, url_site, statut, ip",
        [
            (3, 12, "article", 0, "2010-05-04 08:00:00", "Re", "Bravo !", "Zoé", "zoe@mail.example", "", "publie", "192.0.2.7"),
            (4, 12, "article", 3, "2010-05-05 08:00:00", "Re", "Merci.", "Anne", "anne@mail.example", "", "prop", "192.0.2.8"),
            (5, 12, "article", 0, "2010-05-05 08:00:00", "", "Achetez", "Spam", "", "", "spam", "192.0.2.9"),
        ],
    ),
    "urls": ("url, type, id_objet, date", [("le-lavoir", "article", 12, "2010-05-03 00:00:00"),
                                           ("Le-vieux-lavoir", "article", 12, "2010-05-01 00:00:00")]),
}  # fmt: skip


def write_spip(path: Path, **more: Rows) -> Path:
    """Write the site as SPIP's own SQLite file."""
    with sqlite3.connect(path) as base:
        for name, (columns, rows) in SPIP.items():
            base.execute(f"CREATE TABLE spip_{name} ({columns})")
            marks = ", ".join("?" * len(columns.split(",")))
            base.executemany(f"INSERT INTO spip_{name} VALUES ({marks})", [*rows, *more.get(name, [])])
        base.execute("CREATE TABLE spip_syndic (x)")
        base.execute(
            "CREATE VIEW spip_breves AS WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n FROM a) SELECT * FROM a"
        )
    base.close()
    return path


def _dumped(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{text}'"


def write_spip_dump(path: Path, *, named: bool = True) -> Path:
    """Write the site as ``mysqldump`` (without names of columns) or phpMyAdmin does."""
    lines = ["-- phpMyAdmin SQL Dump", "SET NAMES utf8mb4;", "/*!40101 SET @x=1 */;"]
    for name, (columns, rows) in SPIP.items():
        fields = [one.strip() for one in columns.split(",")]
        described = ",\n".join(f"  `{one}` mediumtext NOT NULL DEFAULT ''" for one in fields)
        lines.append(f"CREATE TABLE `spip_{name}` (\n{described},\n  PRIMARY KEY (`{fields[0]}`),\n  KEY `k` (`{fields[1]}`)\n) ENGINE=MyISAM;")  # fmt: skip
        into = f" ({', '.join(f'`{one}`' for one in fields)})" if named else ""
        written = ",\n".join(f"({', '.join(map(_dumped, row))})" for row in rows)
        lines.append(f"INSERT INTO `spip_{name}`{into} VALUES\n{written};")
    lines.append("INSERT INTO `spip_jobs` VALUES (1,'a:1:{s:3:\\\"x;y\\\";}','; DROP');")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _row(*cells: object) -> str:
    texts = (
        str(one).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace('"', '\\"') for one in cells
    )
    return ",".join(f'"{one}"' for one in texts)


DOTCLEAR: Iterable[str] = (
    "///DOTCLEAR|2.28|full",
    "",
    "[blog blog_id,blog_uid,blog_creadt,blog_upddt,blog_url,blog_name,blog_desc,blog_status]",
    _row("default", "x", "2008-01-01", "2020-01-01", "https://clair.example/index.php?", "Au clair", "", 1),
    "",
    "[category cat_id,blog_id,cat_title,cat_url,cat_desc,cat_position,cat_lft,cat_rgt]",
    _row(4, "default", "Promenades", "Promenades", "", 0, 2, 3),
    "",
    "[user user_id,user_super,user_status,user_pwd,user_name,user_firstname,user_displayname,user_email,user_url]",
    _row("claire", 1, 1, "hash", "Dupont", "Claire", "", "claire@mail.example", "https://claire.example"),
    "",
    "[post post_id,blog_id,user_id,cat_id,post_dt,post_tz,post_creadt,post_upddt,post_password,post_type,post_format,"
    "post_url,post_lang,post_title,post_excerpt,post_excerpt_xhtml,post_content,post_content_xhtml,post_notes,post_meta,"
    "post_words,post_status,post_selected,post_open_comment,post_open_tb,nb_comment,nb_trackback]",
    _row(1, "default", "claire", 4, "2008-05-12 07:30:00", "Europe/Paris", "2008-05-12 05:30:00", "2008-05-12 05:30:00",
         "", "post", "wiki", "2008/05/12/Le-chemin", "fr", 'Le "chemin"', "", "<p>On part.</p>", "''wiki''",
         "<p>Puis on <em>monte</em>.\nEncore\\fin.</p>", "", "", "", 1, 0, 1, 1, 1, 0),
    _row(2, "default", "claire", "", "2008-06-12 07:30:00", "Europe/Paris", "", "", "sesame", "post", "xhtml",
         "2008/06/12/Secret", "fr", "Secret", "", "", "x", "<p>SECRET</p>", "", "", "", 1, 0, 1, 1, 0, 0),
    _row(3, "default", "claire", "", "2008-06-13 07:30:00", "Europe/Paris", "", "", "", "page", "xhtml",
         "A-propos", "fr", "À propos", "", "", "x", "<p>Moi.</p>", "", "", "", 1, 0, 1, 1, 0, 0),
    _row(4, "default", "claire", "", "2008-06-14 07:30:00", "Europe/Paris", "", "", "", "post", "xhtml",
         "2008/06/14/Plus-tard", "fr", "Plus tard", "", "", "x", "<p>Moi.</p>", "", "", "", -2, 0, 1, 1, 0, 0),
    "",
    "[meta meta_id,meta_type,post_id]",
    _row("marche", "tag", 1),
    _row("été", "tag", 1),
    "",
    "[media media_id,user_id,media_path,media_title,media_file,media_dir,media_meta,media_dt,media_creadt,media_upddt,media_private]",
    _row(9, "claire", "public", "La borne", "2008/borne.jpg", "2008", "", "2008-05-12", "", "", 0),
    "",
    "[comment comment_id,post_id,comment_dt,comment_tz,comment_upddt,comment_author,comment_email,comment_site,"
    "comment_content,comment_words,comment_ip,comment_status,comment_spam_status,comment_trackback]",
    _row(21, 1, "2008-05-13 08:00:00", "Europe/Paris", "", "Luc", "luc@mail.example", "", "<p>Beau.</p>", "", "192.0.2.3", 1, 0, 0),
    _row(22, 1, "2008-05-14 08:00:00", "Europe/Paris", "", "Autre blog", "", "https://autre.example/x", "<p>…</p>", "", "", 1, 0, 1),
)  # fmt: skip


def write_dotclear(path: Path) -> Path:
    """Write the backup as Dotclear's plugin does (``FlatExport``)."""
    path.write_text("\n".join(DOTCLEAR) + "\n", encoding="utf-8")
    return path
