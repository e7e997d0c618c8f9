"""Apache Tika inside this process, as native code (the only home of ``iscc_tika``).

It holds the interpreter's lock while it runs, may hang, and may take most of the machine's memory:
call it only in a worker process that is watched from outside.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from indexer.documents import ProblemKind
from indexer.extraction.reading import NotReadable
from indexer.extraction.xhtml import Parsed, page_texts, tidy


def parse(path: Path, characters: int) -> Parsed:
    """What Tika reads from a file, its text cut not before so many characters.

    Raises ``NotReadable`` where Tika gives up; empty text is returned as it is.
    """
    try:
        xhtml, metadata = _ask(path, characters, markup=True)
    except _NoMarkup:
        text, metadata = _ask(path, characters, markup=False)
        return Parsed((tidy(text),), metadata)
    return Parsed(page_texts(xhtml), metadata)


class _NoMarkup(Exception):
    """The text has characters that Tika cannot write as XML; as plain text it may still give it."""


def _ask(path: Path, characters: int, *, markup: bool) -> tuple[str, dict[str, list[str]]]:
    try:
        text, metadata = _extractor(characters, markup).extract_file_to_string(str(path))
    except (TypeError, ValueError, RuntimeError, OSError) as error:
        if markup and "SAXException" in str(error):
            raise _NoMarkup from error
        raise NotReadable(ProblemKind.BROKEN, "文件已损坏，内容读不出来", _HINT) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise NotReadable(ProblemKind.BROKEN, "文件内容使读取程序出错", _HINT) from error
    return text, metadata


_HINT = "用生成它的软件打开，另存后再索引"


@cache
def _extractor(characters: int, markup: bool) -> Any:
    from iscc_tika import Extractor, OfficeParserConfig  # a 100 MB library: only where it is used

    office = OfficeParserConfig().set_include_headers_and_footers(True).set_include_shape_based_content(True)
    extractor = Extractor().set_xml_output(markup).set_office_config(office)
    return extractor.set_extract_string_max_length(characters * (3 if markup else 1))
