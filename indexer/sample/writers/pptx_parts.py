"""The unchanging parts of a PPTX: one master, one layout, the smallest theme (ECMA-376 part 1, 14 and 19)."""

from __future__ import annotations

from indexer.sample.writers.office import OFFICE

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = (
    f'xmlns:a="{_DRAWING}" xmlns:r="{OFFICE}" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
#: The tree of a slide's shapes, to be formatted with them.
TREE = (
    '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    "<p:grpSpPr/>{}</p:spTree></p:cSld>"
)
_PLACEHOLDER = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{0}" name="占位符 {0}"/><p:cNvSpPr/><p:nvPr><p:ph {1}/></p:nvPr></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="609600" y="{2}"/><a:ext cx="10972800" cy="{3}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>'
)
_TITLE = _PLACEHOLDER.format(2, 'type="title"', 365125, 1143000)
_BODY = _PLACEHOLDER.format(3, 'type="body" idx="1"', 1600200, 4525963)
_ACCENTS = "".join(f' accent{number}="accent{number}"' for number in range(1, 7))
MASTER = (
    f"<p:sldMaster {NAMESPACES}>{TREE.format(_TITLE + _BODY)}"
    f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"{_ACCENTS} hlink="hlink" folHlink="folHlink"/>'
    '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
)
LAYOUT = (
    f'<p:sldLayout {NAMESPACES} type="obj">{TREE.format(_TITLE + _BODY)}'
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
)
_PALETTE = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "C00000",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_COLORS = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _PALETTE.items())
_FONT = '<a:latin typeface="Calibri"/><a:ea typeface="宋体"/><a:cs typeface=""/>'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
THEME = (
    f'<a:theme xmlns:a="{_DRAWING}" name="Office"><a:themeElements>'
    f'<a:clrScheme name="Office">{_COLORS}</a:clrScheme><a:fontScheme name="Office">'
    f"<a:majorFont>{_FONT}</a:majorFont><a:minorFont>{_FONT}</a:minorFont></a:fontScheme>"
    f'<a:fmtScheme name="Office"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
