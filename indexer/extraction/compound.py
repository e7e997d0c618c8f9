"""What lies inside the two envelopes that many formats share: OLE2 compound files and ZIP."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from datetime import datetime
from typing import BinaryIO

import olefile

from indexer.extraction.encoding import codec_name, decode
from indexer.extraction.reading import Source

#: Streams at the root of an OLE2 file, and the type they tell.
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("PP40", "ppt"),
    ("VisioDocument", "vsd"),
    ("__properties_version1.0", "msg"),
    ("__nameid_version1.0", "msg"),
    ("Quill", "pub"),
    ("FileHeader", "hwp"),
    ("MatOST", "msworks"),
    ("WPS97", "wps"),
    ("WPS2000", "wps"),
    ("WPSDocument", "wps"),
    ("MN0", "msworks"),
    ("SfxDocumentInfo", "staroffice"),
    ("Catalog", "thumbs"),
    ("Props9", "mpp"),
    ("   114", "mpp"),
    ("   112", "mpp"),
)
#: A list of members larger than this would take seconds and hundreds of megabytes to read: no document has
#: one, and an archive of 100,000 files has not either.
LARGEST_DIRECTORY = 16 * 1024 * 1024
#: How far from the end the end record of a ZIP may begin, and how far before it its 64-bit records do.
_LONG_RECORDS = 76
_END_RECORDS = 22 + 65_535 + _LONG_RECORDS
#: What a ZIP that is not as it should be makes of its readers.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
    *(ValueError, RuntimeError, NotImplementedError),
)
#: Main parts of OOXML packages in ``[Content_Types].xml``.
_OOXML = (
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel.sheet.binary", "xlsb"),
    ("ms-excel", "xlsx"),
    ("presentationml", "pptx"),
    ("ms-powerpoint", "pptx"),
    ("ms-visio", "vsdx"),
    ("ms-package.xps", "xps"),
    ("oxps", "xps"),
)
_MAIN_PART = re.compile(
    r'ContentType="([^"]*?\.main\+xml|[^"]*binary[^"]*main|[^"]*fixeddocumentsequence\+xml)"'
)
#: Media types in the ``mimetype`` member of ODF and EPUB packages.
_MIMETYPES = (
    ("opendocument.text", "odt"),
    ("opendocument.spreadsheet", "ods"),
    ("opendocument.presentation", "odp"),
    ("opendocument.graphics", "odg"),
    ("opendocument", "odf"),
    ("sun.xml.writer", "odt"),
    ("sun.xml.calc", "ods"),
    ("sun.xml.impress", "odp"),
    ("sun.xml.draw", "odg"),
    ("epub", "epub"),
)
#: Member names that tell a package whose type list is missing or damaged.
_TELLING = (
    ("OFD.xml", "ofd"),
    ("word/document.xml", "docx"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("Index/Document.iwa", "iwork"),
    ("Index.zip", "iwork"),
    ("Index/Tables/", "iwork"),
    ("index.apxl", "iwork"),
    ("index.xml", "iwork"),
    ("Contents/content.hpf", "hwpx"),
    ("META-INF/container.xml", "epub"),
    ("META-INF/MANIFEST.MF", "jar"),
    ("AndroidManifest.xml", "apk"),
    ("doc.kml", "kmz"),
    ("uof.xml", "uof"),
)


def ole_type(source: Source) -> str:
    """The type of an OLE2 file by its root streams; ``ole`` where they tell nothing."""
    try:
        with source.open() as stream, olefile.OleFileIO(stream) as ole:
            entries = ole.listdir(streams=True, storages=True)
            names = {entry[0].casefold() for entry in entries}
            works = ["CONTENTS"] in entries  # a stream; storages of that name are another program's
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError):
        names, works = set(), False
    found = next((kind for name, kind in _OLE_STREAMS if name.casefold() in names), None)
    return found or ("msworks" if works else _damaged_ole_type(source))


def ole_properties(data: bytes) -> dict[str, str]:
    """What an OLE2 document says of itself (MS-OLEPS summary information); dates are ISO."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            told = ole.get_metadata()
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, struct.error):
        return {}
    found = {ours: _told(getattr(told, theirs), told.codepage) for theirs, ours in _PROPERTIES}
    return {name: text for name, text in found.items() if text}


