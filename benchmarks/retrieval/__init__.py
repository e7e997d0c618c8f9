"""Measured retrieval: how well the search finds what a question asks for, on public question sets."""
