"""Make the study that `mouseface failures` was asked for."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from .given import Given


def make_study(args: argparse.Namespace, given: Given, failures: Any, progress: Any) -> Any:
    """The study (`FailureStudy`), with remedies where the video is given.

    Raises
    ------
    InputError, ResultError
    """
    from ...core.failures import FailureParams, study_failures
    from ...core.failures.rows import DONE
    from ...errors import ParameterError
    from ..params_file import read_params_file

    given_params = read_params_file(args.params, ("failures",))
    params = FailureParams.from_dict(given_params.get("failures", {}))
    if args.again is not None and args.video is None:
        raise ParameterError(
            "--again needs the frames of the movie.",
            expected="--video VIDEO",
            do="give the video of the pass",
        )
    if args.video is not None and given.result is None:
        raise ParameterError(
            "--video needs the pass over the movie.",
            expected="the folder of a pass as RESULT",
            got="a table of features",
            do="give the folder of the pass, and the table with --features",
        )
    enough = min(failures.failed[failures.known].sum(), (~failures.failed)[failures.known].sum())
    if given.table is None and enough >= params.least_failures:
        from ...core.frame_features import result_features

        given.table = result_features(given.result, workers=args.workers)
    found = study_failures(
        failures.failed,
        given.table,
        given.result,
        known=failures.known,
        what=failures.what,
        params=params,
        shift_px=_shift(given),
        thumbnails=_thumbnails(args, given),
        about=failures.about,
        progress=progress,
    )
    found = replace(found, notes=(*failures.notes, *found.notes))
    if args.video is None or found.state != DONE:
        return found
    return _with_remedies(args, given, found)


def _thumbnails(args: argparse.Namespace, given: Given) -> Any:
    """The pictures of --images, as thumbnails for stacks; None without."""
    from ...core.failures.picture_thumbnails import PictureThumbnails
    from ...errors import ParameterError

    if args.images is None:
        return None
    if given.result is not None:
        raise ParameterError(
            "--images is of a table of pictures.",
            expected="a table of named features of pictures as RESULT",
            got="a pass over a movie",
            do="give --video VIDEO for a movie",
        )
    return PictureThumbnails(args.images, given.table)


def _shift(given: Given) -> Any:
    """The head's shift of a scored folder, if its frames were registered."""
    if given.scored is None or given.result is None:
        return None
    if given.scored.recording.result.digest != given.result.digest:
        return None
    for scores in given.scored.methods.values():
        if scores.lost is not None and "shift_x_px" in scores.frame_traces:
            import numpy as np

            shift = [scores.frame_trace(f"shift_{axis}_px") for axis in "xy"]
            return np.where(scores.lost[:, None], np.nan, np.stack(shift, axis=1))
    return None


def _with_remedies(args: argparse.Namespace, given: Given, found: Any) -> Any:
    from ...core.failures.remedies import try_remedies
    from ..options import open_from
    from .again import Retest

    own_clock = given.result.info["clock"] in ("timestamps", "header")
    reader = open_from(args, times_s=None if own_clock else given.times_s)
    if args.again is None:
        return try_remedies(found, given.result, reader, scored=given.scored)
    with Retest(args.again) as again:
        return try_remedies(found, given.result, reader, scored=given.scored, again=again)
