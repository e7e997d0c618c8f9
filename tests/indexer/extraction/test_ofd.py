"""OFD files made here: text by position, templates, groups, attachments, damage."""

from __future__ import annotations

import io
import zipfile

from PIL import Image, ImageDraw, ImageFont

from indexer.documents import Content, ProblemKind
from indexer.extraction.extract import extract
from indexer.extraction.reading import Context, Limits, Source

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(text: str, x: float, y: float, *, size: float = 4, deltas: str = "", ctm: str = "") -> str:
    delta = f' DeltaX="{deltas}"' if deltas else ""
    matrix = f' CTM="{ctm}"' if ctm else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 200 10" Font="1" Size="{size}"{matrix}>'
        f'<ofd:TextCode X="0" Y="{size}"{delta}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def page(objects: str, template: str = "") -> str:
    return f"<ofd:Page {NS}>{template}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd(
    pages: list[str], *, extra: dict[str, bytes] | None = None, common: str = "", tail: str = ""
) -> bytes:
    """An OFD file of one document with the given page parts."""
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {NS} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Title>支委会记录</ofd:Title><ofd:CreationDate>2021-06-03</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{tail}</ofd:Document>",
    }
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode())
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def read(data: bytes, *, ocr: bool = False) -> list[Content]:
    return list(extract(Source.of_bytes("文件.ofd", data), Context(ocr=ocr)))


def texts(data: bytes) -> list[str]:
    return [found.text for found in read(data)[-1].pages]


def test_pages_come_in_order_with_their_metadata() -> None:
    content = read(ofd([page(text_object("第一页的话", 20, 20)), page(text_object("第二页的话", 20, 20))]))[
        -1
    ]
    assert [(p.number, p.label, p.text) for p in content.pages] == [
        (1, "第1页", "第一页的话"),
        (2, "第2页", "第二页的话"),
    ]
    assert content.doc_type == "ofd"
    assert content.metadata["title"] == "支委会记录"
    assert content.metadata["created"] == "2021-06-03"


def test_text_is_ordered_by_place_not_by_its_order_in_the_file() -> None:
    objects = text_object("下面一行", 20, 60) + text_object("上面一行", 20, 20)
    assert texts(ofd([page(objects)])) == ["上面一行\n下面一行"]


def test_characters_set_far_apart_are_cells_and_close_ones_one_word() -> None:
    objects = text_object("姓名职务", 20, 20, deltas="4 40 4")
    assert texts(ofd([page(objects)])) == ["姓名\t职务"]


def test_what_is_set_over_the_blanks_of_a_printed_line_is_read_in_them() -> None:
    printed = text_object("2022年      月      日", 20, 20, deltas="g 4 2 4 g 6 2 4 g 6 2")
    filled = text_object("11", 31, 20.4) + text_object("06", 47, 20.4)
    assert "".join(texts(ofd([page(printed + filled)]))[0].split()) == "2022年11月06日"
    assert texts(ofd([page(printed + text_object("另一行", 20, 40))]))[0].startswith("2022年      月")


def test_grouped_deltas_are_written_out() -> None:
    assert texts(ofd([page(text_object("路灯节能改造", 20, 20, deltas="g 5 4"))])) == ["路灯节能改造"]


def test_lines_that_run_to_the_edge_are_one_paragraph() -> None:
    lines = ["会议研究了路灯节能改造经费的使用情况并作出", "决定，请各党小组抓好落实。", "散会。"]
    objects = "".join(text_object(line, 20, 20 + 6 * n) for n, line in enumerate(lines))
    assert texts(ofd([page(objects)])) == ["".join(lines[:2]) + "\n" + lines[2]]


def test_a_template_under_the_page_is_read_with_it() -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    template = page(text_object("中共路灯管理站支部委员会", 20, 10))
    content = page(text_object("会议纪要", 20, 30), '<ofd:Template TemplateID="5"/>')
    data = ofd([content], common=common, extra={"Doc_0/Tpls/Tpl_0/Content.xml": template.encode()})
    assert texts(data) == ["中共路灯管理站支部委员会\n会议纪要"]


