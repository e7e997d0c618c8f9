"""Text in, terms out: folding, segmentation, highlighting. Knows no file, engine or web page."""

from .characters import SENTINEL
from .highlight import FoldedPages, find_marks
from .normalize import Folded, fold, fold_with_map
from .passages import Passage, best_passages
from .terms import Analyzer

__all__ = [
    "SENTINEL",
    "Analyzer",
    "Folded",
    "FoldedPages",
    "Passage",
    "best_passages",
    "find_marks",
    "fold",
    "fold_with_map",
]
