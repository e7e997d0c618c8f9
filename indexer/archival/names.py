"""File names without their habits: numbering, 最终版, 改2, (1), dates, camera names."""

from __future__ import annotations

import re

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_VERSIONS = (
    "最终版本?|最终稿?|终稿|终版|定稿版?|定版|打印版?|打印稿|排版后?|修改稿|修改版?|修订稿|改后|改定|已改|改好|校对稿?|"
    "发布版|正式版?|正式稿|初稿|草稿|讨论稿|电子版|电子档|扫描件?|扫描版|扫描|盖章版?|签字版?|已盖章|已签字|红头|新版|旧版|"
    "第[一二三四五六七八九\\d]稿|[一二三四五六七八九\\d]稿|改\\d*|v\\d+(?:\\.\\d+)*|V\\d+(?:\\.\\d+)*|版本\\d+|备份|副本|复制|"
    "完成|完整版|完善版|汇总版|上报版?|报送版?|存档版?|归档版?|留存|上传|提交|最新版?|最新|备用|参考版|空白|确认版|审核版?|审定稿|送审稿|待签|最最终|final|Final|FINAL|copy|new|OK|ok"
)
_VERSION_END = re.compile(
    rf"[\s_·.,、-]*[\[(]?\s*(?:{_VERSIONS})\s*[\])]?\s*(?:\d{{1,2}}|[\[(]\d{{1,2}}[\])])?$"
)
_COPY_END = re.compile(r"\s*(?:[\[(]\d{1,3}[\])]|-\s?副本(?:\s?\(\d+\))?|_副本|[-_]\s?\d{1,3}|副本\d*)$")
_NUMBER_START = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3}){1,4}(?![.\d月年])|\d{1,3}[.、_)-](?!\d)|[\[(]\d{1,3}[\])]|[\[(][一二三四五六七八九十]{1,3}[\])]|[一二三四五六七八九十]{1,3}、|附件?\s?\d{0,2}(?:[一二三四五六七八九十])?[::.、_-]\s?|[\[(]附件\s?[\d一二三四五六七八九十]{0,3}[\])]|附件\s?[\d一二三四五六七八九十]{1,2}|\d{1,2}(?=[\u4e00-\u9fff])(?!\d*[年月日号.季届次个名])(?!\d*(?:支部|党支部|党小组)))\s*"
)
# A date in figures is a habit (20210603, 2021.6.3); 2021年6月支委会 is what the paper is called.
_DATE = (
    r"(?:(?<!\d)(?:19|20)\d{2}\s?[.\-_/]\s?(?:1[0-2]|0?[1-9])\s?(?:[.\-_/]\s?(?:3[01]|[12]\d|0?[1-9]))?(?![\d年])"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01]))?(?!\d)"
    r"|(?<!\d)[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?![\d.]))"
)
_DATE_START = re.compile(rf"^[\[(]?{_DATE}[\])]?[\s_·.,-]*(?![年度份月])")
_DATE_END = re.compile(
    rf"[\s_·.,(\[-]*{_DATE}[\])]?$|[\s_·.,(\[-]+(?:19|20)\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?[\])]?$"
)
_MEANINGLESS = re.compile(
    r"(?:IMG|DSC[FN]?|DSC_|P|PXL|VID|MVI|WP|HPIM|Screenshot|SCAN|Scan|scan|img|image|photo|Image|Photo|mmexport|wx_camera|微信图片|微信截图|微信文件|"
    r"QQ图片|QQ截图|截图|屏幕截图|屏幕快照|扫描件?|扫描全能王|扫描|图片|照片|图像|未命名|无标题|新建.{0,30}文档|新建.{0,30}工作表|新建.{0,20}演示文稿|新建.{0,10}文件|"
    r"新建文件夹|新建|文档|工作簿|文件|Doc|doc|DOC|Document|document|CCF|CCI|file|File|untitled|Untitled|New|new|Microsoft|Word|Excel|Book|Sheet|CamScanner|"
    r"temp|tmp|test|wps|WPS|演示文稿|幻灯片|附件|下载|download|pdf|PDF|资料|材料|img_|副本|[-_\s.()\[\]·,:TZ年月日时分秒]|[0-9a-fA-F]{8,}|\d+)+"
)


def extension_cut(name: str) -> str:
    """A name without its last extension (``a.b.docx`` → ``a.b``); 2021.6.3 has none."""
    return _EXTENSION.sub("", name)


def clean_name(stem: str) -> str:
    """A title made of a plain file name; empty where the name says nothing (IMG_2031, 新建文档)."""
    text = stem.strip()
    previous = None
    while previous != text:
        previous = text
        text = _NUMBER_START.sub("", text)
        text = _VERSION_END.sub("", text) if _VERSION_END.sub("", text).strip(" _-.") else text
        text = _COPY_END.sub("", text)
        for pattern in (_DATE_START, _DATE_END):
            shorter = pattern.sub("", text).strip(" _-.·,")
            if len(shorter) >= 2:
                text = shorter
        text = text.strip(" _-.·,;、")
    text = re.sub(r"(?<=[\u4e00-\u9fff])[_-](?=[\u4e00-\u9fff])", " ", text)
    return "" if not says_something(text) else text.strip()


def says_something(name: str) -> bool:
    """Whether a name tells what the paper is (IMG_2031, 扫描件0001 and 新建文档 do not)."""
    return len(re.findall(r"[\u4e00-\u9fffA-Za-z]", name)) >= 2 and not _MEANINGLESS.fullmatch(name)
