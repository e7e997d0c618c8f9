"""A meeting record laid out: its text, the values its labels give, and how to quote them."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.documents import FieldSource, FieldValue

from ..paper import Passage
from ..view import View
from .labels import Stretch

#: How far into a record its sentences are searched for what its labels do not say.
TOLD_CHARACTERS = 3_000
_EDGES = " \t\n:;,。*"


@dataclass(frozen=True, slots=True)
class Record:
    """What the readers of a meeting's elements read from."""

    view: View

    @property
    def passage(self) -> Passage:
        return self.view.head

    @property
    def told(self) -> str:
        """The plain text that sentences are looked for in."""
        return self.passage.text[:TOLD_CHARACTERS]

    def under(self, *fields: str) -> list[Stretch]:
        """The stretches labelled as one of ``fields``, empty ones left out."""
        return [s for s in self.view.labelled if s.field in fields and s.end > s.start]

    def value(self, stretch: Stretch) -> str:
        """What follows a label, plain, with a blank wherever one parted two words."""
        return self.passage.spaced(stretch.start, stretch.end).strip(_EDGES)

    def first_line(self, stretch: Stretch) -> str:
        return self.value(stretch).split("\n")[0].split("\t")[0].strip(_EDGES)

    def in_cell(self, stretch: Stretch) -> bool:
        """Whether a label stands in a table's cell, its value in the next."""
        return self.passage.text[stretch.start - 1 : stretch.start] == "\t"

    def field(self, value: object, start: int, end: int, confidence: float) -> FieldValue:
        return FieldValue(value, FieldSource.EXTRACTED, self.passage.evidence(start, end), confidence)
