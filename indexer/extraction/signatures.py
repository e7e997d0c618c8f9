"""Fixed bytes that say what a file is. Compound formats (OLE2, ZIP, XML) are only named as such here."""

from __future__ import annotations

#: Stands before every mail of a Foxmail box.
FOXMAIL = b"\x10" * 7 + b"\x11" * 6
#: (offset, bytes, type); the first that fits wins, so longer ones stand before their prefixes.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"\x09\x08\x10\x00\x00\x06", "xls"),  # workbooks without the OLE2 envelope
    (0, b"\x09\x08\x08\x00\x00\x05", "xls"),
    (0, b"\x09\x04\x06\x00", "xls"),
    (0, b"\x09\x02\x06\x00", "xls"),
    (0, b"\x09\x00\x04\x00", "xls"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"PK\x07\x08PK\x03\x04", "zip"),
    (0, b"PK00PK\x03\x04", "zip"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"RE~^", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x1f\x9d", "z"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (0, b"MSCF\x00\x00\x00\x00", "cab"),
    (0, b"!<arch>\n", "ar"),
    (0, b"%PDF-", "pdf"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\xff\xd8\xff", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\x00", "tif"),
    (0, b"MM\x00*", "tif"),
    (0, b"II+\x00", "tif"),
    (0, b"MM\x00+", "tif"),
    (0, b"8BPS", "psd"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (0, b"\xff\x4f\xff\x51", "jp2"),
    (0, b"AT&TFORM", "djvu"),
    (0, b"\xd7\xcd\xc6\x9a", "wmf"),
    (40, b" EMF", "emf"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b".RMF", "rm"),
    (0, b".snd", "au"),
    (0, b"MThd", "midi"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"FLV\x01", "flv"),
    (0, b"#!AMR", "amr"),
    (0, b"\x1a\x45\xdf\xa3", "mkv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (0, b"\x00\x00\x01\xba", "mpg"),
    (0, b"\x00\x00\x01\xb3", "mpg"),
    (0, b"FWS", "swf"),
    (0, b"CWS", "swf"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (4, b"Standard Jet DB", "mdb"),
    (4, b"Standard ACE DB", "mdb"),
    (0, FOXMAIL, "mbox"),
    (0, b"!BDN", "pst"),
    (0, b"ITSF", "chm"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "one"),
    (0, b"\xffWPC", "wpd"),
    (0, b"HWP Document File", "hwp"),
    (0, b"AC10", "dwg"),
    (0, b"%!PS", "ps"),
    (0, b"\xc5\xd0\xd3\xc6", "ps"),
    (0, b"\x7fELF", "elf"),
    (0, b"\xca\xfe\xba\xbe", "class"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (0, b"\x00\x01\x00\x00\x00", "ttf"),
    (0, b"OTTO", "ttf"),
    (0, b"ttcf", "ttf"),
    (0, b"wOFF", "ttf"),
    (0, b"wOF2", "ttf"),
    (0, b"x\x9f>\x22", "tnef"),
    (257, b"ustar", "tar"),
)
_FORM = {b"AIFF": "aiff", b"AIFC": "aiff"}
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_HEIF = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1"))
_QUICKTIME = frozenset((b"moov", b"mdat", b"wide", b"free", b"pnot"))


def by_signature(head: bytes) -> str | None:
    """The type that the first bytes fix, None where none is known."""
    for offset, magic, found in SIGNATURES:
        if head.startswith(magic, offset):
            return found
    return _by_structure(head)


def _by_structure(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[:4] == b"FORM" and head[8:12] in _FORM:
        return _FORM[head[8:12]]
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in _QUICKTIME and head[:2] == b"\x00\x00":
        return "mov"
    if head[:2] == b"BM" and head[6:10] == bytes(4) and head[14:18] in _BMP_HEADERS:
        return "bmp"
    if head[:2] == b"MZ" and len(head) > 64:
        return "exe"
    return "tar" if is_old_tar(head) else None


_BMP_HEADERS = {size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124)}


def _by_brand(brand: bytes) -> str:
    if brand in _HEIF:
        return "heic"
    if brand in (b"avif", b"avis"):
        return "avif"
    if brand == b"qt  ":
        return "mov"
    return "m4a" if brand in (b"M4A ", b"M4B ") else "mp4"


def is_old_tar(head: bytes) -> bool:
    """A tar header without the ``ustar`` mark: told by its checksum (octal at 148, blanks while summed)."""
    if len(head) < 512 or not head[0]:
        return False
    try:
        told = int(head[148:156].strip(b"\x00 ") or b"-", 8)
    except ValueError:
        return False
    return told == sum(head[:148]) + 8 * 32 + sum(head[156:512])
