"""What `mouseface ratings` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_MOST_NOTES = 12


def tell(found: Any, out: Path) -> None:
    """How far raters agree on each unit, and models with them.

    Parameters
    ----------
    found : RatedUnits
    out : Path
    """
    from ...core.ratings.agreement import ALL, EACH
    from ...core.ratings.scale import TITLES

    n = sum(map(len, found.ratings))
    raters = list(dict.fromkeys(name for one in found.ratings for name in one.raters))
    places = sum(len(one.places) for one in found.ratings)
    print(
        f"{n} ratings of {places} {_what(found.ratings)} by {len(raters)} raters: "
        f"{', '.join(raters[:8])}{' ...' if len(raters) > 8 else ''}"
    )
    header = f"\n  {'unit':<20} {'between':<26} {'figure':<16} value  95% interval   ceiling      n"
    print(f"{header}  {found.over}s")
    shown = {("quadratic_kappa", EACH), ("ICC(A,1)", ALL), ("ICC(A,k)", ALL)}
    for row in found.agreement:
        of_model = row.of == "model" and ("each" in row.who or "mean" in row.who)
        alone = row.of == "model" and len(raters) == 1
        if (row.measure, row.who) in shown or of_model or alone:
            _print_row(row, TITLES[row.unit])
    print()
    for told in (*found.findings, *_notes(found.ratings)):
        print(f"  {told}")
    print(f"\nwritten to {out}: {', '.join(sorted(p.name for p in out.iterdir() if _is_told(p)))}")


def _print_row(row: Any, unit: str) -> None:
    interval = "none" if row.low != row.low else f"{row.low:.2f} to {row.high:.2f}"
    value = f"{row.value:.2f}" if row.value == row.value else f"- ({row.reason})"
    ceiling = "-" if row.ceiling != row.ceiling else f"{row.ceiling:.2f}"
    print(
        f"  {unit:<20} {row.who:<26} {row.measure:<16} {value:>5}  {interval:<14} {ceiling:>7} "
        f"{row.n:>6} {row.n_units:>5}"
    )


def _what(ratings: Sequence[Any]) -> str:
    names = {"image": "pictures", "frame": "frames", "time_s": "moments", "event": "events"}
    return names.get(ratings[0].by[0], "spans")


def _notes(ratings: Sequence[Any]) -> list[str]:
    notes = list(dict.fromkeys(f"note: {note}" for one in ratings for note in one.notes))
    more = len(notes) - _MOST_NOTES
    return notes[:_MOST_NOTES] + ([f"note: and {more} more, in report.json"] if more > 0 else [])


def _is_told(path: Path) -> bool:
    return path.is_file() and path.suffix != ".lock"
