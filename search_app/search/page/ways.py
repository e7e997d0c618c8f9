"""The ways to ask, each with an example that can be clicked: what the page 检索方法 shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A search text as an example, and what it finds."""

    query: str
    finds: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Ways of one kind, and what holds for all of them."""

    title: str
    note: str
    ways: tuple[Way, ...]


CHAPTERS = (
    Chapter(
        "记得几个词",
        "不分繁简、全角半角、大小写；数字和日期的各种写法（二〇二一年六月、2021年6月、2021-06）都算相同。"
        "同义的词和简称一并查找，结果上方会列出“也搜索了”，点一下就能只查原词。",
        (
            Way("路灯 经费", "两个词都出现的文件，不论先后。"),
            Way(
                "去年三季度一支部讨论路灯经费的记录",
                "整句也行：认出的支部、时间、材料类型列在上方，可以去掉。",
            ),
            Way("zwh", "拼音首字母，也可以打全拼：zhiweihui。查不到原样的字母时才按拼音找。"),
            Way("民住评议", "打错或识别错的字：查不到时提示“您是不是要找”，并先按那个词列出结果。"),
        ),
    ),
    Chapter(
        "查得准",
        "加引号的、排除的、限定的，一律照写的办，不会自动放宽；总数是准确的。",
        (
            Way('"路灯维修经费"', "逐字相符，中间没有别的字。"),
            Way("支委会 -签到", "有“支委会”，没有“签到”。减号前要有空格。"),
            Way("转正 或 入党", "任一出现。“或”前后要有空格，也可以写 OR 或 |。"),
            Way("(转正 或 入党) 会议记录", "用括号分组。"),
            Way('"路灯 经费"~10', "两个词在同一页上相距不超过 10 个字，不论先后。"),
            Way("第?党支部", "? 代表一个字；* 代表任意多个字（可以没有），如 关于*的通知。"),
        ),
    ),
    Chapter(
        "限定范围",
        "可以和别的词一起用，也可以只写限定。左边的分类点选出来的，效果一样。",
        (
            Way("题名:总结", "只在题名里找；同样有 正文: 文件名:"),
            Way("支部:一支部", "某个支部的；写简称、别名都行。"),
            Way("年度:2019..2021", "工作年度在这个范围；单写一年如 年度:2021。"),
            Way("日期:2021-06..2021-09", "成文日期或会议日期在这个范围。"),
            Way("类别:党课", "某一类的；写门类的名称、编号或二级名称。"),
            Way("类型:签到表", "某种材料：会议记录、通知、签到表、方案、总结、名册……"),
            Way("文号:〔2021〕5号", "发文字号；括号用哪种都行。"),
            Way("人:张", "出现在主持、记录、出席等栏目里的人。"),
        ),
    ),
)
