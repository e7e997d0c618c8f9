"""The documents that a search selects, or that wait: what a table or a bulk edit is about."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.errors import UsageError
from search_app.search.answers import SearchRequest
from search_app.search.page.state import SearchState
from search_app.search.parameters import SearchPageParameters, request_of
from search_app.search.service import SearchService
from search_app.web.parameters import read

#: Documents of one table: what both engines give at once.
MOST_IN_TABLE = 10_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents by their places, and how many there are in all."""

    records: tuple[DocumentRecord, ...]
    total: int

    @property
    def cut(self) -> bool:
        return self.total > len(self.records)


def request_in(arguments: MultiDict[str, str]) -> SearchRequest:
    """The search that an address asks for. Raises ``UsageError`` as the page of results does."""
    return request_of(read(SearchPageParameters(), MultiDict(SearchState.of(arguments).pairs)))


def chosen_by_search(catalog: Catalog, search: SearchService, request: SearchRequest, most: int) -> Chosen:
    """The documents of a search, ``most`` at most. Raises as a search does."""
    total, ids = search.chosen(request, most)
    return Chosen(by_place(list(catalog.documents(ids).values())), total)


def whole_choice(
    catalog: Catalog, search: SearchService, request: SearchRequest
) -> tuple[DocumentRecord, ...]:
    """All documents of a search, for a table. Raises ``UsageError`` where they are too many for one."""
    chosen = chosen_by_search(catalog, search, request, MOST_IN_TABLE)
    if chosen.cut:
        raise UsageError(
            f"检索到 {chosen.total} 件，一张表最多 {MOST_IN_TABLE} 件", "请加上党支部、年度等条件，分几次导出"
        )
    return chosen.records


def chosen_by_doubt(
    catalog: Catalog, field: str | None, branch: str | None, root: str | None, most: int
) -> Chosen:
    """The documents that wait for a person: of one field, or of any."""
    total, records = catalog.to_confirm(root, branch, 1, most, field=field)
    return Chosen(by_place(records), total)


def by_place(records: list[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    def place(record: DocumentRecord) -> tuple[str, str, str, int]:
        return record.root, record.path, record.member or "", record.part.number if record.part else 0

    return tuple(sorted(records, key=place))
