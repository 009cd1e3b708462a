"""`StimulusSign`: whether a stimulus is good or bad for the animal, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import ATTEMPTS
from .._schema.fixed import FixedTable
from .._schema.rows import in_transaction, one, primary_key_of
from ..errors import ParameterError, check_choice
from ..expression.events import Stimulus
from ..params import content_hash
from ._schema import schema

#: what a stimulus may be
SIGNS = ("positive", "negative", "neutral")
#: of the columns
LONGEST_SCHEME, LONGEST_SOURCE = 32, 255

Row = dict[str, Any]


@schema
class StimulusSign(FixedTable, dj.Manual):
    """Whether a stimulus is good or bad for the animal, by one scheme; immutable.

    Laboratories differ, so there may be several schemes, each with the source of every sign.
    Nothing comes with the table: a sign is the statement of who uses it.
    """

    NAME = "stimulus_sign"
    definition = """
    # Whether a stimulus is good or bad for the animal, and who says so; never edited
    -> Stimulus
    sign_scheme: varchar(32)        # name of the scheme; there may be several
    ---
    stimulus_sign: enum('positive','negative','neutral')
    sign_source: varchar(255)       # who says so: publication, preference test, protocol
    stimulus_sign_hash: char(64)    # over stimulus, scheme, sign and source
    """

    @classmethod
    def add(cls, scheme: str, signs: Mapping[str, Sequence[str]]) -> Row:
        """Insert signs of stimuli unless the same ones are there; returns the key of the scheme.

        Parameters
        ----------
        scheme : str
            Name of the scheme, at most 32 characters.  More stimuli can be added to it later.
        signs : mapping of str to (sign, source)
            For each stimulus of `Stimulus`, 'positive', 'negative' or 'neutral', and who says so:
            a publication, a preference test, the protocol.

        Raises
        ------
        ParameterError
            If a sign or its source is missing, there is no such stimulus, or the scheme has
            another sign or source for it.
        """
        with server_errors():
            name = _name(scheme)
            rows = [_row(name, stimulus, given) for stimulus, given in _items(signs)]
            for attempt in range(ATTEMPTS):
                nested = cls().connection.in_transaction
                try:
                    with in_transaction(cls()):
                        for row in rows:
                            cls._insert(row)
                    break
                # another process signed the same stimulus in between: now it is found
                except dj.errors.DuplicateError:
                    if nested or attempt == ATTEMPTS - 1:
                        raise
        return {"sign_scheme": name}

    @classmethod
    def signs(
        cls, key: Mapping[str, Any] | str, stimuli: Iterable[str] | None = None
    ) -> dict[str, tuple[str, str]]:
        """The signs of a scheme, by stimulus: the sign, and who says so.

        Parameters
        ----------
        key : mapping or str
            With `sign_scheme`, or its name.
        stimuli : iterable of str, optional
            Those that are wanted, as far as the scheme has them; by default all of it.

        Raises
        ------
        ParameterError
            If there is no such scheme.
        FixedRowError
            If a row was edited.
        """
        name = key if isinstance(key, str) else primary_key_of_scheme(key)["sign_scheme"]
        own = {"sign_scheme": name}
        if not cls & own:
            schemes = sorted(set(cls().to_arrays("sign_scheme")))
            raise ParameterError(
                f"There is no scheme of signs {name!r}.",
                expected=f"one of {', '.join(schemes)}" if schemes else "a scheme that was added",
                do="add it: StimulusSign.add(scheme, {stimulus: (sign, source)})",
            )
        cls.check(own)
        wanted = None if stimuli is None else set(stimuli)
        rows = (cls & own).to_dicts(order_by="stimulus")
        return {
            row["stimulus"]: (row["stimulus_sign"], row["sign_source"])
            for row in rows
            if wanted is None or row["stimulus"] in wanted
        }

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return _hash(one(cls & primary_key_of(cls, key), "StimulusSign"))

    @classmethod
    def _insert(cls, row: Row) -> None:
        """Insert a row unless it is there."""
        names = cls().to_arrays("sign_scheme")
        # names are compared without case on every server, as MySQL does
        for other in {n for n in names if n.casefold() == row["sign_scheme"].casefold()}:
            if other != row["sign_scheme"]:
                raise ParameterError(
                    f"The scheme {other!r} differs from {row['sign_scheme']!r} only in case.",
                    do=f"use {other!r}, or another name",
                )
        if there := (cls & {n: row[n] for n in cls().primary_key}).to_dicts():
            cls.check(there[0])
            if there[0] != row:
                raise ParameterError(
                    f"{row['stimulus']!r} has another sign or source in the scheme "
                    f"{row['sign_scheme']!r}, and rows cannot change.",
                    expected=f"{there[0]['stimulus_sign']}, {there[0]['sign_source']!r}",
                    got=f"{row['stimulus_sign']}, {row['sign_source']!r}",
                    do="name a new scheme, with all of its signs",
                )
        else:
            cls.insert1(row)


def primary_key_of_scheme(key: Mapping[str, Any]) -> Row:
    """The name of a scheme, of a key that has it (ParameterError)."""
    if not isinstance(key, Mapping) or "sign_scheme" not in key:
        raise ParameterError(
            "The key names no scheme of signs.",
            expected="a mapping with sign_scheme, as StimulusSign.add returns it",
            got=f"{key!r:.200}",
        )
    return {"sign_scheme": key["sign_scheme"]}


def _name(scheme: Any) -> str:
    usable = isinstance(scheme, str) and scheme.isprintable() and scheme == scheme.strip()
    if not usable or not 0 < len(scheme) <= LONGEST_SCHEME:
        raise ParameterError(
            "The scheme of signs has no usable name.",
            expected=f"1 to {LONGEST_SCHEME} printable characters, no blank at either end",
            got=f"{scheme!r:.80}",
        )
    return scheme


def _items(signs: Any) -> list[tuple[Any, Any]]:
    if not isinstance(signs, Mapping) or not signs:
        raise ParameterError(
            "No signs of stimuli were given.",
            expected="{stimulus: (sign, source)}, for one stimulus or more",
            got=f"{signs!r:.200}",
        )
    known = set(Stimulus().to_arrays("stimulus"))
    for stimulus in signs:
        check_choice("There is no such stimulus.", stimulus, sorted(known))
    return list(signs.items())


def _row(scheme: str, stimulus: str, given: Any) -> Row:
    pair = (given, None) if isinstance(given, str) else tuple(given or ())
    if len(pair) != 2 or not isinstance(pair[1], str) or not pair[1].strip():
        raise ParameterError(
            f"The sign of {stimulus!r} has no source.",
            expected="(sign, source): who says that it is good or bad for the animal, such as "
            "('negative', 'Dolensek et al., Science 2020')",
            got=f"{given!r:.200}",
        )
    sign, source = pair
    check_choice(f"{stimulus!r} has no such sign.", sign, SIGNS)
    if len(source) > LONGEST_SOURCE:
        raise ParameterError(
            f"The source of the sign of {stimulus!r} is too long for its column.",
            expected=f"at most {LONGEST_SOURCE} characters",
            got=f"{len(source)}",
        )
    row = {"stimulus": stimulus, "sign_scheme": scheme, "stimulus_sign": sign}
    row["sign_source"] = source.strip()
    return {**row, "stimulus_sign_hash": _hash(row)}


def _hash(row: Mapping[str, Any]) -> str:
    names = ("stimulus", "sign_scheme", "stimulus_sign", "sign_source")
    return content_hash({"kind": "StimulusSign", **{name: row[name] for name in names}})
