"""Click's own words in Chinese: headings, placeholders, complaints; columns two wide for each character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

from indexer.errors import UsageError

from .text import padded, width, wrapped


class ChineseHelp(click.HelpFormatter):
    """Click's help with Chinese headings, and columns that count a Chinese character as two."""

    HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}  # noqa: RUF012

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"用法：{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{self.HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        room = self.width - self.current_indent
        for paragraph in text.split("\n"):
            for line in wrapped(" ".join(paragraph.split()), room):
                self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        indent = " " * self.current_indent
        column = min(max(width(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            lines = wrapped(text, max(20, self.width - column - len(indent)))
            first = padded(name, column)
            if width(name) > column - col_spacing:
                self.write(f"{indent}{name}\n")
                first = " " * column
            self.write(f"{indent}{first}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * column}{line}\n")


class _Context(click.Context):
    formatter_class = ChineseHelp


class _InChinese(click.Command):
    """What a command and a group have in common: Chinese placeholders and help option."""

    context_class = _Context

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **options)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class Command(_InChinese):
    """A command whose help is Chinese."""


class Group(_InChinese, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **options)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UsageError(f"没有“{args[0]}”这个命令", f"{ctx.command_path} --help 列出全部命令")
        return super().resolve_command(ctx, args)


def in_chinese(error: click.ClickException) -> str:
    """What click complains of, as a Chinese sentence."""
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少{_parameter(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} 的值不能用"
    if isinstance(error, click.BadOptionUsage):
        flag = "does not take" in error.message  # the same class says both; click's English is all there is
        return f"选项 {error.option_name} {'不带值' if flag else '后面要有一个值'}"
    extra = re.search(r"\((.*)\)", error.format_message())
    return f"多出来的参数：{extra.group(1)}" if extra else "命令写得不对"


def _parameter(error: click.BadParameter) -> str:
    return (
        error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else "参数"
    )