def test_pages_that_no_list_names_come_last_and_say_so() -> None:
    extra = {
        f"Doc_0/Pages/Page_{n}/Content.xml": page(text_object(f"清单{n}", 20, 20)).encode() for n in (10, 2)
    }
    content = read(ofd([page(text_object("发票", 20, 20))], extra=extra))[-1]
    assert [(p.number, p.label, p.text) for p in content.pages] == [
        (1, "第1页", "发票"),
        (2, "未列入目录的第1页", "清单2"),
        (3, "未列入目录的第2页", "清单10"),
    ]


def test_templates_among_the_pages_are_no_pages_of_their_own() -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="Pages/Tpl_0/Content.xml"/>'
    extra = {
        "Doc_0/Pages/Tpl_0/Content.xml": page(text_object("页眉", 20, 10)).encode(),
        "Doc_0/Pages/Page_0/Annot_0.xml": f"<ofd:PageAnnot {NS}/>".encode(),
    }
    content = page(text_object("会议纪要", 20, 30), '<ofd:Template TemplateID="5"/>')
    assert texts(ofd([content], common=common, extra=extra)) == ["页眉\n会议纪要"]


def test_groups_drawn_as_one_object_are_read_in_their_place() -> None:
    resource = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="9" '
        f'Height="9"><ofd:Content>{text_object("组里的字", 20, 20)}</ofd:Content></ofd:CompositeGraphicUnit>'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    group = '<ofd:CompositeObject ID="8" Boundary="0 50 210 100" ResourceID="7"/>'
    data = ofd(
        [page(group + text_object("外面的字", 20, 20))],
        common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
        extra={"Doc_0/PublicRes.xml": resource.encode()},
    )
    assert texts(data) == ["外面的字\n组里的字"]


def test_paths_with_a_leading_slash_or_another_case_are_found() -> None:
    data = ofd([page(text_object("找得到", 20, 20))])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b">Doc_0/Document.xml<", b">/doc_0/Document.XML<")
            new.writestr(name, content)
    assert texts(out.getvalue()) == ["找得到"]


def test_another_namespace_is_read() -> None:
    data = ofd([page(text_object("旧命名空间", 20, 20))])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"www.ofdspec.org/2016", b"www.ofdspec.org"))
    assert texts(out.getvalue()) == ["旧命名空间"]


def test_text_set_twice_in_one_place_stands_once() -> None:
    objects = text_object("加粗的标题", 20, 20) + text_object("加粗的标题", 20.05, 20)
    assert texts(ofd([page(objects)])) == ["加粗的标题"]


def test_attachments_are_members() -> None:
    attachments = (
        f'<ofd:Attachments {NS}><ofd:Attachment ID="1" Name="附件一" Format="txt">'
        "<ofd:FileLoc>Res/a.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    data = ofd(
        [page(text_object("正文", 20, 20))],
        tail="<ofd:Attachments>Attachments.xml</ofd:Attachments>",
        extra={
            "Doc_0/Attachments.xml": attachments.encode(),
            "Doc_0/Res/a.txt": "附件里的名单".encode(),
        },
    )
    contents = read(data)
    assert [ref.member for ref in contents[-1].members] == ["附件一.txt"]
    assert contents[0].pages[0].text == "附件里的名单"


def picture_ofd() -> bytes:
    image = Image.new("RGB", (1000, 300), "white")
    ImageDraw.Draw(image).text((60, 100), "DANGAN 2021", fill="black", font=ImageFont.load_default(size=90))
    png = io.BytesIO()
    image.save(png, "PNG")
    resource = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    scan = '<ofd:ImageObject ID="8" Boundary="0 0 210 297" ResourceID="7"/>'
    return ofd(
        [page(scan), page(text_object("有字的页", 20, 20))],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        extra={"Doc_0/DocumentRes.xml": resource.encode(), "Doc_0/Res/scan.png": png.getvalue()},
    )


