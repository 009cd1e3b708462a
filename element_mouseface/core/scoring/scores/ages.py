"""The age of prototypes when a recording was scored with them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(when: datetime | None) -> str | None:
    """A time as text that sorts: ISO 8601 in UTC, without the offset; None for None."""
    if when is None:
        return None
    if when.tzinfo is not None:
        when = when.astimezone(UTC).replace(tzinfo=None)
    return when.isoformat()


def age_days(made_at: str | None, recorded_at: str | None) -> float | None:
    """Days from the recording that made prototypes to the one that they score.

    Parameters
    ----------
    made_at, recorded_at : str or None
        When each was recorded, ISO 8601; without an offset in UTC.

    Returns
    -------
    float or None
        None where one is not known.
    """
    if not made_at or not recorded_at:
        return None
    try:
        texts = [utc_text(datetime.fromisoformat(text)) for text in (made_at, recorded_at)]
    except ValueError:
        return None
    first, second = (datetime.fromisoformat(text) for text in texts if text)
    return (second - first).total_seconds() / 86_400
