"""Photos that say more than they show: a marker planted wherever a file has room for it, in every format.

``PLANTED`` names them: the suffix, the file, and the kinds that the check tells of.
"""

from __future__ import annotations

import io
import struct
import zlib
from random import Random
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from placette.engine.photos.photo_metadata import PrivateKind

MARK = b"SECRET"
RED, BLUE, GREEN, WHITE = (255, 0, 0), (0, 0, 255), (0, 128, 0), (255, 255, 255)
SIZE = (64, 48)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"http://ns.adobe.com/xap/1.0/\0"
_TYPES = {bytes: 7, str: 2, int: 4}


STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held that way stores an upright scene (EXIF 2.32, tag 0x0112)."""


def scene() -> Image.Image:
    """Red at the top left, blue at the top right, green at the bottom left, white at the bottom right."""
    image = Image.new("RGB", SIZE, WHITE)
    for colour, place in ((RED, (0, 0)), (BLUE, (32, 0)), (GREEN, (0, 24))):
        image.paste(colour, (*place, place[0] + 32, place[1] + 24))
    return image


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.frombytes("RGB", (width, height), Random(7).randbytes(3 * width * height)).convert(mode)


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def tiff(*tags: tuple[int, Any], following: int = 0, behind: bytes = b"") -> bytes:
    """An EXIF block of one directory at byte 8, in Intel's order; values stand behind it, then ``behind``.

    A value is a number, bytes, a text or the values of a further directory (a list of tags).
    """
    return b"II*\0\x08\0\0\0" + _directory(list(tags), 8, following) + behind


def _directory(tags: list[tuple[int, Any]], start: int, following: int = 0) -> bytes:
    entries, values = b"", b""
    end = start + 2 + 12 * len(tags) + 4
    for tag, value in tags:
        if isinstance(value, list):
            entries += struct.pack("<HHII", tag, 4, 1, end + len(values))
            values += _directory(value, end + len(values))
        elif isinstance(value, int):
            entries += struct.pack("<HHII", tag, 4, 1, value)
        else:
            raw = value.encode() + b"\0" if isinstance(value, str) else value
            at = raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack("<I", end + len(values))
            entries += struct.pack("<HHI", tag, _TYPES[type(value)], len(raw)) + at
            values += raw if len(raw) > 4 else b""
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + values


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(*parts: bytes, behind: bytes = b"") -> bytes:
    """A JPEG with further segments at its beginning."""
    data = saved(scene(), "JPEG", quality=95)
    return data[:2] + b"".join(parts) + data[2:] + behind


def chunk(form: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + form + content + struct.pack(">I", zlib.crc32(form + content))


def png(*parts: bytes, behind: bytes = b"") -> bytes:
    """A PNG with further chunks before its pixels."""
    data = saved(scene())
    return data[:33] + b"".join(parts) + data[33:] + behind


def riff(form: bytes, content: bytes) -> bytes:
    return form + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp(*parts: bytes, behind: bytes = b"", **options: Any) -> bytes:
    """A WebP with further chunks at its end."""
    body = saved(scene(), "WEBP", icc_profile=SRGB, **options)[12:] + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body + behind


def box(form: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + form + content


def avif(*parts: bytes, **options: Any) -> bytes:
    """An AVIF with further boxes at its end."""
    return saved(scene(), "AVIF", **options) + b"".join(parts)


def bomb(width: int, height: int) -> bytes:
    """A PNG that announces far more pixels than it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(1000))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _words(**pairs: str) -> bytes:
    """A PNG with texts, of which some are long enough to be compressed."""
    words = PngImagePlugin.PngInfo()
    for keyword, text in pairs.items():
        words.add_text(keyword.replace("_", " "), text, zip=len(text) > 40)
    return saved(scene(), pnginfo=words)


def _international(keyword: str, text: str) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_itxt(keyword, text, zip=True)
    return saved(scene(), pnginfo=words)


def profile(words: bytes) -> bytes:
    """A colour profile that says its device."""
    return struct.pack(">I", 128 + len(words)) + bytes(32) + b"acsp" + bytes(88) + words


def _more_data(data: bytes, more: bytes) -> bytes:
    """An AVIF whose box of data ends in what no item says that it is its own."""
    start = data.index(b"mdat") - 4
    return data[:start] + box(b"mdat", data[start + 8 :] + more)


_TEXT = MARK.decode()
_GPS = [(1, "N"), (2, struct.pack("<6I", 45, 1, 46, 1, 47, 1)), (0x1B, MARK)]
_PACKET = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description %s="SECRET"/></x:xmpmeta>'
_IPTC = b"\x1c\x02\x50" + struct.pack(">H", len(MARK)) + MARK
_8BIM = b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(_IPTC)) + _IPTC
_EXIF = b"Exif\0\0"

