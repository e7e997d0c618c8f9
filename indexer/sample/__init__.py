"""The built-in sample archive: a fictitious street-lamp station with its six Party branches, and its truth.

Everything is made by our own code from our own texts; the same arguments give the same bytes.
"""

from indexer.sample.archive import stream_sample, write_sample
from indexer.sample.truth import MeetingTruth, PartTruth, TruthEntry

__all__ = ["MeetingTruth", "PartTruth", "TruthEntry", "stream_sample", "write_sample"]
