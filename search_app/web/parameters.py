"""Parameters taken strictly: an unknown name, a repeated single value or a bad one is refused, never mended.

The same schema reads a page's address and a call's, and describes it in the OpenAPI document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apiflask import Schema, fields
from marshmallow import RAISE, ValidationError, pre_load
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from indexer.errors import UsageError

_UNKNOWN = "没有这个参数"
_REPEATED = "只能给一次"
_REVISION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?', re.ASCII)
_TICKED = re.compile(r"([0-9A-Za-z._-]{1,64})@([0-9]{1,9})", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


class Parameters(Schema):
    """The parameters of one address. Subclasses list fields; what is not listed is refused."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": _UNKNOWN, "type": "应为一个 JSON 对象"}  # noqa: RUF012 - marshmallow's own form

    @pre_load
    def _given_once(self, data: Any, **_: Any) -> Any:
        given = getattr(data, "data", None)
        if not isinstance(given, MultiDict):
            return data
        multiple = data.multiple_keys
        repeated = [name for name in given if name not in multiple and len(given.getlist(name)) > 1]
        if repeated:
            raise ValidationError({name: [_REPEATED] for name in repeated})
        return data


class NoParameters(Parameters):
    """An address that takes none."""


class Whole(fields.Integer):
    """A whole number in ASCII digits between ``low`` and ``high``, both included."""

    def __init__(self, low: int, high: int | None = None, **options: Any) -> None:
        self.low, self.high = low, high
        metadata = (
            {"minimum": low} | ({} if high is None else {"maximum": high}) | options.pop("metadata", {})
        )
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        number = int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else None
        if number is None or number < self.low or (self.high is not None and number > self.high):
            reach = f"不小于 {self.low}" if self.high is None else f"{self.low} 到 {self.high} 之间"
            raise ValidationError(f"应为{reach}的整数")
        return number


class Revision(fields.String):
    """A document's revision as an entity tag, with quotes or without, read as a whole number."""

    default_error_messages = {"required": "必须给出，填读到的 revision"}  # noqa: RUF012 - marshmallow's own form

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        match = _REVISION.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            raise ValidationError("应为读到的 revision")
        return int(match[1])


class Pattern(fields.String):
    """A text of one form; ``wanted`` says which, in Chinese."""

    def __init__(self, form: str, wanted: str, **options: Any) -> None:
        self.form, self.wanted = re.compile(form, re.ASCII), wanted
        metadata = {"pattern": f"^(?:{form})$"} | options.pop("metadata", {})
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or not self.form.fullmatch(value):
            raise ValidationError(f"应为{self.wanted}")
        return value


class Line(Pattern):
    """One line of text, not blank, without control characters."""

    def __init__(self, **options: Any) -> None:
        form = r"[^\x00-\x1f]{0,199}[^\s\x00-\x1f][^\x00-\x1f]{0,199}"
        super().__init__(form, "一段不超过 200 字的文字", **options)


class Choice(fields.String):
    """One of a few words."""

    def __init__(self, *choices: str, **options: Any) -> None:
        self.choices = choices
        super().__init__(metadata={"enum": list(choices)} | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        if value not in self.choices:
            raise ValidationError("应为 " + "、".join(self.choices) + " 之一")
        return str(value)


class Flag(Choice):
    """``1`` or ``0``, read as a bool."""

    def __init__(self, **options: Any) -> None:
        super().__init__("1", "0", **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> bool:  # type: ignore[override]
        return super()._deserialize(value, attr, data) == "1"


def ticked(values: Iterable[str]) -> dict[str, int]:
    """The documents of boxes ticked (``id@revision``) with their revisions; what is none is left out."""
    matches = (_TICKED.fullmatch(value) for value in values)
    return {match[1]: int(match[2]) for match in matches if match}


def read(schema: Parameters, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Read the parameters of a page. Raises ``UsageError`` naming the first that cannot be taken."""
    try:
        return dict(schema.load(MultiDictProxy(arguments, schema)))
    except ValidationError as error:
        raise first_complaint(error.messages_dict) from None


def first_complaint(messages: Any) -> UsageError:
    """The first of marshmallow's complaints, in the words and with the name that the caller used."""
    path: list[str] = []
    while isinstance(messages, Mapping) and messages:
        name, messages = next(iter(messages.items()))
        path.append(str(name))
    names = [
        name for name in path if name not in ("query", "json", "headers", "_schema") and not name.isdigit()
    ]
    complaint = str(messages[0]) if isinstance(messages, list) and messages else "不能用"
    if not names:
        return UsageError(f"请求的内容不能用：{complaint}", "请对照 /api/v1/openapi.json 检查")
    name = ".".join(names)
    return UsageError(f"参数 {name} 不能用：{complaint}", "请对照说明改正这个参数后再试", parameter=name)
