"""Signs of stimuli: what the laboratory calls positive, negative or neutral, by what source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import InputError, ParameterError, check_choice
from ...params import content_hash
from ...params.fields import is_text, short_repr
from ..events.names import NAME_RULE, fault_of_name
from ..inputs import read_table

POSITIVE, NEGATIVE, NEUTRAL = "positive", "negative", "neutral"
SIGNS = (POSITIVE, NEGATIVE, NEUTRAL)
UNSIGNED = "unsigned"
"""What is told of a stimulus without a sign, such as two stimuli at once."""
COLUMNS = ("stimulus", "sign", "source")
_DO = "write for each stimulus its sign, and who says so: a publication, a preference test"


@dataclass(frozen=True)
class StimulusSign:
    """The sign of one stimulus.

    Attributes
    ----------
    stimulus : str
    sign : {'positive', 'negative', 'neutral'}
    source : str
        Who says so: a publication, a preference test, the protocol.
    """

    stimulus: str
    sign: str
    source: str

    def __post_init__(self) -> None:
        for name in ("stimulus", "sign", "source"):
            value = getattr(self, name)
            if not is_text(value) or not value.strip():
                raise ParameterError(
                    f"The sign of a stimulus has no {name}.",
                    expected="a stimulus, its sign, and the source of the sign",
                    got=short_repr((self.stimulus, self.sign, self.source)),
                    do=_DO,
                )
            object.__setattr__(self, name, value.strip())
        if fault := fault_of_name(self.stimulus):
            raise ParameterError(
                "The name of a signed stimulus cannot be used.",
                expected=NAME_RULE,
                got=f"{self.stimulus!r}: {fault}",
                do="write it as in the events",
            )
        what = f"{self.stimulus!r} has an unknown sign."
        check_choice(what, self.sign, SIGNS, do="write one of these")


@dataclass(frozen=True)
class StimulusSigns:
    """Which stimuli are positive, negative or neutral, each by its source.

    Nothing about emotion is known of a stimulus by itself: a sign is what the laboratory says.

    Attributes
    ----------
    rows : tuple of StimulusSign
        In order of the stimuli's names.
    """

    rows: tuple[StimulusSign, ...]

    def __post_init__(self) -> None:
        rows = tuple(sorted(self.rows, key=lambda row: row.stimulus))
        object.__setattr__(self, "rows", rows)
        if not rows:
            raise ParameterError(
                "There are no signs of stimuli.",
                expected="at least one stimulus that is positive or negative",
                got="none",
                do=_DO,
            )
        names = [row.stimulus.casefold() for row in rows]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ParameterError(
                "A stimulus has two signs.",
                expected="one sign for each stimulus",
                got=", ".join(
                    f"{r.stimulus}: {r.sign}" for r in rows if r.stimulus.casefold() in twice
                ),
                do="keep one of them",
            )

    @classmethod
    def of(cls, signs: Any) -> StimulusSigns:
        """Signs as given: `StimulusSigns`, a file, or {stimulus: (sign, source)}.

        Raises
        ------
        PathError, InputError
            If a file cannot be read.
        ParameterError
            If something is no sign.
        """
        if isinstance(signs, cls):
            return signs
        if isinstance(signs, str | Path):
            return read_signs(signs)
        if not isinstance(signs, Mapping):
            raise ParameterError(
                "The signs of stimuli cannot be used.",
                expected="{stimulus: (sign, source)}, StimulusSigns, or a CSV file",
                got=short_repr(signs),
                do=_DO,
            )
        return cls(tuple(_row(stimulus, given) for stimulus, given in signs.items()))

    def __iter__(self) -> Iterator[StimulusSign]:
        return iter(self.rows)

    def sign(self, stimulus: str) -> str:
        """The sign of a stimulus; 'unsigned' without one."""
        return next((row.sign for row in self.rows if row.stimulus == stimulus), UNSIGNED)

    def stimuli(self, sign: str) -> tuple[str, ...]:
        """The stimuli with a sign."""
        return tuple(row.stimulus for row in self.rows if row.sign == sign)

    def to_dict(self) -> dict[str, list[str]]:
        """{stimulus: [sign, source]}, plain JSON."""
        return {row.stimulus: [row.sign, row.source] for row in self.rows}

    def content_hash(self) -> str:
        """SHA-256 (64 hexadecimal digits) over stimuli, signs and sources."""
        return content_hash({"signs": self.to_dict()})


def _row(stimulus: Any, given: Any) -> StimulusSign:
    pair = isinstance(given, Sequence) and not isinstance(given, str) and len(given) == 2
    if not pair:
        raise ParameterError(
            f"The sign of {stimulus!r} has no source.",
            expected="(sign, source), such as ('positive', 'two-bottle preference test')",
            got=short_repr(given),
            do=_DO,
        )
    return StimulusSign(stimulus, *given)


def read_signs(path: str | Path) -> StimulusSigns:
    """Signs of stimuli from a CSV file with the columns stimulus, sign, source.

    Raises
    ------
    PathError
        If there is no such file.
    InputError
        If it is not such a table.
    ParameterError
        If a sign or its source is missing, or a stimulus has two.
    """
    path = Path(path)
    expected = f"a CSV file with the columns {', '.join(COLUMNS)}"
    table = read_table(path, "file of signs", expected=expected, error=InputError)
    header = table.rows[0] if table.rows else []
    if any(header.count(name) != 1 for name in COLUMNS):
        raise InputError(
            f"The file of signs {path.name!r} has the wrong columns.",
            expected=f"{','.join(COLUMNS)}, each once",
            got=",".join(header) or "an empty file",
            do="give the columns these names",
        )
    rows = []
    for line, cells in zip(table.lines[1:], table.rows[1:], strict=True):
        if len(cells) != len(header):
            raise InputError(
                f"Line {line} of the file of signs {path.name!r} cannot be used.",
                expected=f"{len(header)} columns, as in the header",
                got=str(len(cells)),
                do="quote a source that has commas",
            )
        rows.append(StimulusSign(*(cells[header.index(name)] for name in COLUMNS)))
    return StimulusSigns(tuple(rows))
