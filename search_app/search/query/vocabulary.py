"""The lexicon of one archive, kept up with what is indexed.

Titles, persons, numbers and branches are read from the catalog a batch at a time: a little where somebody
waits, all of it in a thread of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Lock, Thread
from time import monotonic

from analyzers import Analyzer, fold
from indexer.archival.words import WordKind
from indexer.catalog import Catalog
from indexer.engines.protocol import IndexDocument
from indexer.errors import DanganError

from .lexicon import EntryKind, Lexicon

#: Documents read while somebody waits (some tenths of a second); more are read in the background.
WHILE_WAITING = 5_000
_BATCH = 500
#: Words of a title that are terms have so many characters.
_TERM_LENGTHS = range(2, 9)
#: A title is spelled so many characters far: nobody types the initials of more.
_SPELLED_OF_TITLE = 16
#: Seconds between two looks for new documents where nobody may wait.
_EVERY = 1.0

_log = logging.getLogger("dangan.vocabulary")


class Vocabulary:
    """The words of an archive. Threads may share one."""

    def __init__(self, catalog: Catalog, analyzer: Analyzer) -> None:
        self._catalog, self._analyzer = catalog, analyzer
        self._lexicon = Lexicon()
        self._read_to = -1
        self._lock = Lock()
        self._behind: Thread | None = None
        self._looked = float("-inf")

    def lexicon(self) -> Lexicon:
        """The words so far. Reads what is new; where that is much, goes on in the background."""
        with self._lock:
            if self._behind is not None and self._behind.is_alive():
                return self._lexicon
            if not self._read(WHILE_WAITING):
                self._read_on()
        return self._lexicon

    def at_hand(self) -> Lexicon:
        """The words read so far: nobody waits. What is new is read in the background."""
        with self._lock:
            reading = self._behind is not None and self._behind.is_alive()
            if not reading and monotonic() - self._looked >= _EVERY:
                self._looked = monotonic()
                self._read_on()
        return self._lexicon

    def _read_on(self) -> None:
        self._behind = Thread(target=self._read_all, name="dangan-vocabulary", daemon=True)
        self._behind.start()

    def wait(self) -> None:
        """Return when what is read in the background has been read."""
        with self._lock:
            behind = self._behind
        if behind is not None:
            behind.join()

    def forget(self) -> None:
        """Begin anew: words that only documents had which are gone are not to be kept."""
        self.wait()
        with self._lock:
            self._lexicon, self._read_to = Lexicon(), -1

    def _take_terms(self) -> None:
        self._lexicon.add(self._analyzer.dictionary, EntryKind.TERM, 0)
        self._lexicon.add((word.word for word in self._catalog.words(WordKind.TERM)), EntryKind.TERM, 0)
        self._lexicon.add((word.word for word in self._catalog.words(WordKind.PERSON)), EntryKind.PERSON, 0)
        for branch in self._catalog.branches():
            self._lexicon.add((branch.name, *branch.aliases), EntryKind.TERM, 0)

    def _read_all(self) -> None:
        try:
            while not self._read(_BATCH):
                pass
        except DanganError as error:
            _log.warning("没有读全检索提示要用的词：%s", error.message)

    def _read(self, most: int) -> bool:
        """Read so many documents; whether that was all."""
        if self._read_to < 0:
            self._take_terms()
            self._read_to = 0
        read = 0
        while read < most:
            documents, last = self._catalog.headings(self._read_to, _BATCH)
            if not documents:
                return True
            for document in documents:
                self._take(document)
            self._read_to = last
            read += len(documents)
        return False

    def _take(self, document: IndexDocument) -> None:
        self._lexicon.add(self._terms(document.title), EntryKind.TERM)
        words = self._analyzer.query_words(fold(document.title[:_SPELLED_OF_TITLE]))
        self._lexicon.add_title(document.title, words)
        self._lexicon.add(document.persons, EntryKind.PERSON)
        if document.branch:
            self._lexicon.add([document.branch], EntryKind.TERM)
        if document.doc_no:
            self._lexicon.add([document.doc_no], EntryKind.DOC_NO)

    def _terms(self, title: str) -> Iterable[str]:
        """The words of a title and those inside them, without numbers."""
        words = dict.fromkeys(self._analyzer.words(title))
        return (word for word in words if len(word) in _TERM_LENGTHS and not fold(word)[0].isdigit())
