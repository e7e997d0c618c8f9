"""Text first, pictures later: what they say comes in a second phase, of the same run or of a later one."""

from __future__ import annotations

import io
import shutil
import zipfile

from PIL import Image, ImageDraw, ImageFont

from indexer.documents import ProblemKind
from indexer.pipeline import Cause, Phase, Progress

from .archive import Archive


def picture(text: str) -> bytes:
    """A PNG with one line of large text."""
    image = Image.new("RGB", (900, 160), "white")
    ImageDraw.Draw(image).text((30, 40), text, fill="black", font=ImageFont.load_default(size=64))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_pictures_are_read_in_a_phase_of_their_own_and_once_for_all_copies(archive: Archive) -> None:
    archive.write("会议.txt", "文字先到")
    archive.write("照片.png", picture("STREET LAMP 2021"))
    shutil.copy(archive.folder / "照片.png", archive.folder / "副本.png")
    with zipfile.ZipFile(archive.folder / "包.zip", "w") as container:
        container.writestr("里面.png", picture("MEETING ROOM"))
        container.writestr("说明.txt", "压缩包里的文字")
    assert archive.run().causes == {Cause.NEW: 4}
    assert archive.found("压缩包里") == {"包.zip!说明.txt"}
    assert archive.found("照片") == {"照片.png"}
    assert archive.found("lamp") == set()

    phases: list[Progress] = []
    archive.options["ocr"] = True
    summary = archive.run(observe=phases.append)
    assert summary.causes == {Cause.PICTURES: 2}
    read = [one.done for one in phases if one.phase is Phase.PICTURES and one.last]
    assert read == [2]
    assert archive.found("lamp") == {"照片.png", "副本.png"}
    assert archive.found("meeting") == {"包.zip!里面.png"}
    assert archive.found("压缩包里") == {"包.zip!说明.txt"}
    assert archive.run().causes == {}


def test_a_new_picture_is_read_by_the_run_that_finds_it(archive: Archive) -> None:
    archive.options["ocr"] = True
    archive.write("照片.png", picture("STREET LAMP 2021"))
    assert archive.run().causes == {Cause.NEW: 1, Cause.PICTURES: 1}
    assert archive.found("lamp") == {"照片.png"}


def test_pictures_that_fail_take_no_text_away(archive: Archive) -> None:
    """The reading with pictures needs more memory than it may have; the text from before stays."""
    with zipfile.ZipFile(archive.folder / "包.zip", "w") as container:
        container.writestr("说明.txt", "压缩包里的文字")
        for number in range(3):
            container.writestr(f"{number}.png", picture(f"NUMBER {number}"))
    archive.run()
    archive.options |= {"ocr": True, "file_megabytes": 128}
    summary = archive.run()
    assert summary.causes[Cause.PICTURES] == 1
    assert archive.catalog.problems(ProblemKind.TOO_LARGE)[0] > 0
    assert archive.found("压缩包里") == {"包.zip!说明.txt"}
    assert {record.member for record in archive.records() if record.member} == {
        "说明.txt",
        *(f"{number}.png" for number in range(3)),
    }
