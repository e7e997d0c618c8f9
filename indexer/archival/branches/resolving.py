"""Which of the known branches a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..paper import plain
from ..values import Branch
from .cores import is_same_in_talk, is_telling, may_name_a_folder
from .names import (
    ORGANISATION,
    PLAIN_PREFIX,
    Mention,
    bare_name,
    is_abbreviation,
    is_short_for,
    mentions,
    skeleton,
)

#: Fewer characters abbreviate too many names.
_SHORTEST_ABBREVIATION = 3
#: What remains of a name once its branch is taken away: kinds of meetings and papers, times.
_ABOUT_PAPER = re.compile(
    r"支部委员会|支委会?|支部|党员大会|党小组会?|大会|组织生活会|生活会|民主评议|主题党日|党日|党课|会议|活动|学习|谈心谈话|谈话|对照检查|发言|"
    r"[记纪]录表?|签到表?|通知|纪要|总结|计划|方案|报告|请示|名[册单]|照片|材料|台账|清单|讲稿|统计表?|登记表?|汇总表?|公示|情况|党费|收缴|述职|"
    r"第?[一二三四五六七八九十]+[季月年次]度?|[上下]半年|全年|年度|上报|整改|换届|分工|党员|书记|[\d\W_年月日号]+"
)
#: 社区第二支部 is the one of 石桥社区, not of another body.
_KIND_OF_BODY = re.compile(r"(?:社区|村|公司|学校|医院|学院|机关|企业)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A known branch named in a text, from ``start`` to ``end``."""

    branch: Branch
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """One way a known branch is written, read like a mention."""

    branch: Branch
    own: str
    ordinal: int | None
    words: str


def resolve(text: str, branches: Sequence[Branch], unit_name: str | None = None) -> list[Named]:
    """The known branches that ``text`` (any spelling) names, in the order they stand, each once.

    第一党支部, 一支部, 1支部, 机关第一支部 and 党支部(一) are the same; another unit's 第一党支部 is not.
    """
    return resolve_plain(plain(text), tuple(branches), unit_name)


def resolve_plain(text: str, branches: tuple[Branch, ...], unit_name: str | None = None) -> list[Named]:
    """``resolve`` for text that is plain already."""
    if not branches:
        return []
    forms, aliases = _table(branches)
    found: list[Named] = []
    for mention in mentions(text) if "支部" in text or "支委" in text else ():
        branch = _match(mention, forms, unit_name)
        if branch is not None:
            found.append(Named(branch, mention.start, mention.end))
    for alias, branch in aliases:
        at = text.find(alias)
        if at >= 0:
            found.append(Named(branch, at, at + len(alias)))
    found.sort(key=lambda named: named.start)
    return list({named.branch.name: named for named in reversed(found)}.values())[::-1]


def resolve_folder(folder: str, branches: tuple[Branch, ...], unit_name: str | None = None) -> list[Named]:
    """``resolve_plain`` for one folder's name, which may be a branch's bare name (退休, 养护)."""
    found = resolve_plain(folder, branches, unit_name)
    if found or not branches:
        return found
    words = skeleton(bare_name(folder))
    branch = _bare(words, branches)
    if branch is None and len(words) >= _SHORTEST_ABBREVIATION:
        branch = _only(form for form in _unnumbered(branches) if is_abbreviation(words, form.words))
    return [Named(branch, 0, len(folder))] if branch is not None else []


def resolve_bare(text: str, branches: tuple[Branch, ...]) -> Branch | None:
    """The branch whose bare name, or what is left of it in talk, a plain text is and nothing else: 征管."""
    return _bare(skeleton(bare_name(text)), branches) if branches else None


def resolve_start(text: str, branches: tuple[Branch, ...]) -> Branch | None:
    """The branch by whose bare name, and nothing else, a plain text of a kind of paper or meeting goes:
    石桥支委会, 柳荫里一季度大会, 恒佳上半年会议."""
    words = _ABOUT_PAPER.sub("", text)
    return _bare(skeleton(words), branches) if branches and words != text else None


