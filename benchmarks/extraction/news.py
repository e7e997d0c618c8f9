"""Raw news pages against the Markdown made of them: paragraphs kept, navigation left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.pooled import read_all
from benchmarks.extraction.tables import share, table
from indexer.extraction.reading import Context

#: Words of the site's own bars and footers, none of which belongs to the news.
FURNITURE = (
    *(
        "中央广播电视总台",
        "央视网 版权所有",
        "ICP",
        "违法和不良信息举报",
        "网上传播视听节目许可证",
        "客户端下载",
    ),
    *("扫一扫", "登录", "注册", "频道大全", "节目单", "分享到", "正在阅读", "相关稿件", "责任编辑"),
)


def news(data: Path, work: Path) -> None:
    """Prints the share of the Markdown's paragraphs found whole on page 1, and the furniture on it."""
    truth = dict(_stories(material("news-2022-2024", data, work)))
    pages = {path.stem: path for path in files_of(material("news-html-2000", data, work))}
    files = [path for name, path in pages.items() if name in truth]
    found = read_all(files, Context())
    paragraphs = kept = first = furniture = 0
    bars: dict[str, int] = defaultdict(int)
    for path in files:
        texts = ["".join(page.text.split()) for page in found[path].own.pages]
        main = texts[0] if texts else ""
        for paragraph in truth[path.stem]:
            paragraphs += 1
            kept += any(paragraph in text for text in texts)
            first += paragraph in main
        said = "".join(truth[path.stem])
        there = [word for word in FURNITURE if "".join(word.split()) in main and word not in said]
        furniture += bool(there)
        for word in there:
            bars[word] += 1
    print(f"{len(files)} pages with a story in the Markdown\n")
    table(
        ("", "", "share"),
        [
            ("paragraphs found", f"{kept} of {paragraphs}", share(kept, paragraphs)),
            ("of them in the main text", f"{first} of {paragraphs}", share(first, paragraphs)),
            (
                "pages with furniture in the main text",
                f"{furniture} of {len(files)}",
                share(furniture, len(files)),
            ),
        ],
    )
    print(", ".join(f"{word} {count}" for word, count in bars.items()))


def _stories(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """By the name of the page it was taken from: the paragraphs of a story, without white space."""
    for path in files_of(folder):
        for story in re.split(r"^### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            link = re.search(r"\[查看原文\]\([^)]*/(\w+)\.shtml\)", story)
            if link is None:
                continue
            body = story[: link.start()].split("\n", 1)[-1]
            plain = re.sub(r"<!--.*?-->|[*_`\\]|^[>#-]+ ", "", body, flags=re.MULTILINE)
            paragraphs = ("".join(each.split()) for each in plain.split("\n\n"))
            yield link[1], [each for each in paragraphs if len(each) >= 8]
