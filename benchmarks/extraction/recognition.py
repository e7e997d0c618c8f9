"""Recognition: real pictures whose words are known, and pages drawn from known text."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.extraction.drawn_pages import drawn_pages
from benchmarks.extraction.errors import distance, han
from benchmarks.extraction.material import material
from benchmarks.extraction.pooled import read_all
from benchmarks.extraction.tables import share, table
from indexer.extraction.reading import Context

#: Pictures of ``ocr.tar.zst`` and what must be read on them: what their authors' tests say, and for the
#: two pages of running text the transcript, taken from the pictures by eye.
TOLD: dict[str, tuple[str, ...]] = {
    "ch_en_num.jpg": ("正品促销", "大桶装更划算", "强力去污符合国标"),
    "text_vertical_words.png": (
        "有評是是非非之士師也",
        "是非不得問之人要取之",
        "已取之時不參一人見而",
    ),
    "img_exif_orientation.jpg": ("我是中国人",),
    "black_font_color_transparent.png": ("我是中国人",),
    "white_font_color_transparent.png": ("我是中国人",),
    "ch_doc_server.png": ("嫖娼",),
    "text_rec.jpg": ("韩国小馆",),
    "text_cls.jpg": ("怪我咯",),
    "short.png": ("中国网络空间安全",),
    "test_without_det.jpg": ("在中国作家协会第三届儿童文学",),
    "test_letterbox_like.jpg": (
        "取决于所使用的执行提供者，它可能没有完全支持模型中的所有操作。回落到CPU操作可能会导致性能速度的下降。"
        "此外，即使一个操作是由CUDA execution provider实现的，由于性能的原因，"
        "它也不一定会把操作分配/放置到CUDA EP上。"
        "要想看到ORT决定的位置，请打开verbose日志并查看控制台的输出。",
    ),
}
EMPTY = "empty_black.jpg"


def recognition(data: Path, work: Path, fonts: Path) -> None:
    """Prints the Han character error of each real picture and of the drawn pages, and pages a second."""
    _real(material("ocr", data, work))
    _drawn(work / "drawn", fonts)


def _real(folder: Path) -> None:
    files = {path.name: path for path in folder.rglob("*") if path.name in (*TOLD, EMPTY)}
    found = {path.name: read for path, read in read_all(list(files.values()), Context()).items()}
    rows, wrong, all_of = [], 0, 0
    for name, words in TOLD.items():
        read = han(found[name].text)
        wanted = [han(word) for word in words]
        errors = sum(_best(word, read) for word in wanted)
        wrong, all_of = wrong + errors, all_of + sum(map(len, wanted))
        rows.append((name, sum(map(len, wanted)), errors))
    rows.append((f"{EMPTY} (nothing)", 0, len(han(found[EMPTY].text))))
    table(("real picture", "Han", "wrong"), [*rows, ("all", all_of, wrong)])
    print(f"Han character error on the real pictures: {share(wrong, all_of)}\n")


def _best(word: str, text: str) -> int:
    """Errors against the stretch of the text that comes nearest."""
    size = len(word)
    starts = range(max(1, len(text) - size + 1))
    return min(distance(word, text[start : start + size]) for start in starts)


def _drawn(folder: Path, fonts: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pages = list(drawn_pages(fonts))
    paths = [folder / f"{page.name}.jpg" for page in pages]
    for path, page in zip(paths, pages, strict=True):
        path.write_bytes(page.data)
    started = time.monotonic()
    found = read_all(paths, Context())
    seconds = time.monotonic() - started
    sums: dict[bool, list[int]] = {False: [0, 0], True: [0, 0]}
    rows = []
    for path, page in zip(paths, pages, strict=True):
        wanted = han(page.text)
        errors = distance(wanted, han(found[path].text))
        sums[page.noisy][0] += errors
        sums[page.noisy][1] += len(wanted)
        rows.append((page.name, len(wanted), errors, found[path].seconds))
    table(("drawn page", "Han", "wrong", "s"), rows)
    for noisy, (errors, characters) in sums.items():
        kind = "noisy" if noisy else "clean"
        print(f"Han character error on {kind} drawn pages: {share(errors, characters)}")
    alone = sum(each.seconds for each in found.values()) / len(pages)
    print(f"\n{len(pages) / seconds:.2f} pages a second with two workers; {alone:.2f} s a page and worker\n")
