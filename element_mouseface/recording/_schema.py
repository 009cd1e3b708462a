"""The schema of `recording`, and the linking module that it was activated with."""

from __future__ import annotations

import datajoint as dj

from ..errors import ActivationError
from ..linking import Link

__all__ = ["check_link", "link", "schema", "set_link"]

schema = dj.Schema()
_link: Link | None = None


def check_link(linked: Link) -> None:
    """ActivationError if another linking module is in use."""
    if _link is not None and linked.module is not _link.module:
        raise ActivationError(
            f"The module is already activated with linking module {_link.name!r}.",
            got=repr(linked.name),
            do="use one linking module per process, or start another process",
        )


def set_link(linked: Link) -> None:
    """Keep the linking module of the activation."""
    global _link
    _link = linked


def link() -> Link:
    """The linking module of the activation; ActivationError before it."""
    if _link is None:
        raise ActivationError(
            "The recording schema is not activated.",
            do="call element_mouseface.recording.activate('<schema name>', linking_module=...)",
        )
    return _link
