"""Pages drawn from known text: red-headed letters, minutes, columns, ruled tables; clean and as scanned.

The words come from the papers of ``benchmarks.other_hands``, so that the truth is the text itself.
A noisy page is turned, shaded, grained, blurred, stamped over its words and saved as a poor JPEG.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from benchmarks.extraction.papers import papers
from benchmarks.other_hands.reading import Document

WIDTH, HEIGHT = 1654, 2339  # A4 at 200 dpi
MARGIN = 200
RIGHT, BOTTOM = WIDTH - MARGIN, HEIGHT - 200
BODY, LEADING = 42, 74
#: Papers with less running text than this (in characters) would leave a page half empty.
LEAST = 500
INK, RED = (26, 26, 30), (200, 30, 26)
#: A collection's third face is the simplified Chinese one.
FACES = (
    ("NotoSerifCJK-Regular.ttc", 2),
    ("NotoSansCJK-Regular.ttc", 2),
    ("gkai00mp.ttf", 0),
    ("gbsn00lp.ttf", 0),
)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as an image file and the text that stands on it, in the order it is read."""

    name: str
    noisy: bool
    data: bytes
    text: str


@dataclass(slots=True)
class _Sheet:
    """A page being drawn: what is written is remembered."""

    image: Image.Image
    face: Path
    index: int
    said: list[str]

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self.face), size, index=self.index)

    def write(
        self, x: float, y: float, text: str, size: int = BODY, colour: tuple[int, int, int] = INK
    ) -> None:
        ImageDraw.Draw(self.image).text((x, y), text, colour, self.font(size))
        self.said.append(text)

    def rule(self, *line: float, colour: tuple[int, int, int] = INK, width: int = 2) -> None:
        ImageDraw.Draw(self.image).line(line, colour, width)


def drawn_pages(fonts: Path) -> Iterator[DrawnPage]:
    """Seven layouts, two faces each, clean and noisy. ``fonts`` is searched for the faces."""
    faces = [(found, index) for name, index in FACES if (found := next(fonts.rglob(name), None))]
    if not faces:
        raise FileNotFoundError(f"none of {', '.join(name for name, _ in FACES)} under {fonts}")
    long = [paper for paper in papers() if len("".join(_prose(paper))) > LEAST]
    number = 0
    for layout in (_letter, _minutes, _columns, _signatures, _accounts, _form, _measures):
        for noisy in (False, True):
            for _ in range(2):
                face, index = faces[number % len(faces)]
                rng = random.Random(number)
                sheet = _Sheet(Image.new("RGB", (WIDTH, HEIGHT), "white"), face, index, [])
                layout(sheet, long[(number * 7 + 3) % len(long)], rng)
                kind = "noisy" if noisy else "clean"
                name = f"{number:02d}-{layout.__name__[1:]}-{kind}-{face.stem}"
                data = _scanned(sheet.image, rng) if noisy else _packed(sheet.image, 90)
                yield DrawnPage(name, noisy, data, "\n".join(sheet.said))
                number += 1


Layout = Callable[[_Sheet, Document, random.Random], None]


def _prose(paper: Document) -> list[str]:
    """The running text of a paper: no red head, no title, no table."""
    return [text for mark, text in paper.lines if mark not in ("!!", "#", "|") and text]


def _body(sheet: _Sheet, paper: Document, left: float, right: float, top: float, bottom: float) -> float:
    """The paper's paragraphs between the edges, as many lines as there is room for; where they end."""
    font = sheet.font(BODY)
    y = top
    for text in _prose(paper):
        for line in _wrapped("　　" + text, font, right - left):
            if y + LEADING > bottom:
                return y
            sheet.write(left, y, line)
            y += LEADING
    return y


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for char in text:
        if line and font.getlength(line + char) > width and char not in "，。、；：）”》":
            yield line
            line = ""
        line += char
    yield line


