"""Kinds of files that say nothing by nature, or only to a program of their own: what to do with each."""

from __future__ import annotations

from collections.abc import Sequence

from ..documents import Problem, ProblemKind
from .detect import UNKNOWN, suffix_of

_RECORDING = Problem(
    ProblemKind.NO_TEXT,
    "录音或录像里没有文字，只能按名称检索",
    "在文件名里写明时间、会议；要检索内容就另附文字记录",
)
_PROGRAM = Problem(
    ProblemKind.NO_TEXT, "这是程序、字体或数据库，不是文档，只能按名称检索", "不属于档案的可以移走"
)
_PACKED = Problem(
    ProblemKind.LIMITED, "是压缩包，但不是能打开的格式，里面的文件没有提取", "用压缩软件解开，或另存为 zip"
)
_DRAWING = Problem(
    ProblemKind.NO_TEXT, "图纸或设计文件里没有读出文字，只能按名称检索", "要检索内容就另存一份 PDF 或图片"
)
_BY_TYPE: dict[str, Problem] = {
    **dict.fromkeys(("mp3", "mp4", "m4a", "wav", "avi", "wmv", "mov", "mkv", "flv", "mpg"), _RECORDING),
    **dict.fromkeys(("amr", "ogg", "flac", "aac", "rm", "aiff", "au", "midi", "swf"), _RECORDING),
    **dict.fromkeys(("exe", "elf", "class", "ttf", "lnk", "sqlite", "mdb", "jar", "apk"), _PROGRAM),
    **dict.fromkeys(("cab", "z", "ar", "iso"), _PACKED),
    **dict.fromkeys(("psd", "dwg", "dxf", "emf", "wmf", "ps", "vsd", "mpp"), _DRAWING),
}
#: Readers that documents here were made with and that alone open them, by the files' extensions.
_OWN_READERS = {
    **dict.fromkeys(("ceb", "cebx"), "方正 Apabi Reader"),
    **dict.fromkeys(("caj", "kdh", "nh", "teb"), "CAJViewer"),
    **dict.fromkeys(("gd", "gw", "sep", "s72", "s92", "s10"), "书生阅读器"),
    **dict.fromkeys(("pdg",), "超星阅读器"),
    **dict.fromkeys(("enb", "enbx"), "希沃白板"),
}
_VAGUE = (ProblemKind.NO_TEXT, ProblemKind.BROKEN)


def explained(doc_type: str, name: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of a file that gave no text, the vague ones replaced by what its kind means."""
    better = _problem(doc_type, name)
    if better is None:
        return tuple(problems)
    return (*(problem for problem in problems if problem.kind not in _VAGUE), better)


def _problem(doc_type: str, name: str) -> Problem | None:
    if doc_type != UNKNOWN:
        return _BY_TYPE.get(doc_type)
    reader = _OWN_READERS.get(suffix_of(name))
    if reader is None:
        return _UNKNOWN_FORMAT
    return Problem(
        ProblemKind.UNKNOWN_FORMAT,
        f"这种文件只有{reader}能打开，没有读出文字",
        f"用{reader}打开，另存或打印成 PDF",
    )


_UNKNOWN_FORMAT = Problem(
    ProblemKind.UNKNOWN_FORMAT,
    "认不出这种文件格式，只能按名称检索",
    "如果是文档，另存为常用格式（docx、pdf）",
)
