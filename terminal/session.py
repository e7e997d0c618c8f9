"""What the commands share: the settings, and what is opened from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from terminal.streams import note

if TYPE_CHECKING:
    from indexer.catalog import Catalog
    from indexer.settings import Settings
    from search_app import Services


class Session:
    """What commands share: the settings, and what is opened from them when it is first asked for."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = dict(options)

    def settings(self, **options: object) -> Settings:
        """The settings, with a command's own options; remarks on them go to stderr."""
        from indexer.settings import load_settings

        settings = load_settings(self._options | options)
        for remark in settings.notices:
            note(f"提示：{remark}")
        return settings

    @contextmanager
    def catalog(self, settings: Settings) -> Iterator[Catalog]:
        from indexer.catalog import Catalog
        from indexer.pipeline.means import unit_taxonomy

        with Catalog.open(settings.database_url, unit_taxonomy(settings)) as catalog:
            yield catalog

    @contextmanager
    def services(self, settings: Settings) -> Iterator[Services]:
        """The open catalog and engine, and the search over them."""
        from analyzers import Analyzer
        from indexer.engines import open_engine
        from indexer.pipeline.means import unit_taxonomy, words_of_unit
        from search_app import Services
        from search_app.search.service import SearchService

        with ExitStack() as stack:
            catalog = stack.enter_context(self.catalog(settings))
            analyzer = Analyzer(words_of_unit(catalog))
            engine = open_engine(settings, analyzer)
            stack.callback(engine.close)
            taxonomy = unit_taxonomy(settings)
            search = SearchService(catalog, engine, analyzer, taxonomy, settings.today, zone=settings.zone)
            yield Services(catalog, engine, analyzer, search)


pass_session = click.make_pass_decorator(Session)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，与网页接口相同")


def user_name() -> str:
    """Who is at the terminal, for the log of what people change."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
