"""Valid names of stimuli: they are used in columns, file entries and table rows."""

from __future__ import annotations

from typing import Any

_LONGEST_NAME = 64
#: names that tables and figures use for other things
_RESERVED = ("neutral", "consecutive", "frame", "time_s", "flags", "misfit")
#: endings of a stimulus's columns: 'a_score' would be ambiguous beside the stimulus 'a'
_ENDINGS = ("_score", "_score_se", "_similarity", "_normalized")

NAME_RULE = (
    f"a name of at most {_LONGEST_NAME} printable characters without '/', that is not one of "
    f"{', '.join(_RESERVED)} and does not end in {', '.join(_ENDINGS)}"
)


def fault_of_name(name: Any) -> str | None:
    """A short reason why a name cannot be a stimulus's; None if it can."""
    if not isinstance(name, str) or not name.strip():
        return "has no name"
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return f"a name has at most {_LONGEST_NAME} printable characters"
    if "/" in name or name in (".", ".."):
        return "a name has no '/' and is not a folder"
    plain = name.strip().casefold()
    if plain in _RESERVED:
        return f"{plain!r} is not a stimulus but a name that tables use for something else"
    if plain.endswith(_ENDINGS):
        ending = next(end for end in _ENDINGS if plain.endswith(end))
        return f"a name that ends in {ending!r} is a column's name"
    return None
