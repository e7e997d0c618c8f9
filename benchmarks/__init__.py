"""Measured comparisons, run by hand; results in RESULTS.md."""
