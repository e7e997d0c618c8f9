"""Archives by other hands: a university school, a village with its community, a county hospital, a bus
company, a town, a community of a city, a power company, a county's tax bureau, a middle school, a waterworks,
a city management bureau, a subdistrict, a rural bank, a research institute, a court, a faculty, a builder, a
bureau of culture, a cement factory, traffic police, a vocational college, a co-operative, a street lamp
station.

Each but the waterworks was written without looking at the rules of ``indexer.archival``, so that the accuracy
measured on it is an honest one: other names, folders, labels, tables and turns of phrase than the built-in
sample's, in files made by other programs (python-docx, openpyxl, a reportlab canvas). Everything in them is
invented. The texts of a unit, with the truth of each, are one file under ``texts``.
"""

from benchmarks.other_hands.reading import UNITS, documents
from benchmarks.other_hands.writing import write_archive

__all__ = ["UNITS", "documents", "write_archive"]
