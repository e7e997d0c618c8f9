"""What the web application works with: built once by the command line, handed down, found by the views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from analyzers import Analyzer
from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.engines.protocol import Engine
from indexer.pipeline.means import unit_taxonomy
from indexer.settings import Settings
from search_app.documents.drawing import Draughtsman
from search_app.search.service import SearchService
from search_app.suggesting.suggester import Suggester
from search_app.web.staging import Staging
from search_app.work import Work

_EXTENSION = "dangan"


@dataclass(frozen=True, slots=True)
class Services:
    """The open catalog and engine, the analyzer both were built with, and the search over them."""

    catalog: Catalog
    engine: Engine
    analyzer: Analyzer
    search: SearchService


@dataclass(frozen=True, slots=True)
class _Attached:
    services: Services
    settings: Settings
    taxonomy: Taxonomy
    suggester: Suggester
    draughtsman: Draughtsman
    work: Work
    staging: Staging


def attach(app: Flask, services: Services, settings: Settings) -> None:
    """Let the views of ``app`` find these. Raises ``UsageError`` for a taxonomy that cannot be read."""
    taxonomy = unit_taxonomy(settings)
    suggester = Suggester(services.catalog, services.engine, services.search.vocabulary)
    app.extensions[_EXTENSION] = _Attached(
        services, settings, taxonomy, suggester, Draughtsman(), Work(), Staging()
    )


def _attached() -> _Attached:
    return cast(_Attached, current_app.extensions[_EXTENSION])


def services() -> Services:
    """The services of the application that answers this request."""
    return _attached().services


def settings() -> Settings:
    """The settings of the application that answers this request."""
    return _attached().settings


def taxonomy() -> Taxonomy:
    """The categories and roles that this archive is sorted by."""
    return _attached().taxonomy


def suggester() -> Suggester:
    """Who knows what a half-typed query may become."""
    return _attached().suggester


def draughtsman() -> Draughtsman:
    """Who draws pages for this application; it costs nothing before the first."""
    return _attached().draughtsman


def work() -> Work:
    """The long work of this application."""
    return _attached().work


def staging() -> Staging:
    """What people have been shown before they say yes to it."""
    return _attached().staging
