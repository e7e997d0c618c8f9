"""Draws papers as an office scanner and a telephone see them: askew, grey, stamped, a little noisy."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from indexer.sample.paper import Break, Grid, Line, Paper, Style

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
MARGIN_X, MARGIN_Y = 150, 190
SIZES = {Style.TITLE: 42, Style.LETTERHEAD: 62}
BODY_SIZE, LEADING = 31, 56
INK, RED = (28, 28, 32), (196, 34, 30)


@dataclass(frozen=True)
class Fonts:
    """Where the faces are: regular and bold serif of Noto CJK; index 2 of the collections is SC."""

    folder: Path

    def face(self, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
        name = "NotoSerifCJK-Bold.ttc" if bold else "NotoSerifCJK-Regular.ttc"
        return ImageFont.truetype(str(self.folder / name), size, index=2)


@dataclass(frozen=True)
class Piece:
    """A line set in type: where, how large, what; or a rule of a table when ``text`` is empty."""

    x: float
    y: float
    text: str
    size: int
    bold: bool = False
    color: tuple[int, int, int] = INK
    rule: tuple[float, float] | None = None


def scan(paper: Paper, fonts: Fonts, seed: str) -> list[bytes]:
    """The pages as JPEG files."""
    rng = random.Random(seed)
    pages = _set(paper, fonts)
    stamp = _stamp_text(paper)
    return [
        _photograph(page, fonts, rng, stamp if at == len(pages) - 1 else None)
        for at, page in enumerate(pages)
    ]


def _stamp_text(paper: Paper) -> str | None:
    """Letters with a red head and whatever a branch signs at the bottom carry a stamp."""
    signed = [block.text for block in paper.blocks if isinstance(block, Line) and block.style is Style.RIGHT]
    return signed[0].strip("　 ") if signed and len(signed[0]) > 4 else None


def _set(paper: Paper, fonts: Fonts) -> list[list[Piece]]:
    pages: list[list[Piece]] = [[]]
    y = float(MARGIN_Y)
    for block in paper.blocks:
        if isinstance(block, Break):
            pages.append([])
            y = MARGIN_Y
            continue
        for piece, height in _pieces(block, fonts):
            if y + height > HEIGHT - 150:
                pages.append([])
                y = MARGIN_Y
            pages[-1].extend(Piece(p.x, p.y + y, p.text, p.size, p.bold, p.color, p.rule) for p in piece)
            y += height
    return pages


def _pieces(block: Line | Grid, fonts: Fonts) -> list[tuple[list[Piece], float]]:
    if isinstance(block, Grid):
        return _grid_pieces(block, fonts)
    size = min(SIZES.get(block.style, BODY_SIZE), _largest(block))
    bold = block.style in (Style.TITLE, Style.HEADING, Style.LETTERHEAD)
    color = RED if block.style is Style.LETTERHEAD else INK
    face = fonts.face(size, bold)
    text = "　　" + block.text if block.style in (Style.BODY, Style.HEADING) else block.text
    rows = []
    for line in _wrap(text, face, WIDTH - 2 * MARGIN_X):
        width = face.getlength(line)
        x = {
            Style.TITLE: (WIDTH - width) / 2,
            Style.LETTERHEAD: (WIDTH - width) / 2,
            Style.CENTER: (WIDTH - width) / 2,
            Style.RIGHT: WIDTH - MARGIN_X - width - 40,
        }.get(block.style, MARGIN_X)
        rows.append(([Piece(x, 0, line, size, bold, color)], LEADING * size / BODY_SIZE))
    if block.style is Style.LETTERHEAD:
        rows.append(([Piece(MARGIN_X, 10, "", 4, color=RED, rule=(WIDTH - 2 * MARGIN_X, 0))], 40))
    return rows


def _largest(line: Line) -> int:
    """A red head is made to fit its line."""
    return (WIDTH - 2 * MARGIN_X) // len(line.text) if line.style is Style.LETTERHEAD else 99


def _grid_pieces(grid: Grid, fonts: Fonts) -> list[tuple[list[Piece], float]]:
    face = fonts.face(26)
    step = (WIDTH - 2 * MARGIN_X) / grid.width
    rows = []
    for row in grid.rows:
        spans = [1] * (len(row) - 1) + [grid.width - len(row) + 1]
        cells = [
            [line for part in cell.split("\n") for line in _wrap(part, face, step * span - 20)]
            for cell, span in zip(row, spans, strict=True)
        ]
        height = max(len(cell) for cell in cells) * 40 + 16
        pieces = [Piece(MARGIN_X, 0, "", 2, rule=(WIDTH - 2 * MARGIN_X, 0))]
        pieces.append(Piece(MARGIN_X, height, "", 2, rule=(WIDTH - 2 * MARGIN_X, 0)))
        x = float(MARGIN_X)
        for cell, span in zip(cells, spans, strict=True):
            pieces.append(Piece(x, 0, "", 2, rule=(0, height)))
            pieces += [Piece(x + 10, 8 + at * 40, line, 26) for at, line in enumerate(cell)]
            x += step * span
        pieces.append(Piece(x, 0, "", 2, rule=(0, height)))
        rows.append((pieces, float(height)))
    return rows


def _wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and face.getlength(line + character) > width and character not in "，。、；：）”":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _photograph(page: list[Piece], fonts: Fonts, rng: random.Random, stamp: str | None) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), (252, 251, 247))
    draw = ImageDraw.Draw(image)
    for piece in page:
        if piece.rule is not None:
            draw.line(
                (piece.x, piece.y, piece.x + piece.rule[0], piece.y + piece.rule[1]), piece.color, piece.size
            )
        else:
            draw.text((piece.x, piece.y), piece.text, piece.color, fonts.face(piece.size, piece.bold))
    if stamp:
        bottom = max((piece.y for piece in page if piece.text), default=HEIGHT / 2)
        image = _stamped(image, fonts, stamp, (WIDTH - 400, int(min(bottom - 40, HEIGHT - 330))), rng)
    image = image.rotate(rng.uniform(-1.3, 1.3), Image.Resampling.BICUBIC, fillcolor=(236, 234, 229))
    image = ImageChops.multiply(image, _shade(rng))
    image = ImageChops.add(image, _noise(rng), scale=1.0, offset=-6)
    image = image.filter(ImageFilter.GaussianBlur(0.45))
    out = io.BytesIO()
    (image if stamp or any(p.color == RED for p in page) else image.convert("L")).save(
        out, "JPEG", quality=42, optimize=True
    )
    return out.getvalue()


def _stamped(
    image: Image.Image, fonts: Fonts, text: str, at: tuple[int, int], rng: random.Random
) -> Image.Image:
    """The round red seal: a ring, a star, the name along the ring; partly worn."""
    size = 270
    seal = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((6, 6, size - 6, size - 6), outline=(*RED, 255), width=7)
    draw.polygon([_star(size / 2, 42, corner) for corner in range(10)], fill=(*RED, 255))
    for at_letter, letter in enumerate(text[:18]):
        angle = math.radians(-150 + 300 * (at_letter + 0.5) / min(len(text), 18))
        glyph = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((5, 0), letter, (*RED, 255), fonts.face(27, True))
        glyph = glyph.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x, y = size / 2 + 104 * math.sin(angle), size / 2 - 104 * math.cos(angle)
        seal.alpha_composite(glyph, (int(x - 20), int(y - 20)))
    worn = Image.new("L", (size // 3, size // 3))
    worn.putdata([rng.choice((255, 200, 200, 90)) for _ in range(worn.width * worn.height)])
    seal.putalpha(ImageChops.multiply(seal.getchannel("A"), worn.resize((size, size))))
    image = image.copy()
    turned = seal.rotate(rng.uniform(-14, 14))
    image.paste(turned, at, turned)
    return image


def _star(center: float, radius: float, corner: int) -> tuple[float, float]:
    far = radius if corner % 2 == 0 else radius * 0.4
    angle = math.radians(36 * corner)
    return center + far * math.sin(angle), center - far * math.cos(angle)


def _shade(rng: random.Random) -> Image.Image:
    """A soft shadow toward one corner, as of a lid not quite closed."""
    small = Image.new("L", (2, 2))
    small.putdata([rng.randint(228, 255) for _ in range(4)])
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).convert("RGB")


def _noise(rng: random.Random) -> Image.Image:
    """Grain, coarse enough to survive compression; a few specks of dust."""
    grain = Image.new("L", (WIDTH // 4, HEIGHT // 4))
    grain.putdata([rng.randint(0, 12) for _ in range(grain.width * grain.height)])
    image = grain.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    return image.convert("RGB")
