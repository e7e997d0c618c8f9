"""The taxonomy: the fixed names, a unit's own file, and what is wrong with a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archival.describe import describe
from indexer.archival.taxonomy import default_taxonomy, load_taxonomy
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import Page
from indexer.errors import UsageError


def test_the_default_has_twelve_categories_and_every_word_speaks_for_one_that_exists() -> None:
    taxonomy = default_taxonomy()
    assert [category.code for category in taxonomy.categories] == [f"{n:02d}" for n in range(1, 13)]
    known = {(c.code, s) for c in taxonomy.categories for s in (None, *c.second)}
    found = taxonomy.words.find("支委会研究党费收缴，组织生活会后开展主题党日")
    assert {claim[:2] for item in found for claim in item.claims} <= known
    assert set(taxonomy.role_words.values()) == set(taxonomy.roles)
    assert taxonomy.quarantined == ("秘密", "机密", "绝密")


def test_a_longer_word_hides_a_shorter_one() -> None:
    words = [item.word for item in default_taxonomy().words.find("入党志愿书")]
    assert words == ["入党志愿书"]


def test_a_unit_may_bring_names_alone(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.toml"
    file.write_text(
        '[[category]]\ncode = "A"\nname = "工程管理"\nsecond = ["图纸", "验收"]\n'
        '[[category]]\ncode = "B"\nname = "人事"\nsecond = ["招聘"]\n[role]\nvalues = ["报告", "其他"]\n',
        encoding="utf-8",
    )
    unit = Unit(taxonomy=load_taxonomy(file))
    found = describe(Subject("r", "2021年竣工验收报告.docx", doc_type="docx"), unit)
    assert (found.value("category"), found.value("subcategory"), found.value("role")) == ("A", "验收", "报告")


@pytest.mark.parametrize(
    "text",
    [
        "not toml [",
        '[[category]]\nname = "x"\n[role]\nvalues = []\n',
        '[[category]]\ncode = "1"\nname = "x"\n',
        "",
    ],
)
def test_a_bad_file_is_told_in_chinese(tmp_path: Path, text: str) -> None:
    file = tmp_path / "taxonomy.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_taxonomy(file)
    assert caught.value.hint
    assert caught.value.parameter == "taxonomy"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_taxonomy(tmp_path / "none.toml")


def test_the_fingerprint_follows_the_words(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.toml"
    text = '[[category]]\ncode = "A"\nname = "甲乙"\n[role]\nvalues = ["报告"]\n'
    file.write_text(text, encoding="utf-8")
    first = load_taxonomy(file).fingerprint
    file.write_text(text + '[evidence.A]\nstrong = ["丙丁"]\n', encoding="utf-8")
    assert load_taxonomy(file).fingerprint != first


def test_words_in_a_branchs_name_say_nothing_of_its_papers() -> None:
    text = "流动党员党支部会议记录\n时间：2023年3月5日\n主持人：李强\n记录人：王敏\n"
    page = Page(1, "", text)
    unit = Unit("清水街道", (Branch("流动党员党支部"), Branch("机关党支部")))
    found = describe(Subject("档案", "会议.docx", None, "docx", (page,)), unit)
    assert found.value("category") == "02"
    assert found.value("category_secondary") is None