def _bare(words: str, branches: tuple[Branch, ...]) -> Branch | None:
    forms = _unnumbered(branches) if words else []
    same = next((form.branch for form in forms if form.words == words), None)
    if same is not None or not may_name_a_folder(words):
        return same
    return _only(form for form in forms if is_same_in_talk(words, form.words))


def _unnumbered(branches: tuple[Branch, ...]) -> list[_Form]:
    return [form for form in _table(branches)[0] if form.ordinal is None]


def _only(forms: Iterable[_Form]) -> Branch | None:
    """The one branch that all forms are of."""
    found = {form.branch.name: form.branch for form in forms}
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=32)
def _table(branches: tuple[Branch, ...]) -> tuple[tuple[_Form, ...], tuple[tuple[str, Branch], ...]]:
    forms: dict[tuple[str, str, int | None, str], _Form] = {}
    aliases: list[tuple[str, Branch]] = []
    for branch in branches:
        for written in (branch.name, *branch.aliases):
            text = plain(written)
            read = list(mentions(text))
            for mention in read[:1]:
                form = _Form(branch, mention.own, mention.ordinal, skeleton(mention.words))
                forms[branch.name, form.own, form.ordinal, form.words] = form
            if not read and len(text) >= 2:
                aliases.append((text, branch))
    return tuple(forms.values()), tuple(aliases)


def _match(mention: Mention, forms: tuple[_Form, ...], unit_name: str | None) -> Branch | None:
    same = [form for form in forms if form.ordinal == mention.ordinal]
    if mention.ordinal is None:
        return _match_named(mention, same)
    exact = [form for form in same if form.own and mention.before.endswith(form.own)]
    if exact:
        return max(exact, key=lambda form: len(form.own)).branch
    kind = _KIND_OF_BODY.search(mention.before) if not mention.own else None
    of_kind = _only(form for form in same if kind is not None and kind[0] in form.own)
    if of_kind is not None:
        return of_kind
    unnamed = [form for form in same if not form.own]
    if unnamed and _is_ours(mention.own, unit_name):
        return unnamed[0].branch
    if not mention.own or PLAIN_PREFIX.fullmatch(mention.own):
        own = {form.branch.name: form.branch for form in same}
        return next(iter(own.values())) if len(own) == 1 else None
    parts = {
        f.branch.name: f.branch
        for f in same
        if f.own and (f.own.endswith(mention.own) or mention.own in f.own)
    }
    return next(iter(parts.values())) if len(parts) == 1 else None


def _match_named(mention: Mention, forms: list[_Form]) -> Branch | None:
    wanted = skeleton(mention.words)
    whole = skeleton(mention.before) + wanted.removeprefix(skeleton(mention.own))
    exact = [f for f in forms if f.words and (whole.endswith(f.words) if f.own else wanted == f.words)]
    if exact:
        return max(exact, key=lambda form: len(form.words)).branch
    parts = [f for f in forms if len(wanted) >= 2 and wanted in f.words]
    if not parts and len(wanted) >= _SHORTEST_ABBREVIATION:
        parts = [f for f in forms if is_abbreviation(wanted, f.words)]
    if not parts:
        parts = [f for f in forms if is_short_for(f.words, wanted) or _begins_short(f.words, wanted)]
    return _only(parts or [f for f in forms if is_same_in_talk(wanted, f.words)])


def _begins_short(short: str, wanted: str) -> bool:
    """图信 for 图书馆与信息中心: two characters that begin a name and stand for it."""
    return len(short) == 2 and is_telling(short) and wanted[:1] == short[0] and is_abbreviation(short, wanted)


def _is_ours(prefix: str, unit_name: str | None) -> bool:
    """Whether words before 第一党支部 leave it our own first branch: nothing, 机关, the unit's name."""
    if not prefix or PLAIN_PREFIX.fullmatch(prefix):
        return True
    if unit_name:
        short = plain(unit_name)
        return prefix in short or short in prefix or short.endswith(prefix[-4:])
    return bool(ORGANISATION.fullmatch(prefix))