PLANTED: dict[str, tuple[str, bytes, set[PrivateKind]]] = {
    "exif-artist": (".jpg", jpeg(segment(0xE1, _EXIF + tiff((0x013B, _TEXT)))), {PrivateKind.EXIF}),
    "exif-gps": (".jpg", jpeg(segment(0xE1, _EXIF + tiff((0x8825, _GPS)))), {PrivateKind.POSITION, PrivateKind.EXIF}),
    "exif-xmp": (
        ".jpg",
        jpeg(segment(0xE1, _EXIF + tiff((0x02BC, _PACKET % b"exif:GPSLatitude")))),
        {PrivateKind.POSITION, PrivateKind.EXIF},
    ),
    "xmp-gps": (
        ".jpg",
        jpeg(segment(0xE1, XMP + _PACKET % b"exif:GPSLatitude")),
        {PrivateKind.POSITION, PrivateKind.XMP},
    ),
    "xmp-in-utf-16": (
        ".jpg",
        jpeg(segment(0xE1, XMP + (_PACKET % b"exif:GPSLatitude").decode().encode("utf-16")) + segment(0xFE, MARK)),
        {PrivateKind.POSITION, PrivateKind.XMP, PrivateKind.COMMENT},
    ),
    "iptc": (".jpg", jpeg(segment(0xED, _8BIM)), {PrivateKind.COMMENT}),
    "comment": (".jpg", jpeg(segment(0xFE, MARK)), {PrivateKind.COMMENT}),
    "jfif-thumbnail": (".jpg", jpeg(segment(0xE0, b"JFXX\0\x10" + MARK)), {PrivateKind.THUMBNAIL}),
    "second-picture": (
        ".jpg",
        saved(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)]) + MARK,
        {PrivateKind.HIDDEN},
    ),
    "motion-photo": (".jpg", jpeg(behind=b"\0\0\0\x18ftypmp42" + MARK), {PrivateKind.HIDDEN}),
    "other-segment": (".jpg", jpeg(segment(0xEB, b"JP" + MARK)), {PrivateKind.UNKNOWN}),
    "words-in-the-header": (".jpg", jpeg(segment(0xE0, b"JFIF\0" + MARK + b"x\0\0")), {PrivateKind.THUMBNAIL}),
    "named-profile": (".jpg", jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + profile(MARK))), {PrivateKind.PROFILE}),
    "behind-a-profile": (".jpg", jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + SRGB + MARK)), {PrivateKind.PROFILE}),
    "behind-the-end": (".jpg", jpeg(behind=MARK), {PrivateKind.UNKNOWN}),
    "author": (".png", _words(Author=_TEXT), {PrivateKind.COMMENT}),
    "time": (".png", png(chunk(b"tIME", MARK + b"\0")), {PrivateKind.DATE}),
    "png-xmp": (
        ".png",
        _international("XML:com.adobe.xmp", (_PACKET % b"exif:GPSLatitude").decode()) + MARK,
        {PrivateKind.XMP, PrivateKind.UNKNOWN},
    ),
    "png-exif": (".png", png(chunk(b"eXIf", tiff((0x8825, _GPS)))), {PrivateKind.POSITION, PrivateKind.EXIF}),
    "raw-profile": (
        ".png",
        png(
            chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 99\n" + tiff((0x8825, _GPS)).hex().encode()),
            chunk(b"prIv", MARK),
        ),
        {PrivateKind.COMMENT, PrivateKind.UNKNOWN},
    ),
    "profile-behind-a-profile": (
        ".png",
        png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(SRGB) + MARK)),
        {PrivateKind.PROFILE},
    ),
    "second-colours": (
        ".png",
        png(*(chunk(b"cHRM", one) for one in (bytes(32), MARK.ljust(32, b"\0")))),
        {PrivateKind.UNKNOWN},
    ),
    "long-gamma": (".png", png(chunk(b"gAMA", b"\0\0\xb1\x8f" + MARK)), {PrivateKind.UNKNOWN}),
    "png-behind-the-end": (".png", png(behind=MARK), {PrivateKind.UNKNOWN}),
    "png-picture-behind": (".png", png(behind=MARK + jpeg()), {PrivateKind.HIDDEN}),
    "webp-exif": (".webp", webp(exif=tiff((0x8825, _GPS))), {PrivateKind.POSITION, PrivateKind.EXIF}),
    "webp-chunk": (".webp", webp(riff(b"priv", MARK)), {PrivateKind.UNKNOWN}),
    "webp-behind": (".webp", webp(behind=MARK), {PrivateKind.UNKNOWN}),
    "avif-exif": (".avif", avif(exif=_EXIF + tiff((0x013B, _TEXT))), {PrivateKind.EXIF, PrivateKind.UNKNOWN}),
    "avif-xmp": (".avif", avif(xmp=_PACKET % b"photoshop:City"), {PrivateKind.XMP, PrivateKind.UNKNOWN}),
    "avif-more-data": (".avif", avif(box(b"mdat", MARK)), {PrivateKind.UNKNOWN}),
    "avif-item": (".avif", _more_data(avif(), MARK), {PrivateKind.UNKNOWN}),
    "avif-behind": (".avif", avif(MARK), {PrivateKind.UNKNOWN}),
}
