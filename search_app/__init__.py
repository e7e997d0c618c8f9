"""The web application: one folder a feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search_app.application import create_app
    from search_app.following import Follower
    from search_app.services import Services

__all__ = ["Follower", "Services", "create_app"]


def __getattr__(name: str) -> object:
    """Import Flask and the rest only when they are asked for: ``dangan --help`` answers at once."""
    if name == "create_app":
        from search_app.application import create_app

        return create_app
    if name == "Follower":
        from search_app.following import Follower

        return Follower
    if name == "Services":
        from search_app.services import Services

        return Services
    raise AttributeError(name)
