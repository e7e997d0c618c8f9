"""The answer of ``GET /search`` as the OpenAPI document describes it."""

from __future__ import annotations

from apiflask import fields

from search_app.web.answers import Answer, listed, nested, nullable, present


class ExpansionSchema(Answer):
    word = present(fields.String)
    also = listed(fields.String())


class UnderstoodFilterSchema(Answer):
    field = present(fields.String)
    value = present(fields.String)
    source = present(fields.String, "检索词里的原文", data_key="from")


class RelaxedSchema(Answer):
    dropped = listed(fields.String())


class SuggestionSchema(Answer):
    text = present(fields.String)
    why = present(fields.String)


class EarlierQuerySchema(Answer):
    text = present(fields.String)
    words = listed(fields.String())
    expanded = listed(ExpansionSchema)
    filters = listed(UnderstoodFilterSchema)
    relaxed = nested(RelaxedSchema, "没有文件包含全部词时，不再要求的词", null=True)
    corrected = nested(SuggestionSchema, "原来的检索词一件也找不到时，实际查找的检索词", null=True)
    notices = listed(fields.String())


class QuerySchema(EarlierQuerySchema):
    within = listed(EarlierQuerySchema, "仍然有效的先前的检索词，各是怎样理解的")


class PartSchema(Answer):
    number = present(fields.Integer)
    label = present(fields.String)


class PassageSchema(Answer):
    page = nullable(fields.Integer)
    label = present(fields.String)
    text = present(fields.String, "纯文本")
    marks = listed(
        fields.List(fields.Integer(), metadata={"minItems": 2, "maxItems": 2}), "[起, 止)，按 Unicode 码位"
    )


class ReasonSchema(Answer):
    word = present(fields.String, "检索词")
    found = present(fields.String, "文件里的写法：检索词本身，或一并查找的其他写法")
    where = listed(fields.String(), "title 题名、name 文件名、body 正文")
    count = present(fields.Integer, "正文里出现几次")


class PageHitsSchema(Answer):
    page = present(fields.Integer)
    label = present(fields.String)
    count = present(fields.Integer)


class HitSchema(Answer):
    id = present(fields.String)
    root = present(fields.String)
    path = present(fields.String, "相对于根文件夹，用 / 分隔")
    member = nullable(fields.String, "压缩包里的路径，逐层用 ! 连接")
    part = nested(PartSchema, "从长文件里拆出的一次会议", null=True)
    title = present(fields.String)
    branch = nullable(fields.String)
    year = nullable(fields.Integer, "业务年度")
    date = nullable(fields.String, "YYYY、YYYY-MM 或 YYYY-MM-DD")
    category = nullable(fields.String)
    category_name = nullable(fields.String)
    subcategory = nullable(fields.String)
    role = nullable(fields.String)
    doc_no = nullable(fields.String)
    doc_type = present(fields.String, "按内容判断的格式")
    pages = present(fields.Integer)
    event = present(fields.Integer, "同一次会议的文件数，包括自己；不属于会议时为 0")
    copies = present(fields.Integer, "内容相同的其他文件")
    score = present(fields.Float)
    passages = listed(PassageSchema)
    why = listed(ReasonSchema, "为什么找到它")
    page_hits = listed(PageHitsSchema, "各页出现的次数")


class ValueSchema(Answer):
    value = nullable(fields.String, "null：未定")
    label = present(fields.String)
    count = present(fields.Integer)
    selected = present(fields.Boolean)


class CategorySchema(ValueSchema):
    children = listed(ValueSchema)


class FacetsSchema(Answer):
    branch = listed(ValueSchema)
    category = listed(CategorySchema)
    year = listed(ValueSchema)
    role = listed(ValueSchema)
    doc_type = listed(ValueSchema)
    issuer = listed(ValueSchema)
    secrecy = listed(ValueSchema)
    month = listed(ValueSchema)


class UnreadFileSchema(Answer):
    id = present(fields.String)
    root = present(fields.String)
    path = present(fields.String)
    member = nullable(fields.String)
    title = present(fields.String)


class UnreadSchema(Answer):
    total = present(fields.Integer)
    files = listed(UnreadFileSchema)


class SearchAnswerSchema(Answer):
    query = nested(QuerySchema)
    total = present(fields.Integer, "准确的总数")
    took_ms = present(fields.Float)
    page = present(fields.Integer)
    size = present(fields.Integer)
    hits = listed(HitSchema)
    facets = nested(FacetsSchema)
    suggestions = listed(SuggestionSchema)
    unread = nested(UnreadSchema, "没有文字、但路径里有检索词的文件")
