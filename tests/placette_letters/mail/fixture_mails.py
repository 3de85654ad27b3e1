"""Mails as mailers write them, made of data: headers, texts in both forms, pictures, and the parts below an answer."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

HERE = Path(__file__).parent
MAILERS: dict[str, Any] = yaml.safe_load((HERE / "mailers.yml").read_text(encoding="utf-8"))
OLD = (
    "Bonjour,",
    "Votre texte est bien arrivé. Il porte le numéro 2026-0042.",
    "1. Que montre la photo du bassin ?",
    "2. Sous quelle licence voulez-vous publier ?",
)
"""The mail that answers quote."""
HEADERS = {
    "From": "=?utf-8?Q?=C3=89mile_Vidal?= <emile@courrier.example>",
    "To": "lettres@carnets.example",
    "Subject": "Le lavoir",
    "Date": "Tue, 03 Nov 2026 18:40:02 +0100",
    "Message-ID": "<a1b2c3@courrier.example>",
    "MIME-Version": "1.0",
}


@cache
def picture(colour: str, kind: str = "JPEG", side: int = 48) -> bytes:
    """A small picture of one colour."""
    made = BytesIO()
    Image.new("RGB", (side, side), colour).save(made, kind)
    return made.getvalue()


def part(media: str, body: bytes, *headers: str, transfer: str = "base64") -> bytes:
    """One part with its headers."""
    coders: dict[str, Callable[[bytes], bytes]] = {
        "base64": base64.encodebytes,
        "quoted-printable": quopri.encodestring,
        "8bit": bytes,
    }
    lines = [f"Content-Type: {media}", f"Content-Transfer-Encoding: {transfer}", *headers]
    return "\n".join(lines).encode("utf-8") + b"\n\n" + coders[transfer](body)


def multipart(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    """Parts in one; its headers are its first line."""
    inside = b"".join(b"--" + boundary.encode() + b"\n" + one + b"\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + inside + f"--{boundary}--\n".encode()


def texts(plain: str | None, html: str | None, charset: str = "utf-8", transfer: str = "quoted-printable") -> bytes:
    """The words of a mail in one form or in both."""
    forms = [(name, text) for name, text in (("plain", plain), ("html", html)) if text is not None]
    made = [part(f"text/{name}; charset={charset}", text.encode(charset), transfer=transfer) for name, text in forms]
    return made[0] if len(made) == 1 else multipart("alternative", made, "=_alternative_1")


def mail(content: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole mail, with CRLF as servers hand it over."""
    lines = [f"{name}: {value}" for name, value in (HEADERS | dict(headers or {})).items() if value is not None]
    whole = "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n" + content
    return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def file_part(described: Mapping[str, Any]) -> bytes:
    """Return a file: its name, its media type, its Content-ID if the text shows it, its bytes."""
    name, media = described.get("name", ""), described.get("media", "image/jpeg")
    data = described["text"].encode() if "text" in described else picture(described.get("colour", "red"))
    if "bytes" in described:
        data = bytes.fromhex(described["bytes"])
    disposition = "inline" if described.get("inline") else "attachment"
    headers = [described.get("disposition") or f'Content-Disposition: {disposition}; filename="{name}"']
    if cid := described.get("cid"):
        headers.append(f"Content-ID: <{cid}>")
    return part(f'{media}; name="{name}"', data, *headers)


def with_files(words: bytes, files: Sequence[Mapping[str, Any]]) -> bytes:
    """Return words with their pictures (``cid``) and files beside them."""
    inline = [file_part(one) for one in files if one.get("cid")]
    attached = [file_part(one) for one in files if not one.get("cid")]
    content = multipart("related", [words, *inline], "=_related_2") if inline else words
    return multipart("mixed", [content, *attached], "=_mixed_3") if attached else content


def page_of(mailer: str, paragraphs: Sequence[str], *, quoting: bool) -> str:
    """The HTML that a mailer makes of paragraphs, with the old mail below or without."""
    form = MAILERS[mailer]
    own = "".join(form["paragraph"].format(own=one) for one in paragraphs)
    whole = form["html"].format(own=own, old="<br>".join(escape(line) for line in OLD)) if quoting else own
    return str(form["page"].format(own=whole))


def plain_of(mailer: str, paragraphs: Sequence[str], *, quoting: bool) -> str:
    """Return the same as plain text."""
    form = MAILERS[mailer]
    own = "\n\n".join(paragraphs)
    old = "\n".join(f"{form['quote']['prefix']}{line}" for line in OLD)
    return str(form["plain"].format(own=own, old=old)) if quoting else own + "\n"


def answer_of(mailer: str, paragraphs: Sequence[str], subject: str, forms: str = "both") -> bytes:
    """An answer by a mailer to the old mail."""
    plain = plain_of(mailer, paragraphs, quoting=True) if forms != "html" else None
    html = page_of(mailer, [escape(one) for one in paragraphs], quoting=True) if forms != "plain" else None
    references = {"In-Reply-To": "<2026-0042.receipt@carnets.example>", "Subject": subject}
    return mail(texts(plain, html), MAILERS[mailer]["headers"] | references)
