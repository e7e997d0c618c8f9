"""Text in, terms out: folding, segmentation, highlighting. Knows no file, engine or web page."""

from .characters import SENTINEL
from .normalize import Folded, fold, fold_with_map

__all__ = ["SENTINEL", "Folded", "fold", "fold_with_map"]
