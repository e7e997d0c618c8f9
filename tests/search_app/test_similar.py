"""Similar documents: about the same, on both engines, copies folded, nothing that may not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers import Analyzer
from indexer.catalog import Catalog, sqlite_url
from indexer.documents import Problem, ProblemKind
from indexer.engines.protocol import Engine
from indexer.engines.query import Facet, OneOf
from search_app.documents.similar import MOST, Similar, similar
from tests.indexer.catalog.drafts import root_of, save_plain
from tests.indexer.engines.conftest import ENGINES, opened

from .archive import Archive

LAMPS = "会议讨论路灯维修经费，决定更换{}街道的路灯灯杆，由城管中队负责施工，验收后拨付工程款。"
LAMPS_TOO = "关于路灯维修的请示：{}街道路灯灯杆老化，拟由城管中队组织施工，请拨付工程款。"
DUES = "党费收缴公示：本季度全体党员按核定标准缴纳党费，财务人员登记入账，{}予以公示。"
NOTICE = (
    "为深入开展主题教育，经研究决定，各党支部要认真组织学习讨论，联系思想和工作实际查找差距，制定整改措施，"
    "明确责任人和完成时限，并于月底前把学习情况书面报送机关党委办公室。学习期间要严格考勤，无故缺席的同志须"
    "补课并作出说明；书记要带头讲党课，委员要分别到所联系的小组参加讨论，做到学习有笔记、讨论有记录、整改有"
    "台账，办公室将不定期抽查，并通报抽查结果，作为年底评先评优的重要依据之一，望遵照执行。"
)


@pytest.fixture(scope="module", params=ENGINES)
def shelf(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Catalog, Engine, Analyzer, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("similar")
    analyzer = Analyzer()
    with (
        Catalog.open(sqlite_url(folder / "catalog.db")) as catalog,
        opened(request.param, folder, analyzer) as engine,
    ):
        root = root_of(catalog, folder / "档案")
        texts = {
            "路灯1": (LAMPS.format("人民"), "一支部"),
            "路灯2": (LAMPS_TOO.format("解放"), "二支部"),
            "路灯3": (LAMPS_TOO.format("解放"), "二支部"),
            **{f"党费{n}": (DUES.format(name), "一支部") for n, name in enumerate(("张", "李", "王"))},
            **{f"通知{n}": (f"{NOTICE}2021年{n + 1}月", "一支部") for n in range(4)},
            "学习": ("主题教育学习讨论情况：支部组织学习讨论，查找差距，制定整改措施，书面报送。", "二支部"),
            "别的": ("食堂本周菜谱：红烧鱼、青菜豆腐汤。", "一支部"),
        }
        ids = {
            name: save_plain(catalog, root, f"{name}.txt", text, title=name, branch=branch).id
            for name, (text, branch) in texts.items()
        }
        with engine.writer() as writer:
            writer.put(catalog.all_documents())
            assert writer.commit(catalog.latest_change()) == []
        yield catalog, engine, analyzer, ids


def near(
    shelf: tuple[Catalog, Engine, Analyzer, dict[str, str]], name: str, **options: object
) -> list[Similar]:
    catalog, engine, analyzer, ids = shelf
    record = catalog.document(ids[name])
    assert record is not None
    return similar(catalog, engine, analyzer, record, **options)  # type: ignore[arg-type]


def titles(found: list[Similar]) -> list[str]:
    return [one.record.title for one in found]


def test_the_nearest_are_about_the_same_and_copies_stand_as_one(shelf) -> None:  # type: ignore[no-untyped-def]
    found = near(shelf, "路灯1")
    assert titles(found)[0] in ("路灯2", "路灯3")
    assert len(found[0].folded) == 1, "the same bytes in another place"
    assert not {"党费0", "别的"} & set(titles(found))
    assert all(0 < one.nearness <= 1 for one in found)


def test_its_own_copies_are_no_similar_documents(shelf) -> None:  # type: ignore[no-untyped-def]
    found = near(shelf, "路灯2")
    assert "路灯1" in titles(found)
    assert not {"路灯2", "路灯3"} & set(titles(found))


def test_nearly_the_same_texts_stand_as_one_and_hide_nothing(shelf) -> None:  # type: ignore[no-untyped-def]
    found = near(shelf, "学习")
    notices = [one for one in found if one.record.title.startswith("通知")]
    assert len(notices) == 1
    assert len(notices[0].folded) == 3


def test_what_nothing_resembles_has_no_similar_documents(shelf) -> None:  # type: ignore[no-untyped-def]
    assert near(shelf, "别的") == []


def test_only_what_may_be_seen_is_similar(shelf) -> None:  # type: ignore[no-untyped-def]
    found = near(shelf, "路灯2", scope=OneOf(Facet.BRANCH, frozenset({"二支部"})))
    assert "路灯1" not in titles(found)


def test_the_call_tells_them_and_refuses_what_is_not_there(archive: Archive) -> None:
    one = archive.put("一支部/a.docx", LAMPS.format("人民"), branch="第一党支部", date="2021-06-03")
    other = archive.put("二支部/b.docx", LAMPS.format("解放"), role="会议记录")
    for number in range(MOST):
        archive.put(f"{number}.docx", DUES.format(number))
    client = archive.client()
    answer = client.get(f"/api/v1/documents/{one}/similar").get_json()
    assert [found["id"] for found in answer["documents"]] == [other]
    assert answer["documents"][0]["role"] == "会议记录"
    assert client.get("/api/v1/documents/0000000000000000/similar").status_code == 404
    assert client.get(f"/api/v1/documents/{one}/similar?size=1").status_code == 400


def test_no_document_under_quarantine_is_told_or_asked_about(archive: Archive) -> None:
    one = archive.put("a.docx", LAMPS.format("人民"))
    archive.put("b.docx", LAMPS.format("解放"))
    secret = archive.put(
        "c.docx",
        title="路灯维修经费",
        mark="秘密",
        problems=[Problem(ProblemKind.QUARANTINED, "带有密级标志", "请移出")],
    )
    client = archive.client()
    told = client.get(f"/api/v1/documents/{one}/similar").get_json()["documents"]
    assert secret not in [found["id"] for found in told]
    assert client.get(f"/api/v1/documents/{secret}/similar").get_json() == {"documents": []}


def test_the_page_shows_them_and_not_those_it_names_already(archive: Archive) -> None:
    told = {"branch": "第一党支部", "date": "2021-06-03", "category": "02", "subcategory": "支委会"}
    one = archive.put("a.docx", LAMPS.format("人民"), title="甲记录", **told)
    archive.put("b.docx", LAMPS.format("解放"), title="乙记录")
    archive.put("c.docx", LAMPS.format("五一"), title="丙签到", **told)
    for number in range(5):
        archive.put(f"{number}.docx", DUES.format(number))
    page = archive.client().get(f"/documents/{one}").text
    assert "相似文档" in page
    box = page[page.index("相似文档") :]
    assert "乙记录" in box and "丙签到" not in box
    assert "丙签到" in page


def test_a_document_without_text_is_shown_without_them(archive: Archive, tmp_path: Path) -> None:
    one = archive.put("扫描.jpg", doc_type="jpg")
    page = archive.client().get(f"/documents/{one}")
    assert page.status_code == 200
    assert "相似文档" not in page.text
