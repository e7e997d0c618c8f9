"""The unit's own words as a file that a person edits: plain text, a word a line, or a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from indexer import worksheets
from indexer.archival.words import KIND_NAMES, WordKind, checked_word
from indexer.catalog.records import UnitWord
from indexer.errors import DanganError, UsageError, explain_os_error

#: The worksheet's columns; a roster with a column 姓名 is read as it is.
_COLUMNS: Mapping[str, Sequence[str]] = {
    "word": ("词", "专用词", "姓名", "人名", "名称", "同义词"),
    "kind": ("类别", "种类"),
}
#: What the heading of the words says of their kind, where no column does.
_KIND_OF_HEADING = {"姓名": WordKind.PERSON, "人名": WordKind.PERSON, "同义词": WordKind.SYNONYM}
_KINDS = {name: kind for kind, name in KIND_NAMES.items()} | {"姓名": WordKind.PERSON, "词": WordKind.TERM}

Words = dict[WordKind, list[str]]


def read_words(file: Path, kind: WordKind | None = None) -> Words:
    """The words of a ``.txt`` or ``.xlsx`` file by their kind; ``kind`` where the file does not say.

    Raises ``UsageError`` naming the lines that cannot be taken.
    """
    _suffix(file.name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} 读不出来：{explain_os_error(error)}", "检查路径", parameter="FILE"
        ) from None
    return parse_words(file.name, data, kind)


def parse_words(name: str, data: bytes, kind: WordKind | None = None) -> Words:
    """The words in the bytes of such a file. Raises ``UsageError`` as ``read_words``."""
    rows = _lines(name, data, kind) if _suffix(name) == ".txt" else _rows(name, data, kind)
    words: Words = {}
    wrong: list[str] = []
    for number, one, text in rows:
        try:
            words.setdefault(one, []).append(checked_word(one, text))
        except UsageError as error:
            wrong.append(f"第 {number} 行：{error.message}")
    if wrong:
        more = f" 等 {len(wrong)} 处" if len(wrong) > 5 else ""
        raise UsageError("；".join(wrong[:5]) + more, "词典只收两个到二十个汉字的词", parameter="FILE")
    if not words:
        raise UsageError(f"{name} 里没有词", "一行写一个词", parameter="FILE")
    return words


def write_words(file: Path, words: Iterable[UnitWord]) -> None:
    """Write the words so that ``read_words`` reads them again. Raises ``UsageError``, ``DanganError``."""
    data = words_file(_suffix(file.name), words)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise DanganError(
            f"{file} 写不进去：{explain_os_error(error)}", "检查路径和权限，关闭打开着它的程序"
        ) from None


def words_file(suffix: str, words: Iterable[UnitWord]) -> bytes:
    """The bytes of such a file; ``suffix`` is ``.txt`` or ``.xlsx``."""
    rows = [(one.word, KIND_NAMES[one.kind]) for one in words]
    if suffix == ".txt":
        kinds = dict.fromkeys(kind for _, kind in rows)
        lines = [line for kind in kinds for line in (f"[{kind}]", *(w for w, k in rows if k == kind))]
        return ("\n".join(lines) + "\n").encode("utf-8")
    offered = {1: tuple(KIND_NAMES.values())}
    return worksheets.write([worksheets.Sheet("词典", ("词", "类别"), rows, (30, 12), offered)])


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in (".txt", ".xlsx"):
        raise UsageError(f"不知道怎么读写 {name}", "文件名要以 .txt 或 .xlsx 结尾", parameter="FILE")
    return suffix


def _lines(name: str, data: bytes, kind: WordKind | None) -> list[tuple[int, WordKind, str]]:
    """A word a line; ``[人名]`` begins the words of a kind, ``#`` a remark."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UsageError(f"{name} 不是 UTF-8 编码", "用 UTF-8 保存，一行一个词", parameter="FILE") from None
    found: list[tuple[int, WordKind, str]] = []
    now = kind or WordKind.TERM
    for number, line in enumerate(lines, 1):
        text = line.split("#", 1)[0].strip()
        if text.startswith("[") and text.endswith("]"):
            now = _kind(text[1:-1].strip(), f"第 {number} 行")
        elif text:
            found.append((number, now, text))
    return found


def _rows(name: str, data: bytes, kind: WordKind | None) -> list[tuple[int, WordKind, str]]:
    rows = worksheets.read(name, data)
    columns, below = worksheets.headed(rows, _COLUMNS, "word", name)
    headings = {worksheets.text_of(row[columns["word"]]) for row in rows[:10] if len(row) > columns["word"]}
    usual = kind or next(
        (_KIND_OF_HEADING[one] for one in headings if one in _KIND_OF_HEADING), WordKind.TERM
    )
    found = []
    for number, row in below:
        if "word" not in row:
            continue
        if isinstance(row["word"], worksheets.Formula):
            raise UsageError(f"第 {number} 行：词是公式，不能用", "把公式换成它的值", parameter="FILE")
        told = worksheets.text_of(row.get("kind"))
        one = _kind(told, f"第 {number} 行") if told else usual
        found.append((number, one, worksheets.text_of(row["word"])))
    return found


def _kind(text: str, where: str) -> WordKind:
    found = _KINDS.get(text) or next((kind for kind in WordKind if kind.value == text), None)
    if found is None:
        raise UsageError(
            f"{where}：没有“{text}”这个类别",
            f"可以写的有：{'、'.join(KIND_NAMES.values())}",
            parameter="FILE",
        )
    return found