def test_a_page_that_is_a_picture_waits_for_recognition_and_is_then_read() -> None:
    first = read(picture_ofd())[-1]
    assert not first.complete
    assert [p.text for p in first.pages] == ["有字的页"]
    second = read(picture_ofd(), ocr=True)[-1]
    assert second.complete
    assert "2021" in second.pages[0].text and second.pages[0].ocr
    assert second.pages[1].text == "有字的页" and not second.pages[1].ocr


def form_ofd() -> bytes:
    """A page whose labels and table are in a picture, and whose entries stand over it."""
    image = Image.new("RGB", (1050, 1485), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=40)
    for y in (100, 300, 500):
        draw.line((100, y, 950, y), "black", 3)
    for x in (100, 400, 950):
        draw.line((x, 100, x, 500), "black", 3)
    draw.text((130, 180), "OWNER", "black", font)
    draw.text((130, 380), "PLACE", "black", font)
    png = io.BytesIO()
    image.save(png, "PNG")
    resource = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
        "<ofd:MediaFile>form.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    entries = (
        text_object("石长根", 90, 28) + text_object("北沟路一号", 90, 62) + text_object("三楼西侧", 90, 82)
    )
    form = '<ofd:ImageObject ID="8" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="7"/>'
    return ofd(
        [page(form + entries)],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        extra={"Doc_0/DocumentRes.xml": resource.encode(), "Doc_0/Res/form.png": png.getvalue()},
    )


def test_labels_in_a_picture_stand_beside_the_entries_over_it() -> None:
    found = read(form_ofd(), ocr=True)[-1].pages[0]
    assert found.text.split("\n") == ["OWNER\t石长根", "PLACE\t北沟路一号", "三楼西侧"]
    assert found.ocr and found.confidence is not None and found.confidence > 0.9
    box = next(box for box in found.boxes if found.text[box.start : box.end] == "PLACE")
    assert 0.1 < box.left < 0.15 and 0.25 < box.top < 0.29 and box.confidence > 0.9


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="5" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def test_what_stands_in_one_ruled_cell_is_read_together() -> None:
    lines = "".join(rule(20, y, 190, y) for y in (20, 40, 60))
    lines += "".join(rule(x, 20, x, 60) for x in (20, 100, 190))
    words = text_object("甲方", 22, 26) + text_object("第一行要写得长到右边的边上为止一二", 102, 22, size=5)
    words += text_object("第二行", 102, 30, size=5) + text_object("乙方", 22, 46) + text_object("无", 102, 46)
    assert texts(ofd([page(lines + words)])) == ["甲方\t第一行要写得长到右边的边上为止一二第二行\n乙方\t无"]


def test_words_across_the_page_come_last_and_leave_the_rows_alone() -> None:
    words = text_object("支委会会议记录", 60, 20) + text_object("时间：二〇二一年六月三日", 20, 30)
    across = text_object("复印件", 20, 18, size=10, ctm="0.7071 -0.7071 0.7071 0.7071 0 0")
    assert texts(ofd([page(across + words)])) == ["支委会会议记录\n时间：二〇二一年六月三日\n复印件"]


def test_a_missing_page_is_a_problem_and_the_others_are_read() -> None:
    data = ofd([page(text_object("第一页", 20, 20)), page(text_object("第二页", 20, 20))])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if "Page_1" not in name:
                new.writestr(name, old.read(name))
    content = read(out.getvalue())[-1]
    assert [p.text for p in content.pages] == ["第一页"]
    assert [problem.kind for problem in content.problems] == [ProblemKind.BROKEN]


def test_more_pages_than_the_limit_are_cut_and_said_to_be() -> None:
    data = ofd([page(text_object(f"第{n}页的字", 20, 20)) for n in range(5)])
    context = Context(ocr=False, limits=Limits(pages=3))
    content = list(extract(Source.of_bytes("长.ofd", data), context))[-1]
    assert len(content.pages) == 3
    assert [problem.kind for problem in content.problems] == [ProblemKind.LIMITED]


def test_a_file_without_text_or_pictures_says_so() -> None:
    content = read(ofd([page("")]))[-1]
    assert [problem.kind for problem in content.problems] == [ProblemKind.NO_TEXT]
