"""Text in, terms out: folding, segmentation, highlighting. Knows no file, engine or web page."""

from .characters import SENTINEL
from .normalize import Folded, fold, fold_with_map
from .terms import Analyzer

__all__ = ["SENTINEL", "Analyzer", "Folded", "fold", "fold_with_map"]
