"""A second archive by other hands: a university school, a village with its community, a county hospital.

It was written without looking at the rules of ``indexer.archival``, so that the accuracy measured on it is
an honest one: other names, folders, labels, tables and turns of phrase than the built-in sample's, in files
made by other programs (python-docx, openpyxl, a reportlab canvas). Rules are never to be tuned to it.
Everything in it is invented.
"""

from benchmarks.second_archive.writing import write_second_archive

__all__ = ["write_second_archive"]
