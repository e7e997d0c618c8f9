"""Text in, terms out: folding, segmentation, highlighting. Knows no file, engine or web page."""
