"""Pictures: opened safely, described by what they say of themselves, read by recognition.

JPEG, PNG, TIFF (every page), BMP, GIF, WebP and HEIC. EXIF rotation is honoured.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from functools import cache
from typing import BinaryIO

from PIL import ExifTags, Image, ImageSequence, UnidentifiedImageError

from ..documents import Page, Problem, ProblemKind
from .reading import Context, NotReadable, Reading, Source

#: More pixels than a scanned A0 sheet at 300 dpi: nothing that an office keeps.
LARGEST_PIXELS = 180_000_000
#: Under this size (pixels on the short side) there is nothing to read: icons, rules, bullets.
SMALLEST_SIDE = 10
#: Pages under this mean confidence are listed for a person to check.
SURE = 0.80

_TEXT_TAGS = {
    ExifTags.Base.ImageDescription: "subject",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPComment: "comment",
    ExifTags.Base.XPSubject: "subject",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.Artist: "author",
    ExifTags.Base.Model: "camera",
}


def read(source: Source, context: Context) -> Reading:
    """A picture's pages, read where the context says so; its own words (EXIF) as metadata."""
    with source.open() as stream:
        image = _open(stream)
        doc_type = _doc_type(image)
        many = getattr(image, "n_frames", 1) if doc_type == "tif" else 1
        metadata = _metadata(image)
        if not context.ocr:
            problems = picture_problems((), waiting=True)
            return Reading(doc_type, (), many, metadata, problems, pictures_left=True)
        pages = _pages(image, many, context)
    return Reading(
        doc_type=doc_type,
        pages=tuple(page for page in pages if page.text.strip()),
        page_count=many,
        metadata=metadata,
        problems=picture_problems(pages, only_pictures=True),
    )


def opened(data: bytes) -> Image.Image | None:
    """A picture inside another file, None where it cannot be decoded or is too small to hold text."""
    try:
        image = _open(io.BytesIO(data))
        image.load()
    except (NotReadable, OSError, ValueError, SyntaxError):
        return None
    return image if min(image.size) >= SMALLEST_SIDE else None


def read_waiting(image: Image.Image, context: Context, number: int = 1, label: str = "第1页") -> Page:
    """Recognise one picture; a dense one takes a slow machine a minute, and the context hears that it is at
    work. Raises ``NotReadable`` where recognition is not installed."""
    try:
        from .ocr import read_picture
    except ImportError as error:
        raise NotReadable(
            ProblemKind.NO_TEXT,
            f"这台机器没有装文字识别（{error}）",
            "安装 rapidocr 和 onnxruntime 后再索引一次",
        ) from error
    return read_picture(image, number, label, context.beat)


def picture_problems(
    pages: Sequence[Page], *, waiting: bool = False, only_pictures: bool = False
) -> tuple[Problem, ...]:
    """What a person should know of pages read from pictures.

    ``waiting``: pictures are left for later. ``only_pictures``: the file is nothing but pictures, so
    that no text at all is a problem.
    """
    if waiting:
        return (Problem(ProblemKind.NO_TEXT, "图片还没有识别", "文字索引完成后会接着识别图片"),)
    unsure = [p for p in pages if p.confidence is not None and p.confidence < SURE]
    found: list[Problem] = []
    if unsure:
        numbers = "、".join(str(page.number) for page in unsure)
        found.append(
            Problem(
                ProblemKind.OCR_UNSURE,
                f"第 {numbers} 页的识别没有把握，可能有错字",
                "对照原件检查，必要时重新扫描（300 dpi 以上）",
            )
        )
    if only_pictures and not any(page.text.strip() for page in pages):
        found.append(
            Problem(
                ProblemKind.NO_TEXT,
                "图片里没有认出文字",
                "照片可以用文件名或文件夹名写明时间、会议；扫描件请重新扫描",
            )
        )
    return tuple(found)


@cache
def _register() -> None:
    """Teach Pillow HEIC where the library has a wheel for this machine."""
    try:
        import pi_heif
    except ImportError:
        return
    pi_heif.register_heif_opener()


def _open(stream: BinaryIO) -> Image.Image:
    """Raises ``NotReadable`` for what is no picture, broken, or larger than the limit."""
    _register()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(stream)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotReadable(ProblemKind.BROKEN, "图片已损坏，打不开", "重新扫描或找一份好的原件") from error
    if image.width * image.height > LARGEST_PIXELS:
        raise _too_large()
    return image


def _too_large() -> NotReadable:
    return NotReadable(
        ProblemKind.TOO_LARGE, f"图片超过 {LARGEST_PIXELS // 1_000_000} 百万像素，没有识别", "缩小后另存一份"
    )


def _doc_type(image: Image.Image) -> str:
    kind = (image.format or "").lower()
    return {"jpeg": "jpg", "mpo": "jpg", "tiff": "tif", "heif": "heic"}.get(kind, kind or "unknown")


def _pages(image: Image.Image, many: int, context: Context) -> list[Page]:
    pages = []
    try:
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            if number > many:
                break
            context.beat()
            label = f"第{number}页"
            if min(frame.size) < SMALLEST_SIDE:
                pages.append(Page(number, label, ""))
            else:
                pages.append(read_waiting(_decoded(frame), context, number, label))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if not pages:
            raise NotReadable(ProblemKind.BROKEN, "图片已损坏，读不全", "重新扫描或找一份好的原件") from error
    return pages


def _decoded(frame: Image.Image) -> Image.Image:
    """The frame's pixels in a mode that recognition takes."""
    frame.load()
    if frame.mode.startswith(("I", "F")):
        return frame.convert("L")
    return frame if frame.mode in ("RGB", "RGBA", "L", "LA", "P", "PA") else frame.convert("RGB")


def _metadata(image: Image.Image) -> dict[str, str]:
    """What the camera or a person wrote into the file."""
    found: dict[str, str] = {"pixels": f"{image.width}×{image.height}"}
    try:
        exif = image.getexif()
    except (OSError, ValueError, SyntaxError, KeyError):
        return found
    for tag, name in _TEXT_TAGS.items():
        text = _text(exif.get(tag))
        if text:
            found[name] = text
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    taken = camera.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    if isinstance(taken, str) and len(taken) >= 10 and taken[:4].isdigit() and taken[:4] > "1980":
        found["created"] = f"{taken[:4]}-{taken[5:7]}-{taken[8:10]}"
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace")
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