_PROPERTIES = (
    ("title", "title"),
    ("author", "author"),
    ("last_saved_by", "last_author"),
    ("subject", "subject"),
    ("keywords", "keywords"),
    ("comments", "description"),
    ("company", "company"),
    ("creating_application", "application"),
    ("create_time", "created"),
    ("last_saved_time", "modified"),
)


def _told(value: object, codepage: int | None) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") if value.year > 1980 else ""
    if not isinstance(value, bytes):
        return str(value or "").split("\x00")[0].strip()
    encoding = codec_name(f"cp{(codepage or 0) & 0xFFFF}") if codepage != -535 else "utf-8"
    return decode(value.strip(b"\x00"), [encoding] if encoding else []).text.split("\x00")[0].strip()


def _damaged_ole_type(source: Source) -> str:
    """Where the directory is lost, its names may still stand somewhere, and the first stream its start."""
    with source.open() as stream:
        data = stream.read(64 * 1024 * 1024)
    if data[512:514] in (b"\xec\xa5", b"\xdc\xa5"):
        return "doc"
    if data[512:514] == b"\x09\x08":
        return "xls"
    told = (kind for name, kind in _OLE_STREAMS[:6] if name.encode("utf-16-le") + b"\0\0" in data)
    return next(told, "ole")


def zip_type(source: Source, head: bytes) -> str:
    """The type of a ZIP: a document package, or ``zip``."""
    try:
        with source.open() as stream:
            return "zip" if directory_bytes(stream) > LARGEST_DIRECTORY else _package_type(stream)
    except _DAMAGED:
        return _damaged_zip_type(head)


def directory_bytes(stream: BinaryIO) -> int:
    """How large a ZIP says its list of members is, 0 where it has no end record (APPNOTE 4.3.14, 4.3.16)."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - _END_RECORDS))
    tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        return 0
    if at >= _LONG_RECORDS and tail.startswith(b"PK\6\6", at - _LONG_RECORDS):
        return int(struct.unpack_from("<Q", tail, at - _LONG_RECORDS + 40)[0])
    return int(struct.unpack_from("<I", tail, at + 12)[0])


def _package_type(stream: BinaryIO) -> str:
    with zipfile.ZipFile(stream) as package:
        names = package.namelist()
        types = _small_member(package, names, "[Content_Types].xml")
        mimetype = _small_member(package, names, "mimetype") or _whole_package(package, names)
    for part in _MAIN_PART.findall(types):
        for mark, kind in _OOXML:
            if mark in part:
                return kind
    for mark, kind in _MIMETYPES:
        if mark in mimetype:
            return kind
    return _told_by_names(names)


def _whole_package(package: zipfile.ZipFile, names: list[str]) -> str:
    """What the manifest of an OpenDocument package says of the package as a whole."""
    manifest = _small_member(package, names, "META-INF/manifest.xml")
    return " ".join(re.findall(r'<[^>]*full-path="/"[^>]*>', manifest))


def _told_by_names(names: list[str]) -> str:
    known = {name.replace("\\", "/").lstrip("/").casefold() for name in names[:2000]}
    for name, kind in _TELLING:
        if name.casefold() in known:
            return kind
    return "zip"


def _small_member(package: zipfile.ZipFile, names: list[str], wanted: str) -> str:
    """The start of a member as text, empty where it is not there or cannot be read."""
    found = next((name for name in names if name.casefold() == wanted.casefold()), None)
    if found is None:
        return ""
    try:
        with package.open(found) as member:
            data = member.read(1024 * 1024)
    except _DAMAGED:
        return ""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return data.decode(encoding, "replace")


def _damaged_zip_type(head: bytes) -> str:
    """Without a directory the local headers still name the first members."""
    for name, kind in (*_TELLING, ("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if re.search(rb"PK\x03\x04.{26}" + re.escape(name.encode()), head, re.DOTALL):
            return kind
    found = re.search(rb"mimetypeapplication/vnd\.oasis\.([a-z.]+)", head)
    told = found.group(1).decode() if found else ""
    return next((kind for mark, kind in _MIMETYPES if mark in told), "zip") if told else "zip"
