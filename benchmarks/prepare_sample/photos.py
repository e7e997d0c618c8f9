"""Draws a photograph of a meeting: a wall, a red banner with its words, people around a table, EXIF."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter

from benchmarks.prepare_sample.scans import Fonts
from indexer.sample.paper import Line, Paper

WIDTH, HEIGHT = 960, 640
SKINS = ((232, 196, 166), (214, 176, 146), (240, 206, 180))
CLOTHES = ((44, 58, 86), (70, 74, 78), (96, 52, 48), (52, 82, 70), (122, 116, 104))


def photo(paper: Paper, fonts: Fonts, seed: str) -> bytes:
    """The paper's first line becomes the banner; EXIF carries its date and its author as the artist."""
    rng = random.Random(seed)
    banner = next(block.text for block in paper.blocks if isinstance(block, Line))
    image = Image.new("RGB", (WIDTH, HEIGHT), (222, 218, 206))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 470, WIDTH, HEIGHT), (142, 112, 84))
    for window in range(3):
        draw.rectangle((70 + window * 300, 190, 250 + window * 300, 350), (186, 208, 222), (240, 240, 236), 8)
    _banner(draw, fonts, banner)
    for seat in range(7):
        _person(draw, rng, 90 + seat * 130 + rng.randint(-12, 12), 360 + rng.randint(-10, 10))
    draw.polygon(((60, 500), (900, 500), (960, 640), (0, 640)), (168, 128, 88))
    for seat in range(6):
        draw.rectangle((110 + seat * 140, 530, 180 + seat * 140, 560), (248, 248, 244))
    image = image.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=(200, 196, 186))
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60, optimize=True, exif=_exif(paper))
    return out.getvalue()


def _banner(draw: ImageDraw.ImageDraw, fonts: Fonts, text: str) -> None:
    size = min(46, int(820 / max(len(text), 1)))
    face = fonts.face(size, True)
    draw.rectangle((40, 60, WIDTH - 40, 150), (190, 24, 24))
    draw.text(((WIDTH - face.getlength(text)) / 2, 105 - size * 0.7), text, (255, 232, 120), face)


def _person(draw: ImageDraw.ImageDraw, rng: random.Random, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 48, y + 62, x + 48, y + 180), 30, rng.choice(CLOTHES))
    draw.ellipse((x - 32, y - 10, x + 32, y + 70), rng.choice(SKINS))
    draw.pieslice((x - 36, y - 20, x + 36, y + 58), 180, 360, (34, 30, 28))
    draw.ellipse((x + 16, y + 92, x + 28, y + 104), (206, 30, 30))


def _exif(paper: Paper) -> Image.Exif:
    exif = Image.Exif()
    stamp = f"{paper.created:%Y:%m:%d} 15:02:11"
    exif[0x0132] = stamp  # DateTime
    exif[0x010F], exif[0x0110] = "DZ", "OfficeCam 3"
    exif.get_ifd(0x8769)[0x9003] = stamp  # DateTimeOriginal
    return exif
