"""Whose a paper is that names a branch in its text only, or is called by nothing but one."""

from __future__ import annotations

import pytest

from indexer.archival.describe import describe
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import Page

BRANCHES = (Branch("征管科党支部"), Branch("高一年级党支部"), Branch("第一党支部"))
NEWS = "把税法讲到集市上\n3月5日，征管支部八名党员支起咨询台。\n"


def _branch(path: str, text: str) -> object:
    subject = Subject("档案", path, doc_type="docx", pages=(Page(1, "第1页", text),))
    return describe(subject, Unit(None, BRANCHES)).value("branch")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("机关党委/2022年/3月/志愿服务.docx", NEWS),
        ("机关党委/廉政/责任书/征管.docx", "责任书\n一、落实一岗双责。\n"),
        ("迎检/征管支部/总结.docx", "工作总结\n一年来……\n"),
    ],
)
def test_the_branch_named_is_the_papers(path: str, text: str) -> None:
    assert _branch(path, text) == "征管科党支部"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("2023/纪要.docx", "党总支委员会会议纪要\n时间：2023年7月5日\n征管科党支部书记汇报，会议同意。\n"),
        ("2024/简讯.docx", "十八岁成人礼\n高一年级党支部党员为学生佩戴徽章。\n校团委 2024年5月4日\n"),
        (
            "2024/通知.docx",
            "举办培训班的通知\n参训人员：征管科党支部张三。\n中共某县直机关工作委员会\n2024年5月4日\n",
        ),
        (
            "2021/决定.docx",
            "中共青梧中学总支部委员会文件\n青中党〔2021〕7号\n关于表彰征管科党支部的决定\n各党支部：\n现予表彰。\n"
            "中共青梧中学总支部委员会\n2021年6月30日\n",
        ),
        ("机关党委/会议/党委会.docx", "会议记录\n征管科党支部书记列席。\n"),
        ("党委/2023.docx", NEWS),
    ],
)
def test_a_bodys_paper_that_names_a_branch_is_none_of_its(path: str, text: str) -> None:
    assert _branch(path, text) is None


def test_the_number_of_a_school_year_is_not_the_branchs() -> None:
    assert _branch("2024/高一支部廉政谈话.docx", "集体谈话\n不补课。\n") == "高一年级党支部"


REPLY = (
    "中共某县税务局委员会\n税党复〔2021〕7号\n关于{whom}换届选举的批复\n{whom}：\n来文收悉，同意。\n"
    "中共某县税务局委员会\n2021年6月30日\n"
)


@pytest.mark.parametrize(
    ("path", "whom", "branch"),
    [
        ("2021/换届/批复.pdf", "征管科党支部", "征管科党支部"),
        ("党委发文/2021/批复.pdf", "征管科党支部", None),
        ("2021/换届/批复.pdf", "第一、第二党支部", None),
    ],
)
def test_a_reply_is_the_branchs_that_asked_unless_the_body_filed_it(
    path: str, whom: str, branch: str | None
) -> None:
    assert _branch(path, REPLY.format(whom=whom)) == branch


@pytest.mark.parametrize("name", ["征管支委会202306.docx", "2105征管.docx", "征管上半年会议.docx"])
def test_a_file_called_by_a_bare_name_and_a_kind_of_paper_is_the_branchs(name: str) -> None:
    assert _branch(f"2021/三会一课/{name}", "会议记录\n研究收入任务。\n") == "征管科党支部"


def test_papers_for_all_branches_and_agreements_of_two_are_of_none() -> None:
    assert (
        _branch("2021/要点.docx", "学习要点\n党群工作部整理 各支部组织委员用\n征管科党支部去年出过错。\n")
        is None
    )
    alone = "共建协议\n甲方：征管科党支部\n乙方：文昌社区党支部\n一、每季度碰头。\n2023年3月28日\n"
    assert _branch("2023/结对共建/协议书.docx", alone) == "征管科党支部"
    agreement = "共建协议\n甲方：征管科党支部\n乙方：高一年级党支部\n一、每季度碰头。\n2023年3月28日\n"
    assert _branch("2023/结对共建/协议书.docx", agreement) is None
