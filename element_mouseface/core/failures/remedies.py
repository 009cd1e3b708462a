"""Whether filtering before the extraction would bring failed frames back, by trying it.

Failed frames of the video and the successes matched with them are filtered alike and extracted by
the same kernel as the pass.  A failed frame is as a success is where its value is not beyond those
of nineteen of twenty successes, filtered alike, by as much as matters.  What another program would
do with filtered frames, such as one that tracks points, is not known from that: it has to be run
itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InputError, ResultMismatchError
from ..features.block_norm import normalized
from ..features.frame_kernel import FrameKernel
from ..features.masks import mask_px
from ..features.quality import FrameFlag
from ..results.scored import ScoredRecording
from ..store.result import Result
from ..video.base import VideoReader
from .causes import HIGH
from .filters import NONE, REMEDIES, filter_named
from .measures import measures_of_pictures, usual_picture_of
from .ranking import matters
from .rows import CauseRow, FailureStudy, RemedyRow
from .usual_picture import UsualPicture

Again = Callable[[np.ndarray], np.ndarray]
_MOST_CAUSES = 3
_RARE = 5.0
_NO_SCORE = int(FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT)
_REGISTRATION = "registration"
#: measures that need no other frame of the video
_OF_ONE_PICTURE = (
    "detail",
    "noise",
    "contrast",
    "covered_share",
    "saturated_share",
    "log_luminance",
)
_NOT_MEASURED = (
    "whether the frames would still fail is not measured, only whether they look like good ones: "
    "the program that failed has to be run on filtered frames itself"
)


@dataclass(frozen=True, eq=False)
class _Extracted:
    """What the kernel made of some pictures, and what the caller's own test said of them."""

    values: dict[str, np.ndarray]
    again: np.ndarray | None


