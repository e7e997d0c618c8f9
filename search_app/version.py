"""The product's version."""

from __future__ import annotations

from importlib import metadata

#: Where the package runs from a checkout that was never installed.
_NOT_INSTALLED = "0+checkout"


def version() -> str:
    """The installed version, as the status and the OpenAPI document give it."""
    try:
        return metadata.version("dangan")
    except metadata.PackageNotFoundError:
        return _NOT_INSTALLED
