"""What may be replaced in an output folder: what this command wrote, of the same recording."""

from __future__ import annotations

from typing import Any


def refuse_other_files(*given: Any, **options: Any) -> None:
    """Refuse to replace files of others: see `core.outputs.replacing`."""
    from ..core.outputs.replacing import refuse_other_files as refuse

    refuse(*given, **options)


def refuse_other_recording(*given: Any, **options: Any) -> None:
    """Refuse to replace what is of another recording: see `core.outputs.replacing`."""
    from ..core.outputs.replacing import refuse_other_recording as refuse

    refuse(*given, **options)
