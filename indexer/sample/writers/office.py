"""What all office formats share (ECMA-376 part 2): content types, relationships, core properties."""

from __future__ import annotations

from datetime import datetime, time
from xml.sax.saxutils import escape

from indexer.sample.paper import Paper

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = f"{_PACKAGE}/metadata/core-properties"


def content_types(*parts: tuple[str, str]) -> str:
    """The part ``[Content_Types].xml``; the core properties are always there."""
    listed = (*parts, ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in listed)
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations(*targets: tuple[str, str], core: bool = False) -> str:
    """A relationship part: (kind, target) become rId1, rId2 …; ``core`` adds the core properties."""
    listed = [(f"{OFFICE}/{kind}", target) for kind, target in targets]
    if core:
        listed.append((f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(listed, 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def core_properties(paper: Paper) -> str:
    moment = datetime.combine(paper.created, time(9, 30)).isoformat() + "Z"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.title)}</dc:title><dc:creator>{escape(paper.author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(paper.author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )
