"""What an XMP packet reveals: the XML in which programs keep whatever they know about a photo."""

from __future__ import annotations

import re

from placette.engine.photos.photo_metadata_kinds import UNKNOWN, Kinds, PrivateKind

_XMP = {
    PrivateKind.POSITION: rb"gps(?:dest)?(?:latitude|longitude)|geo:lat",
    PrivateKind.PLACE: rb"photoshop:(?:city|state|country)|iptc4xmp(?:core|ext):(?:location|country|city)",
    PrivateKind.NAME: rb"creator>|creator=|rights|author|byline|credit|owner|personinimage|mwg-rs:name",
    PrivateKind.SERIAL: rb"serialnumber|documentid|instanceid|imageuniqueid",
    PrivateKind.DATE: rb"date|whenchanged",
    PrivateKind.CAMERA: rb"tiff:make|tiff:model|aux:|exifex:|creatortool|softwareagent|crs:|lr:",
    PrivateKind.COMMENT: rb"description[>=] *[^ ]|dc:title|dc:subject|caption|keywords|usercomment|headline|rating"
    rb"|label",
    PrivateKind.THUMBNAIL: rb"xmp:thumbnails|xmpgimg:",
    PrivateKind.HIDDEN: rb"motionphoto|microvideo|gcamera:|gdepth:|gimage:|gaudio:|hdrgm:|container:",
}
"""By kind, what reveals it in an XMP packet, in small letters (Adobe's, IPTC's, EXIF's and the phones' schemas)."""
_XMP_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _XMP.items()}


def kinds_of_xmp(packet: bytes) -> Kinds:
    """What an XMP packet reveals, by the names of its properties; whatever it holds, it is private."""
    letters = packet.replace(b"\0", b"").lower()  # whichever Unicode it is written in
    return frozenset(kind for kind, pattern in _XMP_PATTERNS.items() if pattern.search(letters)) or UNKNOWN