def _title(sheet: _Sheet, paper: Document, y: float) -> float:
    size = 58
    for line in _wrapped(paper.truth.title or "会议记录", sheet.font(size), RIGHT - MARGIN):
        sheet.write((WIDTH - sheet.font(size).getlength(line)) / 2, y, line, size)
        y += 92
    return y + 30


def _letter(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A red head, its number, a red rule, the text, the signature under a round seal."""
    head = "中共临江县委组织部文件"
    size = (RIGHT - MARGIN) // len(head)
    sheet.write(MARGIN, 190, head, size, RED)
    number = f"临组发〔20{rng.randint(15, 24)}〕{rng.randint(1, 60)}号"
    sheet.write((WIDTH - sheet.font(BODY).getlength(number)) / 2, 400, number)
    sheet.rule(MARGIN, 480, RIGHT, 480, colour=RED, width=6)
    y = _body(sheet, paper, MARGIN, RIGHT, _title(sheet, paper, 560), BOTTOM - 300) + LEADING
    sheet.write(RIGHT - 560, y, "中共临江县委组织部")
    sheet.write(
        RIGHT - 460, y + LEADING, f"20{rng.randint(15, 24)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    )
    _seal(sheet, RIGHT - 330, y + 60)


def _minutes(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    _body(sheet, paper, MARGIN, RIGHT, _title(sheet, paper, 220), BOTTOM)


def _columns(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A bulletin: a headline over two columns of running text."""
    top = _title(sheet, paper, 200)
    middle = WIDTH / 2
    font = sheet.font(BODY)
    width = middle - 40 - MARGIN
    lines = [line for each in _prose(paper) for line in _wrapped("　　" + each, font, width)]
    room = int((BOTTOM - top) // LEADING)
    half = min(room, (len(lines) + 1) // 2)
    for column, part in enumerate((lines[:half], lines[half : 2 * half])):
        for row, line in enumerate(part):
            sheet.write(MARGIN if column == 0 else middle + 40, top + row * LEADING, line)


def _signatures(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A ruled table of people: number, name, sex, office, note."""
    top = _title(sheet, paper, 200)
    sheet.write(MARGIN, top, "时间：2021年6月3日　　地点：三楼会议室")
    names = [name for each in papers() for name in each.truth.persons] or ["石长根", "丘小燕"]
    rows = [("序号", "姓名", "性别", "职务", "备注")]
    for number in range(1, 19):
        note = rng.choice(("", "请假", "出差", "已补课", ""))
        office = rng.choice(("支部书记", "组织委员", "宣传委员", "党员", "预备党员", "纪检委员"))
        rows.append((str(number), names[(number * 5) % len(names)], rng.choice("男女"), office, note))
    _table(sheet, rows, (130, 270, 130, 390, 334), top + 90)


def _accounts(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A ruled table of money with a wide column of words."""
    top = _title(sheet, paper, 200)
    rows = [("月份", "事项", "金额（元）", "经手人")]
    for month in range(1, 13):
        matter = rng.choice(
            ("收缴党费", "购买学习资料", "慰问困难党员", "主题党日租车", "活动室维修", "表彰奖品")
        )
        amount = f"{rng.randint(100, 9999)}.{rng.randint(0, 99):02d}"
        rows.append((f"{month}月", matter, amount, rng.choice(("贾满仓", "尤大海", "万春花", "丘小燕"))))
    bottom = _table(sheet, rows, (170, 500, 320, 264), top)
    _body(sheet, paper, MARGIN, RIGHT, bottom + 60, BOTTOM)


def _form(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A form with labels beside wrapped text, some of them set upright, and a signature in the last cell."""
    top = _title(sheet, paper, 160)
    text = "".join(_prose(paper))
    top = _table(
        sheet,
        [
            ("姓名", "石长根", "性别", "男", "出生年月", "1968.03"),
            ("民族", "汉族", "学历", "大专", "入党时间", "1995.07"),
        ],
        (170, 250, 150, 150, 250, 284),
        top,
    )
    widths = (170, 1084)
    rows = [("个\n人\n简\n历", text[:150]), ("现实\n表现", text[150:290]), ("奖惩\n情况", text[290:350])]
    top = _wrapped_table(sheet, rows, widths, top)
    opinion = "经支部党员大会讨论，同意评为合格党员。\n　　　　　　　　　　支部书记：丘小燕"
    _wrapped_table(sheet, [("支部\n意见", opinion)], widths, top)


def _measures(sheet: _Sheet, paper: Document, rng: random.Random) -> None:
    """A ledger whose cells hold several lines each, set in the middle of their cells."""
    top = _title(sheet, paper, 200)
    text = "".join(_prose(paper))
    rows, at = [("序号", "存在问题", "整改措施", "责任人")], 0
    for number, name in enumerate(("贾满仓", "尤大海", "万春花", "丘小燕"), 1):
        problem, measure = rng.randint(12, 40), rng.randint(16, 52)
        rows.append((str(number), text[at : at + problem], text[at + problem : at + problem + measure], name))
        at += problem + measure
    _wrapped_table(sheet, rows, (120, 430, 510, 194), top)


def _table(sheet: _Sheet, rows: list[tuple[str, ...]], widths: tuple[int, ...], top: float) -> float:
    """Rows of one line each; returns where the table ends."""
    return _wrapped_table(sheet, rows, widths, top, least=84)


def _wrapped_table(
    sheet: _Sheet, rows: list[tuple[str, ...]], widths: tuple[int, ...], top: float, least: int = 110
) -> float:
    font, right, y = sheet.font(BODY), MARGIN + sum(widths), top
    sheet.rule(MARGIN, y, right, y)
    for row in rows:
        cells = [
            [line for part in cell.split("\n") for line in _wrapped(part, font, width - 36)] if cell else []
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(least, max(map(len, cells)) * 60 + 30)
        x = float(MARGIN)
        for cell, width in zip(cells, widths, strict=True):
            sheet.rule(x, y, x, y + height)
            start = y + (height - len(cell) * 60) / 2
            for number, line in enumerate(cell):
                sheet.write(x + 18, start + number * 60, line)
            x += width
        sheet.rule(x, y, x, y + height)
        y += height
        sheet.rule(MARGIN, y, right, y)
    return y


def _seal(sheet: _Sheet, x: float, y: float) -> None:
    """A round seal over the signature: a ring and a star. Its own words are on the page already."""
    radius = 150
    layer = Image.new("RGBA", sheet.image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(*RED, 190), width=9)
    points = []
    for corner in range(10):
        far = 48 if corner % 2 == 0 else 19
        angle = math.radians(36 * corner)
        points.append((x + far * math.sin(angle), y - far * math.cos(angle)))
    draw.polygon(points, fill=(*RED, 190))
    sheet.image.paste(layer, (0, 0), layer)


def _scanned(image: Image.Image, rng: random.Random) -> bytes:
    turned = image.rotate(rng.uniform(-2.2, 2.2), Image.Resampling.BICUBIC, fillcolor=(240, 239, 235))
    if rng.random() < 0.25:
        turned = turned.transpose(Image.Transpose.ROTATE_180)
    shade = Image.new("L", (2, 2))
    shade.putdata([rng.randint(195, 250) for _ in range(4)])
    turned = ImageChops.multiply(turned, shade.resize(turned.size, Image.Resampling.BICUBIC).convert("RGB"))
    grain = Image.new("L", (WIDTH // 3, HEIGHT // 3))
    grain.putdata([rng.randint(0, 46) for _ in range(grain.width * grain.height)])
    turned = ImageChops.subtract(turned, grain.resize(turned.size, Image.Resampling.BILINEAR).convert("RGB"))
    small = turned.resize((WIDTH * 3 // 4, HEIGHT * 3 // 4), Image.Resampling.BILINEAR)  # 150 dpi
    return _packed(small.filter(ImageFilter.GaussianBlur(0.7)), 35)


def _packed(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
