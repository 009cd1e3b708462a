"""What `mouseface affect` is given: the recording, signs, sources of arousal, ratings."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..path_and_rest import path_and_rest

SOURCE_FORM = "NAME[:KIND][@LAG]=motion, or =FILE:COLUMN, or =FILE:COLUMN:change"
_NAMED = re.compile(r"(?P<name>[^:@=]+)(:(?P<kind>[^:@=]*))?(@(?P<lag>[^=]*))?=(?P<rest>.*)")
USES = ("pupil", "whisking", "running", "motion")


@dataclass
class Given:
    """The recording with its events, and everything that is declared about it."""

    recording: Any
    result: Any
    times_s: Any
    events: Any
    signs: Any
    sources: list[Any]
    signals: Any
    ratings: Any
    features: Any
    prototypes: Any
    params: Any
    contrast: Any
    notes: list[str] = field(default_factory=list)


def inputs_of(args: argparse.Namespace) -> list[str]:
    """All files and folders that the command reads, as far as they are there."""
    given = [args.result, args.events, args.signs, args.signals, args.ratings, args.features]
    given += [args.prototypes, args.params]
    for text in args.source or ():
        rest = text.partition("=")[2]
        cuts = [k for k, sign in enumerate(rest) if sign == ":"] + [len(rest)]
        given += [rest[:cut] for cut in cuts if rest[:cut] and Path(rest[:cut]).exists()][:1]
    return [path for path in given if path]


def read_given(args: argparse.Namespace) -> Given:
    """Read all of it before anything takes long.

    Raises
    ------
    PathError, InputError, ResultError
        If something is not there, or cannot be used.
    """
    from ...core.affect import AffectParams, read_affect_ratings, read_signs
    from ...core.events import read_events
    from ...core.frame_features import read_table
    from ...core.scoring.contrast import ContrastParams
    from ..failures.given import open_given
    from ..params_file import read_params_file

    told = read_params_file(args.params, ("affect", "contrast"))
    params = AffectParams.from_dict(told.get("affect", {}))
    contrast = ContrastParams.from_dict(told["contrast"]) if "contrast" in told else None
    opened = _pass(open_given(args.result, None))
    recording = opened.result if opened.scored is None else opened.scored
    times_s = opened.result.times_s if opened.scored is None else opened.scored.times_s
    events = None if args.events is None else read_events(args.events)
    if events is None and opened.scored is not None:
        events = opened.scored.events
    signs = None if args.signs is None else read_signs(args.signs)
    ratings = None if args.ratings is None else read_affect_ratings(args.ratings, times_s)
    features = None if args.features is None else read_table(args.features)
    given = Given(
        recording, opened.result, times_s, events, signs, [], None, ratings, features,
        _prototypes(args.prototypes), params, contrast,
    )  # fmt: skip
    _check_together(args, given)
    _add_signals(args, given)
    given.sources += [_source(text, given) for text in args.source or ()]
    _set_lags(args.lag or (), given)
    return given


def _pass(opened: Any) -> Any:
    from ...errors import ParameterError

    if opened.result is None:
        raise ParameterError(
            "A table of features has no pass over a movie.",
            expected="the folder of a pass, or of `mouseface score`",
            got="a table",
            do="give the folder, and the table with --features",
        )
    return opened


def _check_together(args: argparse.Namespace, given: Given) -> None:
    from ...errors import ParameterError

    if args.signs is not None and given.events is None:
        raise ParameterError(
            "--signs needs the events.",
            expected="--events EVENTS.csv, or a folder that was scored with events",
            got="none",
            do="give the presentations of the stimuli",
        )
    if args.prototypes is not None and args.signs is None:
        raise ParameterError(
            "--prototypes needs the signs of their stimuli.",
            expected="--signs SIGNS.csv",
            got="none",
            do="sign the stimuli, or leave the prototypes out",
        )
    if args.features is not None and (args.ratings is None or args.signs is not None):
        raise ParameterError(
            "--features is what valences are learned from by ratings.",
            expected="--ratings FILE, without --signs",
            got="--signs" if args.signs is not None else "no ratings",
            do="leave --features out",
        )


def _prototypes(path: str | None) -> Any:
    from ...core.results.scoring import load_prototypes
    from ...errors import ParameterError

    if path is None:
        return None
    found = load_prototypes(path)
    if "contrast" not in found:
        raise ParameterError(
            f"There are no contrast prototypes in {path}.",
            expected="contrast_prototypes.npz, or a folder of `mouseface score` with it",
            got=", ".join(found),
            do="score the other recording with the contrast method",
        )
    return found["contrast"]


def _add_signals(args: argparse.Namespace, given: Given) -> None:
    """Facial signals, and those of them that are declared as sources."""
    from ...core.affect import signal_sources
    from ...core.results.motion import read_signals
    from ...errors import ParameterError

    uses = [one.strip() for one in (args.use or ",".join(USES)).split(",") if one.strip()]
    wrong = [one for one in uses if one not in (*USES, "none")]
    if wrong or (args.use is not None and args.signals is None):
        raise ParameterError(
            "--use cannot be used.",
            expected="with --signals: some of " + ", ".join(USES) + ", or none",
            got=", ".join(wrong) or "no --signals",
            do="name kinds of signals, separated by commas",
        )
    if args.signals is None:
        return
    path = Path(args.signals)
    inside = path / "signals"
    signals = read_signals(str(inside if inside.is_dir() else path))
    given.signals = signals
    found, notes = signal_sources(signals, given.times_s, given.params, uses)
    given.sources += found
    given.notes += notes


def _source(text: str, given: Given) -> Any:
    """The source of one --source."""
    from ...core.affect.sources import KINDS, ArousalSource
    from ...errors import ParameterError

    match = _NAMED.fullmatch(text)
    if match is None or not match["rest"]:
        raise ParameterError(
            f"--source {text!r} cannot be understood.",
            expected=SOURCE_FORM,
            got=text,
            do="write it so, such as pupil:pupil@0.5=table.parquet:eye:pupil_area",
        )
    name, rest = match["name"].strip(), match["rest"]
    kind = match["kind"] or (name if name in KINDS else "other")
    lag_s = None if match["lag"] is None else _seconds(f"--source {text!r}", match["lag"])
    if rest == "motion":
        values = given.result.quality("motion_energy")
        kind = match["kind"] or "motion"
        return ArousalSource(name, values, kind, lag_s, "motion energy of the crop")
    return _column_source(text, name, kind, lag_s, rest, given)


def _column_source(text: str, name: str, kind: str, lag_s: Any, rest: str, given: Given) -> Any:
    import numpy as np

    from ...core.affect.sources import ArousalSource
    from ...core.failures.column_file import read_column
    from ...core.frame_features import read_table
    from ...core.frame_features.format import description_path
    from ...errors import InputError, ParameterError

    path, column = path_and_rest("--source", rest, SOURCE_FORM)
    change = column.endswith(":change")
    column = column.removesuffix(":change")
    if not column:
        raise ParameterError(
            f"--source {text!r} names no column.",
            expected=SOURCE_FORM,
            got=text,
            do="write the column's name after the file",
        )
    if path.suffix.lower() == ".parquet" or description_path(path).is_file():
        values = read_table(path, columns=[column]).column(column)
    else:
        values = read_column(path, column, given.result.n_frames, given.times_s)
    if len(values) != given.result.n_frames:
        raise InputError(
            f"The source {name!r} does not belong to this recording.",
            expected=f"{given.result.n_frames} frames",
            got=f"{len(values)} in {path.name}",
            do="give a table of this movie's frames",
        )
    if change:
        values = np.r_[np.nan, np.abs(np.diff(values))]
    about = f"{'change of ' if change else ''}{column} in {path.name}"
    return ArousalSource(name, values, kind, lag_s, about)


def _seconds(option: str, text: str) -> float:
    from ...errors import ParameterError

    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not abs(found) <= 60:
        raise ParameterError(
            f"{option} has a lag that cannot be used.",
            expected="seconds from -60 to 60",
            got=text or "nothing",
            do="write a number, such as 0.5",
        )
    return found


def _set_lags(texts: Any, given: Given) -> None:
    """Lags of --lag NAME=S, for the sources of a name or a kind."""
    from dataclasses import replace

    from ...errors import ParameterError

    for text in texts:
        name, _, value = text.rpartition("=")
        lag_s = _seconds(f"--lag {text!r}", value)
        mine = [k for k, one in enumerate(given.sources) if name in (one.name, one.kind)]
        if not name or not mine:
            known = ", ".join(one.name for one in given.sources) or "no source"
            raise ParameterError(
                f"--lag {text!r} names no source.",
                expected=f"NAME=SECONDS, of: {known}",
                got=name or "no name",
                do="name a source, or its kind",
            )
        for k in mine:
            given.sources[k] = replace(given.sources[k], lag_s=lag_s)
