"""Documents of the old kind (``doc``, ``ppt``, ``wps``, ``dps``): by Tika, once they are opened."""

from __future__ import annotations

from indexer.extraction import tika
from indexer.extraction.passwords import opened_with_password
from indexer.extraction.reading import Context, Reading, Source


def read(source: Source, context: Context) -> Reading:
    """What Tika reads. Raises ``NotReadable`` where no password fits or Tika gives up.

    Tika takes an encrypted document for an empty one without a word, so that is asked first.
    """
    opened = opened_with_password(source, context)
    if opened is source:
        return tika.read(source, context)
    with opened:
        return tika.read(opened, context)
