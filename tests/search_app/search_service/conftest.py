"""A small archive in a real catalog and a real engine, of both kinds, with its search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.archival.values import Branch
from indexer.catalog import Catalog, sqlite_url
from indexer.engines.protocol import Engine
from search_app.search.answers import HitAnswer, SearchAnswer, SearchRequest
from search_app.search.service import SearchService
from tests.indexer.catalog.drafts import root_of, save_container, save_plain
from tests.indexer.engines.conftest import ENGINES, opened

TODAY = date(2022, 3, 15)

FIRST, SECOND = "第一党支部", "第二党支部"


@dataclass(frozen=True)
class Archive:
    """A search with what it searches. ``ids`` maps a path to its document's id."""

    catalog: Catalog
    engine: Engine
    service: SearchService
    ids: dict[str, str]

    def ask(self, q: str = "", **other: object) -> SearchAnswer:
        """Search word for word, unless a test asks for more."""
        literal: dict[str, object] = {"expand": False, "understand": False, "relax": False, "size": 100}
        return self.service.search(SearchRequest(q, **(literal | other)))  # type: ignore[arg-type]

    def names(self, q: str = "", **other: object) -> list[str]:
        return [name(hit) for hit in flat(self.ask(q, **other).hits)]


def flat(hits: tuple[HitAnswer, ...]) -> Iterator[HitAnswer]:
    for hit in hits:
        yield hit
        yield from hit.folded


def name(hit: HitAnswer) -> str:
    """The file's name without its ending, or the member's."""
    return (hit.member or hit.path).rpartition("/")[2].rpartition(".")[0]


def fill(catalog: Catalog, folder: Path) -> None:
    root = root_of(catalog, folder)

    def put(path: str, text: str, **values: object) -> None:
        save_plain(catalog, root, path, text, **values)

    put(
        "一支部/路灯.txt",
        "第一党支部支委会会议记录\n时间：2021年6月3日\n会议研究了路灯维修经费的使用，同意拨付五万元。主持人：王光豪",
        title="支委会会议记录",
        branch=FIRST,
        date="2021-06-03",
        work_year=2021,
        category="02",
        subcategory="支委会",
        role="会议记录",
        persons=["王光豪", "张三"],
    )
    put(
        "一支部/大会.txt",
        "第一党支部召開支部黨員大會，討論發展黨員事宜。路灯。" + "会议指出。" * 30 + "办公经费另议。",
        title="党员大会记录",
        branch=FIRST,
        date="2021-07",
        work_year=2021,
        category="02",
        subcategory="支部党员大会",
        role="会议记录",
    )
    put(
        "二支部/通知.txt",
        "湘衡党发〔2021〕12号\n关于开展“两学一做”学习教育的通知\n各党支部：请于二○二一年六月底前报送方案。",
        title="关于开展“两学一做”学习教育的通知",
        branch=SECOND,
        date="2021-06-10",
        work_year=2021,
        category="07",
        role="通知",
        doc_no="湘衡党发〔2021〕12号",
        issuer="中共衡东县委",
    )
    put(
        "二支部/党费.txt",
        "2022年党费收缴明细表 7万元 GB/T 9704-2012",
        title="党费收缴明细表",
        branch=SECOND,
        date="2022",
        work_year=2022,
        category="06",
        subcategory="收缴",
        role="报表",
    )
    put("杂/无题.txt", "路灯 和 党员 的照片说明（一）。A-B_c? 100%*", title="无题")
    put("备份/路灯副本.txt", "一样的内容：路灯经费。", title="副本")
    put("备份/路灯副本2.txt", "一样的内容：路灯经费。", title="副本")
    save_container(
        catalog,
        root,
        "包.zip",
        "zip",
        {"内/名册.txt": "党员花名册：李四", "内/请示.txt": "关于换届选举的请示"},
    )


@pytest.fixture(scope="package")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="package", params=ENGINES)
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Iterator[Archive]:
    """The archive that the tests of this folder only read."""
    folder = tmp_path_factory.mktemp("archive")
    with (
        Catalog.open(sqlite_url(folder / "catalog.db")) as catalog,
        opened(request.param, folder, analyzer) as engine,
    ):
        catalog.save_branches(
            [Branch(FIRST, ("机关一支部",), confirmed=True), Branch(SECOND, confirmed=True)]
        )
        fill(catalog, folder / "档案")
        yield opened_archive(catalog, engine, analyzer)


def opened_archive(catalog: Catalog, engine: Engine, analyzer: Analyzer) -> Archive:
    """Load the engine from the catalog."""
    documents = list(catalog.all_documents())
    with engine.writer() as writer:
        writer.put(documents)
        assert writer.commit(catalog.latest_change()) == []
    service = SearchService(catalog, engine, analyzer, today=lambda: TODAY)
    records = catalog.documents([document.id for document in documents]).values()
    ids = {record.member or record.path: record.id for record in records}
    return Archive(catalog, engine, service, ids)
