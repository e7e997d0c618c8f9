"""README names every command and every setting, so that neither can be added unsaid."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from indexer.settings import Settings

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
NOT_SETTINGS = ("origins", "notices")


@pytest.mark.parametrize("name", [f.name for f in fields(Settings) if f.name not in NOT_SETTINGS])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


def test_every_command_is_in_the_readme() -> None:
    import cli

    missing = [name for name in cli.dangan.commands if f"`dangan {name}" not in README]
    assert missing == []
