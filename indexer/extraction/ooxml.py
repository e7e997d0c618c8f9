"""Packages of parts: ZIP files of XML with relationships, as OOXML (ECMA-376 part 2) has them.

Names of elements are compared without their namespace: the transitional and the strict forms of the
standard, and what WPS writes, then read alike.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import IO, BinaryIO, Self
from urllib.parse import unquote

from lxml import etree

from indexer.documents import ProblemKind
from indexer.extraction.reading import NotReadable, Source

#: No part of an office document is larger than this when unpacked; one that is, is a bomb.
LARGEST_PART = 1024 * 1024 * 1024
_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)
_CORE = {
    "title": "title",
    "creator": "author",
    "lastModifiedBy": "last_author",
    "created": "created",
    "modified": "modified",
    "subject": "subject",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
}
_EXTENDED = {"Company": "company", "Manager": "manager", "Application": "application"}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind's last word (``image``, ``oleObject``) and the target's name."""

    id: str
    kind: str
    target: str


class Package:
    """An opened package. Use it with ``with``. Raises ``NotReadable`` where it is no whole ZIP."""

    def __init__(self, source: Source) -> None:
        self._stream: BinaryIO = source.open()
        try:
            self._zip = zipfile.ZipFile(self._stream)
        except _ERRORS as error:
            self._stream.close()
            raise broken("文件的压缩结构已损坏") from error
        self._names = {_plain(name): name for name in reversed(self._zip.namelist())}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._stream.close()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def has(self, name: str) -> bool:
        return _plain(name) in self._names

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream. Raises ``NotReadable`` where it is missing, broken or too large."""
        try:
            info = self._zip.getinfo(self._names[_plain(name)])
            if info.file_size > LARGEST_PART:
                raise NotReadable(ProblemKind.TOO_LARGE, "文件里的一个部分解开后过大，没有提取")
            return self._zip.open(info)
        except KeyError:
            raise broken(f"文件里缺少 {name}") from None
        except _ERRORS as error:
            raise broken(f"文件里的 {name} 已损坏") from error

    def bytes(self, name: str) -> bytes:
        with self.open(name) as part:
            try:
                return part.read(LARGEST_PART)
            except _ERRORS as error:
                raise broken(f"文件里的 {name} 已损坏") from error

    def xml(self, name: str) -> etree._Element:
        """A part's root element. Raises ``NotReadable`` where there is none to be had."""
        root = parse(self.bytes(name))
        if root is None:
            raise broken(f"文件里的 {name} 已损坏")
        return root

    def xml_if_there(self, name: str | None) -> etree._Element | None:
        """A part that the document can be read without."""
        try:
            return self.xml(name) if name is not None and self.has(name) else None
        except NotReadable:
            return None

    def rows(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """The elements of some local names in a large part, each freed once it is done with."""
        with self.open(name) as part:
            try:
                wanted = [f"{{*}}{tag}" for tag in tags]
                for _, element in etree.iterparse(part, tag=wanted, recover=True, huge_tree=True):
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except (*_ERRORS, etree.XMLSyntaxError) as error:
                raise broken(f"文件里的 {name} 已损坏") from error

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relations of a part (the package's own for the empty name) by their id."""
        folder, name = posixpath.split(part)
        root = self.xml_if_there(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for node in root if root is not None else ():
            if local(node) == "Relationship" and node.get("TargetMode") != "External":
                target = _resolved(folder, node.get("Target") or "")
                kind = (node.get("Type") or "").rsplit("/", 1)[-1]
                found[node.get("Id") or ""] = Relation(node.get("Id") or "", kind, target)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Targets of one kind that are in the package, in the order of the list."""
        return [r.target for r in self.relations(part).values() if r.kind == kind and self.has(r.target)]

    def main_part(self, usual: str) -> str:
        """The part that is the document itself."""
        found = self.related("", "officeDocument")
        return found[0] if found else usual

    def metadata(self) -> dict[str, str]:
        """What the document says of itself (core and extended properties); dates are ISO."""
        told: dict[str, str] = {}
        for part, names in (("docProps/core.xml", _CORE), ("docProps/app.xml", _EXTENDED)):
            root = self.xml_if_there(part)
            for node in root if root is not None else ():
                text = (node.text or "").strip() if isinstance(node.tag, str) else ""
                if text and (name := names.get(local(node))):
                    told.setdefault(name, text)
        return told

    def told_pages(self) -> int:
        """How many pages or slides the program that saved it counted; 0 where it does not say."""
        root = self.xml_if_there("docProps/app.xml")
        texts = [node.text or "" for node in root if local(node) == "Pages"] if root is not None else []
        return int(texts[0]) if texts and texts[0].isdigit() and len(texts[0]) < 6 else 0


def broken(reason: str) -> NotReadable:
    return NotReadable(ProblemKind.BROKEN, reason, "用 Word 或 WPS 打开修复，另存后再索引")


def parse(data: bytes) -> etree._Element | None:
    """The root of an XML text, as far as it can be read; no entities, no network."""
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(node: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = node.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    if node is None:
        return None
    found = node.get(name)
    if found is not None:
        return found
    return next((value for key, value in attributes(node) if key.rsplit("}", 1)[-1] == name), None)


def attributes(node: etree._Element) -> list[tuple[str, str]]:
    """An element's attributes; names carry their namespace in braces."""
    return [(str(key), str(value)) for key, value in node.items()]


def relation_id(node: etree._Element, *names: str) -> str | None:
    """The relation that an element names by one of its attributes in the relationships' namespace."""
    ends = tuple(f"elationships}}{name}" for name in names or ("id",))
    return next((value for key, value in attributes(node) if key.endswith(ends)), None)


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if node is None:
            return None
        node = next((each for each in node if local(each) == name), None)
    return node


def descendants(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return node.iter(f"{{*}}{name}")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _resolved(folder: str, target: str) -> str:
    target = re.sub(r"[?#].*$", "", unquote(target))
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/")
