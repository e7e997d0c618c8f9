"""The package of an OFD file (GB/T 33190-2016): documents, versions, pages, resources, attachments.

Parts are found whatever the producer did to the paths (leading slash, back slashes, another case, a
path from the wrong folder) and to the namespace: elements are known by their local names only.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from lxml import etree

from .ofd_elements import Element, child, children, content_of, descendants, local, numbers

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

    ``document`` counts from 1; ``version`` is 0 for the current one. ``is_listed`` is False for a page that
    lies in the package without standing in the document's list of pages. ``box`` is x, y, width and height in
    millimetres.
    """

    document: int
    version: int
    number: int
    content: Element | None
    templates: tuple[Element, ...]
    annotations: tuple[Element, ...]
    resources: Resources
    box: tuple[float, float, float, float]
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    part: str


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
        """Every page of every document and version, in order; then what no list of pages names.

        Programs that split or sign a file leave pages behind, signed with the others but not listed.
        """
        documents = self.documents()
        for number, roots in enumerate(documents, 1):
            for version, root in enumerate(roots):
                yield from self._pages_of(number, version, root)
        seen = {name for roots in documents for root in roots for name in self._named_by(root)}
        for number, roots in enumerate(documents, 1):
            for root in roots[:1]:
                yield from self._unlisted(number, root, seen)

    def _pages_of(self, document: int, version: int, root: str) -> Iterator[PagePart]:
        tree, folder = self.xml(root), posixpath.dirname(root)
        listed = children(child(tree, "Pages"), "Page")
        contents = ((self.xml(page.get("BaseLoc", ""), folder), page.get("ID", "")) for page in listed)
        yield from self._placed(document, version, root, contents)

    def _unlisted(self, document: int, root: str, seen: set[str]) -> Iterator[PagePart]:
        """The pages in the document's folder that are not among those ``seen``, which they join."""
        folder = self._plain(posixpath.dirname(root))
        names = [n for plain, n in self._names.items() if _is_page(plain, folder) and n not in seen]
        seen.update(names)
        read = (self.xml("/" + name) for name in sorted(names, key=_natural))
        contents = ((part, "") for part in read if part is not None and local(part) == "Page")
        for page in self._placed(document, 0, root, contents):
            yield replace(page, is_listed=False)

    def _named_by(self, root: str) -> Iterator[str]:
        """The parts that a document names as its pages and templates."""
        tree = self.xml(root)
        for kind in ("Page", "TemplatePage"):
            for element in descendants(tree, kind):
                yield self.find(element.get("BaseLoc", ""), posixpath.dirname(root)) or ""

    def _placed(
        self, document: int, version: int, root: str, contents: Iterator[tuple[Element | None, str]]
    ) -> Iterator[PagePart]:
        """Contents of pages and their ids, with what the document lends them."""
        tree, folder = self.xml(root), posixpath.dirname(root)
        common = child(tree, "CommonData")
        templates = {
            t.get("ID", ""): self.xml(t.get("BaseLoc", ""), folder) for t in children(common, "TemplatePage")
        }
        resources = self._resources(common, folder)
        annotations = self._annotations(tree, folder)
        default = _box(child(common, "PageArea")) or (0.0, 0.0, 210.0, 297.0)
        for number, (content, page) in enumerate(contents, 1):
            used = [templates.get(t.get("TemplateID", "")) for t in children(content, "Template")]
            yield PagePart(
                document,
                version,
                number,
                content,
                tuple(t for t in used if t is not None),
                tuple(annotations.get(page, ())),
                resources,
                _box(child(content, "Area")) or default,
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


def _is_page(plain: str, folder: str) -> bool:
    """Whether a part lies where pages of a document in that folder do."""
    inside = folder in (".", "") or plain.startswith(folder + "/")
    return inside and "/pages/" in "/" + plain and plain.endswith(".xml")


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts Page_2 before Page_10."""
    return [(int(word), "") if word.isdecimal() else (-1, word) for word in re.split(r"(\d+)", name)]


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    box = numbers(content_of(child(area, "PhysicalBox")))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[0], box[1], box[2], box[3]
    return None
