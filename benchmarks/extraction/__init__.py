"""Measured extraction: what of real files becomes text, how right it is, and how fast."""
