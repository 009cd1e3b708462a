"""Read dates from the metadata of a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ...params.fields import Fields

#: largest difference between clocks of two machines
_CLOCKS_DIFFER = timedelta(days=1)


def check_date(about: Fields, name: str, *, by_camera: bool = False) -> None:
    """Refuse a text that is not a time, or is in the future; an empty one is allowed.

    A camera's own clock may be wrong, so with `by_camera` any time is allowed.
    """
    text = about.text(name, most=64)
    if not text:
        return
    try:
        made = datetime.fromisoformat(text)
    except ValueError as error:
        raise about.refused(name, "a date and time, ISO 8601", repr(text)) from error
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    if not by_camera and made > datetime.now(UTC) + _CLOCKS_DIFFER:
        raise about.refused(name, "a date in the past", repr(text))
