"""A document laid out for the fields: its first and last pages, its file name, its folders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from .dates import Moment, find_dates_in_name
from .kinds import kind_in
from .minutes.labels import Stretch, stretches
from .minutes.splitting import split_meetings
from .names import clean_name, extension_cut
from .paper import Line, Passage, first_pages, last_pages, plain
from .review_years import in_review_of
from .rule_years import without_rule_years
from .school_years import in_school_year
from .values import Branch, Subject, Unit

#: How much of a document is read for its fields: characters from its start and from its end.
HEAD_CHARACTERS, TAIL_CHARACTERS = 12_000, 1_500
#: A phone's or a chat's name for a picture: its stamp is when it was sent or saved.
_STAMPED = re.compile(r"(?:微信|QQ|mmexport|wx|Screenshot|截图|截屏|屏幕)", re.IGNORECASE)
#: The number of an indicator or a chapter that a name begins with.
_INDICATOR = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?!\d)\.?(?![年月])")
#: Formats whose lines are paragraphs, never broken by a page's width.
_PARAGRAPHS = frozenset(
    {"docx", "doc", "wps", "rtf", "odt", "html", "htm", "xlsx", "xls", "et", "ods", "csv", "pptx", "ppt"}
)
_PLACE = re.compile(r"(?:省|市|县|区|镇|乡|街道)$")
#: Of the head, how much counts as the top of the paper for evidence.
TOP_CHARACTERS = 300


@dataclass(frozen=True)
class View:
    """What every field reads from. ``stem`` is the file's (or member's) name without its extension, plain."""

    subject: Subject
    unit: Unit

    @cached_property
    def head(self) -> Passage:
        return first_pages(self.subject.pages, HEAD_CHARACTERS, printed=self._printed)

    @cached_property
    def tail(self) -> Passage:
        if sum(len(page.text) for page in self.subject.pages) <= TAIL_CHARACTERS:
            return self.head
        return last_pages(self.subject.pages, TAIL_CHARACTERS, printed=self._printed)

    @property
    def _printed(self) -> bool:
        return self.subject.doc_type not in _PARAGRAPHS

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return self.head.lines

    @cached_property
    def labelled(self) -> list[Stretch]:
        """The labelled values of the head (时间: …, 主持人: …), in order."""
        return stretches(self.head)

    @cached_property
    def is_book(self) -> bool:
        """Whether the document holds the records of several meetings."""
        return not self.book and len(split_meetings(self.subject.pages)) > 1

    @cached_property
    def _parts(self) -> list[str]:
        whole = self.subject.path + ("!" + self.subject.member if self.subject.member else "")
        return [part for part in re.split(r"[/\\!]", whole) if part]

    @cached_property
    def name(self) -> str:
        """The file's or member's name as it stands."""
        return self._parts[-1] if self._parts else ""

    @cached_property
    def stem(self) -> str:
        return plain(extension_cut(self.name))

    @cached_property
    def book(self) -> str:
        """The plain title of the longer file that this meeting was cut from; empty for a whole document."""
        return plain(self.subject.book)

    @cached_property
    def clean(self) -> str:
        """The name without numbering, versions and dates; empty where nothing telling remains."""
        return clean_name(self.stem)

    @cached_property
    def clean_as_written(self) -> str:
        """``clean`` in its original characters (full-width brackets and quotation marks kept)."""
        passage = Passage([(1, extension_cut(self.name))])
        at = passage.text.find(self.clean)
        return passage.words(at, at + len(self.clean)) if at >= 0 else self.clean

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Folder names from the inside out, plain; containers among them, without their extension."""
        above = self._parts[:-1]
        return tuple(
            plain(re.sub(r"\.(?:zip|rar|7z|eml|msg|tar|gz|tgz)$", "", part, flags=re.I))
            for part in reversed(above)
        )

    @cached_property
    def name_dates(self) -> list[Moment]:
        return self._dates(without_rule_years(self.stem))

    @cached_property
    def name_year(self) -> int | None:
        return next((moment.year for moment in self.name_dates if moment.year), None)

    @cached_property
    def stamped(self) -> bool:
        """Whether the name's date is only when a picture was sent or saved."""
        return bool(_STAMPED.match(self.stem))

    @cached_property
    def folder_dates(self) -> list[list[Moment]]:
        """The dates of each folder's name, as ``folders`` are ordered."""
        return [self._dates(without_rule_years(folder)) for folder in self.folders]

    @cached_property
    def folder_year(self) -> int | None:
        return next((m.year for found in self.folder_dates for m in found if m.year), None)

    def year_of(self, month: int | None) -> int | None:
        """The year that name and folders give a month; a school year's and a review's depend on it."""
        for text, year in ((self.stem, self.name_year), *((f, self.folder_year) for f in self.folders)):
            found = in_school_year(text, month) or in_review_of(text, month)
            if found is not None:
                return found
            if year is not None and text == self.stem:
                return year
        return self.folder_year

    def _dates(self, name: str) -> list[Moment]:
        found = [m for m in find_dates_in_name(name) if not self._is_chapter(name, m)]
        if not self._numbered:
            return found
        return [moment for moment in found if moment.year or not _INDICATOR.match(name[moment.start :])]

    def _is_chapter(self, name: str, moment: Moment) -> bool:
        """1.2 三会一课 is a chapter of a list, 6.3 支委会 a day."""
        category = name[moment.end :].strip(" ._-、")
        return moment.start == 0 and moment.year is None and category in self._categories

    @cached_property
    def _categories(self) -> frozenset[str]:
        """The names of categories that no single meeting is called by."""
        names = {category.name for category in self.unit.taxonomy.categories}
        return frozenset(name for name in names if kind_in(name) is None)

    @cached_property
    def _numbered(self) -> bool:
        """Whether the path is numbered by indicators (1.1.2, or 3.5 under 3.): then 2.1 is no day."""
        parts = [plain(part) for part in self._parts]
        heads = [match[0].rstrip(".") for part in parts if (match := _INDICATOR.match(part))]
        return any(head.count(".") >= 2 for head in heads) or any(
            below.startswith(above + ".") for above, below in pairwise(heads)
        )

    @cached_property
    def has_more(self) -> bool:
        """Whether the document goes on after its head."""
        return sum(len(page.text) for page in self.subject.pages) > HEAD_CHARACTERS

    @cached_property
    def unit_name(self) -> str | None:
        """The unit's name; where nobody has said it, what its branches are written with."""
        return self.unit.name or shared_prefix(self.unit.branches)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        return self.unit.branches


@lru_cache(maxsize=32)
def shared_prefix(branches: tuple[Branch, ...]) -> str | None:
    """衡东县路灯管理站, where branches are also written 衡东县路灯管理站第一党支部."""
    found: Counter[str] = Counter()
    for branch in branches:
        name = plain(branch.name)
        for alias in branch.aliases:
            text = plain(alias)
            if text.endswith(name) and len(text) - len(name) >= 3:
                found[re.sub(r"^(?:中共|中国共产党)", "", text[: -len(name)])] += 1
    best = found.most_common(1)
    # What one branch alone is written with may be its place: 青崖镇柳沟村党支部.
    return best[0][0] if best and (best[0][1] >= 2 or not _PLACE.search(best[0][0])) else None
