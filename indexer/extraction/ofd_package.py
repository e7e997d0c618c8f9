"""The package of an OFD file (GB/T 33190-2016): documents, versions, pages, resources, attachments.

Parts are found whatever the producer did to the paths (leading slash, back slashes, another case, a
path from the wrong folder) and to the namespace: elements are known by their local names only.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import IO

from lxml import etree

Element = etree._Element

#: A part of XML larger than this is refused: no page of a real file comes near it.
LARGEST_PART = 256 * 1024 * 1024


class BrokenPackage(Exception):
    """The file is not an OFD package, or its root part cannot be read."""


@dataclass(frozen=True, slots=True)
class Resources:
    """By resource id: the zip names of pictures, and groups of objects drawn as one (§13)."""

    media: dict[str, str]
    groups: dict[str, Element]


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page: its own content part, the parts of its templates under it, its annotations.

    ``document`` counts from 1; ``version`` is 0 for the current one. ``box`` is x, y, width and height
    in millimetres.
    """

    document: int
    version: int
    number: int
    content: Element | None
    templates: tuple[Element, ...]
    annotations: tuple[Element, ...]
    resources: Resources
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    part: str


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if local(child) == name]


def child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def descendants(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from (found for found in element.iter() if local(found) == name)


def content_of(element: Element | None) -> str:
    return "" if element is None or element.text is None else element.text.strip()


class Package:
    """An open OFD file. Raises ``BrokenPackage`` where its root cannot be read; a part that is
    missing or damaged later is ``None`` and counted in ``lost``."""

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenPackage(str(error)) from error
        self._names = {self._plain(name): name for name in self._zip.namelist()}
        self.lost: list[str] = []
        root = self.xml("OFD.xml")
        if root is None:
            raise BrokenPackage("OFD.xml")
        self._root = root

    def close(self) -> None:
        self._zip.close()

    @staticmethod
    def _plain(name: str) -> str:
        return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()

    def find(self, location: str, folder: str = "") -> str | None:
        """The zip name of a part given relative to ``folder``, to the root, or only by its last parts."""
        location = location.strip().replace("\\", "/")
        for candidate in (posixpath.join(folder, location.lstrip("/")), location):
            name = self._names.get(self._plain(candidate))
            if name is not None and (not location.startswith("/") or candidate == location):
                return name
        name = self._names.get(self._plain(location)) or self._names.get(self._plain(folder + "/" + location))
        if name is not None:
            return name
        tail = "/" + self._plain(location)
        return next((whole for plain, whole in self._names.items() if plain.endswith(tail)), None)

    def bytes(self, name: str | None) -> bytes | None:
        if name is None:
            return None
        try:
            if self._zip.getinfo(name).file_size > LARGEST_PART:
                self.lost.append(name)
                return None
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
            self.lost.append(name)
            return None

    def xml(self, location: str, folder: str = "") -> Element | None:
        """A part as XML, mended where it is not well formed; entities are never expanded."""
        name = self.find(location, folder)
        if name is None:
            self.lost.append(location)
            return None
        data = self.bytes(name)
        if data is None or not data.strip():
            return None
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
        try:
            element: Element | None = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            element = None
        if element is None:
            self.lost.append(name)
        return element

    def metadata(self) -> dict[str, str]:
        """``DocInfo`` of the first document (title, author, subject, keywords, created, modified)."""
        names = {
            "Title": "title",
            "Author": "author",
            "Subject": "subject",
            "Abstract": "abstract",
            "CreationDate": "created",
            "ModDate": "modified",
            "Creator": "producer",
        }
        info = child(self._root, "DocBody", "DocInfo")
        entries = [] if info is None else list(info)
        found = {names[local(e)]: content_of(e) for e in entries if local(e) in names}
        words = [content_of(e) for e in descendants(info, "Keyword")]
        custom = {e.get("Name", ""): content_of(e) for e in descendants(info, "CustomData")}
        found.update({f"custom:{name}": value for name, value in custom.items() if name})
        return {k: v for k, v in {**found, "keywords": " ".join(words)}.items() if v}

    def documents(self) -> list[list[str]]:
        """The root parts of each document: the current one first, then its other versions."""
        found = []
        for body in children(self._root, "DocBody"):
            current = self.find(content_of(child(body, "DocRoot")))
            roots = [current] if current is not None else []
            roots += [root for root in self._versions(body) if root not in roots]
            found.append(roots)
        return found

    def _versions(self, body: Element) -> Iterator[str]:
        for version in descendants(child(body, "Versions"), "Version"):
            location = self.find(version.get("BaseLoc", ""))
            part = self.xml(location) if location else None
            root = content_of(next(descendants(part, "DocRoot"), None))
            found = self.find(root, posixpath.dirname(location or "")) if root else None
            if found:
                yield found

    def pages(self) -> Iterator[PagePart]:
        """Every page of every document and version, in order."""
        for number, roots in enumerate(self.documents(), 1):
            for version, root in enumerate(roots):
                yield from self._pages_of(number, version, root)

    def _pages_of(self, document: int, version: int, root: str) -> Iterator[PagePart]:
        tree = self.xml(root)
        folder = posixpath.dirname(root)
        common = child(tree, "CommonData")
        templates = {
            t.get("ID", ""): self.xml(t.get("BaseLoc", ""), folder) for t in children(common, "TemplatePage")
        }
        resources = self._resources(common, folder)
        annotations = self._annotations(tree, folder)
        default = child(common, "PageArea")
        for number, page in enumerate(children(child(tree, "Pages"), "Page"), 1):
            content = self.xml(page.get("BaseLoc", ""), folder)
            used = [templates.get(t.get("TemplateID", "")) for t in children(content, "Template")]
            yield PagePart(
                document,
                version,
                number,
                content,
                tuple(t for t in used if t is not None),
                tuple(annotations.get(page.get("ID", ""), ())),
                resources,
                _box(child(content, "Area")) or _box(default) or (0.0, 0.0, 210.0, 297.0),
            )

    def _resources(self, common: Element | None, folder: str) -> Resources:
        found = Resources({}, {})
        for kind in ("PublicRes", "DocumentRes"):
            for reference in children(common, kind):
                location = self.find(content_of(reference), folder)
                part = self.xml(location) if location else None
                if part is None or location is None:
                    continue
                base = posixpath.join(posixpath.dirname(location), part.get("BaseLoc", "").lstrip("/"))
                for media in descendants(part, "MultiMedia"):
                    name = self.find(content_of(child(media, "MediaFile")), base)
                    if name:
                        found.media[media.get("ID", "")] = name
                for group in descendants(part, "CompositeGraphicUnit"):
                    found.groups[group.get("ID", "")] = group
        return found

    def _annotations(self, tree: Element | None, folder: str) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for reference in children(tree, "Annotations"):
            location = self.find(content_of(reference), folder)
            part = self.xml(location) if location else None
            for page in descendants(part, "Page"):
                file = self.xml(content_of(child(page, "FileLoc")), posixpath.dirname(location or ""))
                if file is not None:
                    found.setdefault(page.get("PageID", ""), []).append(file)
        return found

    def attachments(self) -> Iterator[Attachment]:
        """Files attached to any document of the package."""
        for roots in self.documents():
            for root in roots:
                folder = posixpath.dirname(root)
                for reference in children(self.xml(root), "Attachments"):
                    location = self.find(content_of(reference), folder)
                    part = self.xml(location) if location else None
                    for entry in descendants(part, "Attachment"):
                        name = self.find(
                            content_of(child(entry, "FileLoc")), posixpath.dirname(location or "")
                        )
                        if name:
                            title = entry.get("Name") or posixpath.basename(name)
                            suffix = entry.get("Format", "")
                            dotted = title if "." in title or not suffix else f"{title}.{suffix.lower()}"
                            yield Attachment(dotted, name)


_MOST_NUMBERS = 1_000_000


def numbers(text: str | None) -> list[float]:
    """Blank-separated finite numbers, ``g count value`` groups (GB/T 33190 §11.3) written out; no more of
    them than a part of XML could hold written out."""
    words = (text or "").replace(",", " ").split()
    found: list[float] = []
    index = 0
    while index < len(words) and len(found) < _MOST_NUMBERS:
        try:
            if words[index] == "g":
                count = min(int(float(words[index + 1])), 100_000)
                found += [float(words[index + 2])] * count
                index += 3
            else:
                found.append(float(words[index]))
                index += 1
        except (ValueError, IndexError):
            index += 1
    return [value for value in found if isfinite(value)]


def number(text: str | None, default: float) -> float:
    """The first number of a text."""
    return next(iter(numbers(text)), default)


def boundary(element: Element) -> tuple[float, float, float, float]:
    """An object's x, y, width and height in its parent's space."""
    x, y, width, height, *_ = [*numbers(element.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    return x, y, width, height


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    box = numbers(content_of(child(area, "PhysicalBox")))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[0], box[1], box[2], box[3]
    return None