def try_remedies(
    study: FailureStudy,
    result: Result,
    reader: VideoReader,
    *,
    scored: ScoredRecording | None = None,
    again: Again | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FailureStudy:
    """The study with what sharpening and contrast stretching would do to its failed frames.

    Parameters
    ----------
    study : FailureStudy
    result : Result
        That was studied.
    reader : VideoReader
        Of the same movie.
    scored : ScoredRecording, optional
        With a score of the contrast method it is tried whether frames can be registered.
    again : callable(pictures) -> (n,) bool array, optional
        Says which of some whole frames, (n, y, x) uint8, still fail: a tracker, for example.
    progress : callable(done, total), optional

    Raises
    ------
    ResultMismatchError
        If the video is not the one of the result.
    """
    if study.stacks is None or not len(study.stacks.failures):
        return study
    failures, successes = _chosen(study)
    whole = _frames(reader, [*failures, *successes])
    box = result.crop.box(*result.frame_px)
    inside = np.zeros(result.frame_px, bool)
    inside[box] = ~mask_px(result.crop, *result.frame_px) if result.crop.masks else True
    kernel = FrameKernel(
        result.params,
        box[0].stop - box[0].start,
        box[1].stop - box[1].start,
        mask=~inside[box] if result.crop.masks else None,
        thumbnail_px=(result.thumbnails.shape[1], result.thumbnails.shape[2]),
    )
    made: dict[str, tuple[_Extracted, _Extracted]] = {}
    for number, name in enumerate((NONE, *REMEDIES)):
        change = filter_named(name, inside, study.params)
        pair = []
        for frames in (failures, successes):
            pictures = [change(whole[int(k)]) for k in frames]
            pair.append(_extracted(kernel, pictures, box, again))
        made[name] = (pair[0], pair[1])
        if name == NONE:
            _check_same(result, failures, pair[0])
        if progress is not None:
            progress(number + 1, len(REMEDIES) + 1)
    usual = usual_picture_of(result)
    judges = _judges(study, result, usual, scored, again is not None)
    rows = [
        _row(name, measure, judge, made[NONE], made[name])
        for name in REMEDIES
        for measure, judge in judges.items()
    ]
    return replace(study, remedies=tuple(rows), notes=(*study.notes, *_limits(study, again)))


def _chosen(study: FailureStudy) -> tuple[np.ndarray, np.ndarray]:
    """Matched frames, spread over all."""
    stacks = study.stacks
    if stacks is None:
        raise TypeError("without a stack nothing is chosen")
    n = min(len(stacks.failures), study.params.remedy_frames)
    at = np.unique(np.linspace(0, len(stacks.failures) - 1, n).round().astype(int))
    return stacks.failures[at], stacks.successes[at]


def _frames(reader: VideoReader, numbers: list[int]) -> dict[int, np.ndarray]:
    """Frames of the video by number; those between two places to begin at are decoded once."""
    wanted = np.unique(numbers)
    if wanted[-1] >= len(reader):
        raise ResultMismatchError(
            "The video is not the one that was studied.",
            expected=f"at least {wanted[-1] + 1} frames",
            got=f"{len(reader)}",
        )
    found: dict[int, np.ndarray] = {}
    part = np.searchsorted(reader.start_frames, wanted, "right")
    for one in np.unique(part):
        inside = set(wanted[part == one].tolist())
        for number, luma in reader.read_luma(min(inside), max(inside) + 1, threads=2):
            if number in inside and luma is not None:
                found[number] = np.array(luma)
    for number in wanted.tolist():
        if number not in found:
            raise InputError(
                f"Frame {number} of the video cannot be decoded any more.",
                do="give the video that was extracted",
            )
    return found


def _extracted(
    kernel: FrameKernel,
    pictures: list[np.ndarray],
    box: tuple[slice, slice],
    again: Again | None,
) -> _Extracted:
    values = kernel.allocate(len(pictures))
    for index, picture in enumerate(pictures):
        kernel(picture[box], None, kernel.row(values, index))
    still = None
    if again is not None:
        still = np.asarray(again(np.stack(pictures)))
        if still.shape != (len(pictures),) or still.dtype != bool:
            raise InputError(
                "The test of filtered frames gave something else.",
                expected=f"{len(pictures)} truth values: whether each frame fails",
                got=f"{still.dtype}, shape {still.shape}",
            )
    return _Extracted(values, still)


def _check_same(result: Result, frames: np.ndarray, found: _Extracted) -> None:
    """Without a filter the kernel gives the thumbnails of the pass, to the last digit."""
    order = np.argsort(frames)
    stored = np.asarray(result.thumbnails[frames[order]])
    if not np.array_equal(stored, found.values["thumbnail"][order]):
        raise ResultMismatchError(
            "The video is not the one that was studied.",
            expected="the frames of which the result has thumbnails",
            got="other pictures",
            do="give the video that was extracted",
        )


#: says which failures are as successes are, from what value of each, and that of successes
Judged = tuple[np.ndarray, np.ndarray, np.ndarray]
Judge = Callable[[_Extracted, _Extracted], Judged]


def _judges(
    study: FailureStudy,
    result: Result,
    usual: UsualPicture,
    scored: ScoredRecording | None,
    has_again: bool,
) -> dict[str, Judge]:
    """By the name of what is decided again, how it is."""
    judges: dict[str, Judge] = {"similarity": lambda f, s: _alike(f, s, result)}
    of_weight = [row for row in study.above_null() if matters(row)]
    for row in of_weight[:_MOST_CAUSES]:
        if row.measure in _OF_ONE_PICTURE:
            judges[row.cause] = _by_measure(usual, row)
    if study.about.get("kind") == "flag":
        bits = sum(int(FrameFlag[name.upper()]) for name in study.about["flags"])
        judges[study.what] = lambda f, s: _yes_or_no((f.values["flags"] & bits) == 0)
    if scored is not None and (lost := _registration(scored)) is not None:
        judges[_REGISTRATION] = lambda f, s: _yes_or_no(
            ~lost(f.values["thumbnail"]) & ((f.values["flags"] & _NO_SCORE) == 0)
        )
    if has_again:
        judges["failed"] = _by_test
    return judges


def _yes_or_no(good: np.ndarray) -> Judged:
    none = np.full(len(good), np.nan)
    return np.asarray(good, bool), none, none


def _by_test(failures: _Extracted, successes: _Extracted) -> Judged:
    if failures.again is None:
        raise TypeError("no test was given")
    return _yes_or_no(~failures.again)


def _by_measure(usual: UsualPicture, row: CauseRow) -> Judge:
    """Beyond nineteen of twenty successes by less than usually matters."""

    def judge(failures: _Extracted, successes: _Extracted) -> Judged:
        found = measures_of_pictures(usual, failures.values)[row.measure]
        good = measures_of_pictures(usual, successes.values)[row.measure]
        known = good[np.isfinite(good)]
        if not len(known):
            return np.zeros(len(found), bool), found, good
        if row.direction == HIGH:
            return found <= np.percentile(known, 100 - _RARE) + row.least, found, good
        return found >= np.percentile(known, _RARE) - row.least, found, good

    return judge


def _alike(failures: _Extracted, successes: _Extracted, result: Result) -> Judged:
    """Whether a descriptor is as like the mean of successes as nineteen of twenty of them are.

    A success is compared with the mean of the others.
    """
    good = normalized(successes.values["cells"], result.params).astype(np.float64)
    bad = normalized(failures.values["cells"], result.params).astype(np.float64)
    mean, n = good.mean(axis=0), len(good)
    others = (mean * n - good) / max(n - 1, 1)
    usual = np.array([_correlation(a, b) for a, b in zip(good, others, strict=True)])
    found = np.array([_correlation(one, mean) for one in bad])
    known = usual[np.isfinite(usual)]
    if not len(known):
        return np.zeros(len(bad), bool), found, usual
    return np.nan_to_num(found, nan=-1.0) >= np.percentile(known, _RARE), found, usual


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else float("nan")


def _registration(scored: ScoredRecording) -> Callable[[np.ndarray], np.ndarray] | None:
    """Which thumbnails cannot be registered; None where no method registers."""
    for scores in scored.methods.values():
        if scores.lost is not None and scores.models is not None:
            registration = scores.models.jobs[0].model.features.registration
            return lambda thumbnails: registration(thumbnails.reshape(len(thumbnails), -1)).lost
    return None


def _row(
    remedy: str,
    measure: str,
    judge: Judge,
    before: tuple[_Extracted, _Extracted],
    after: tuple[_Extracted, _Extracted],
) -> RemedyRow:
    was, value_before, _ = judge(*before)
    now, value_after, value_successes = judge(*after)
    gained = int((now & ~was).sum())
    low, high = wilson(gained, len(now))
    return RemedyRow(
        remedy=remedy,
        measure=measure,
        n=len(now),
        n_usual_before=int(was.sum()),
        n_usual_after=int(now.sum()),
        share_gained=gained / len(now) if len(now) else float("nan"),
        low=low,
        high=high,
        before=_middle(value_before),
        after=_middle(value_after),
        successes=_middle(value_successes),
    )


def _middle(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share (NaN where there is nothing)."""
    if not n:
        return float("nan"), float("nan")
    z, p = 1.959963984540054, k / n
    middle = p + z**2 / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
    return max(0.0, float(low)), min(1.0, float(high))


def _limits(study: FailureStudy, again: Again | None) -> tuple[str, ...]:
    if again is not None or study.about.get("kind") in ("flag", "score"):
        return ()
    return (_NOT_MEASURED,)
