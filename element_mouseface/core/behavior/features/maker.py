"""Features of frames: fitted on training frames of several folds, in one pass over movies."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ....errors import ResultMismatchError
from ....params.fields import Fields
from ...inputs.npz import Npz
from ...learning.spans import Span
from .alignment import Pose, find_pose, landmark_maps
from .clock import Epoch, Ticks, make_epochs, make_ticks
from .fitting import Fit, fit_all
from .params import BehaviorFeatureParams
from .portrait import make_portrait
from .source import FrameSource
from .store import TraceFile
from .traces import (
    BLOCK,
    Projection,
    Scales,
    block_of,
    plain_traces,
    read_sample,
    sample_motion,
)
from .windows import SUMMARIES, summarize, window_limits

_ROWS_AT_ONCE = 4096
#: Reading, hashing and multiplying are done outside of the interpreter's lock.
_THREADS = min(4, os.cpu_count() or 1)

FEATURES_VERSION = 1
"""How features are computed: raise it when the same frames and parameters give others."""


class BehaviorFeatures:
    """Makes features of recordings (`FrameSource`); the `FeatureMaker` of behaviors.

    Parameters
    ----------
    params : BehaviorFeatureParams, optional
    """

    def __init__(self, params: BehaviorFeatureParams | None = None):
        self.params = params or BehaviorFeatureParams()

    def fit(
        self, recordings: Sequence[FrameSource], trainings: Sequence[Sequence[Span]]
    ) -> list[FittedBehaviorFeatures]:
        """Fit once for each training set; see `core.learning.protocols.FeatureMaker`.

        Raises
        ------
        ResultMismatchError
            If the recordings differ in cells, crop or traces.
        """
        made_with = same_making(recordings)
        with threadpool_limits(1, "blas"):  # sums depend on the number of threads
            fits = fit_all(recordings, trainings, self.params)
        shared = Shared(self.params, tuple(fits))
        return [FittedBehaviorFeatures(self.params, made_with, shared, n) for n in range(len(fits))]


class FittedBehaviorFeatures:
    """Features of one training set: gives the rows of any recording made the same way.

    Attributes
    ----------
    params : BehaviorFeatureParams
    made_with : dict
        `FrameSource.made_with` of the training movies.
    names : tuple of str
    """

    def __init__(
        self,
        params: BehaviorFeatureParams,
        made_with: dict[str, Any],
        shared: Shared,
        number: int,
    ):
        self.params, self.made_with = params, made_with
        self._shared, self._number = shared, number
        traces = self.fit.trace_names
        self.names = tuple(
            [f"{trace}:now" for trace in traces]
            + [
                f"{trace}:{summary}:{window:g}s"
                for window in params.windows_s
                for summary in SUMMARIES
                for trace in traces
            ]
        )

    @property
    def fit(self) -> Fit:
        """What was fitted."""
        return self._shared.fits[self._number]

    def __getstate__(self) -> dict[str, Any]:
        return {"params": self.params, "made_with": self.made_with, "fit": self.fit}

    def __setstate__(self, state: dict[str, Any]) -> None:
        shared = Shared(state["params"], (state["fit"],))
        FittedBehaviorFeatures.__init__(self, state["params"], state["made_with"], shared, 0)

    def rows(self, recording: FrameSource, first: int = 0, stop: int | None = None) -> np.ndarray:
        """Features of frames `first` to `stop - 1`: (frames, features) float32.

        NaN in all of a frame that is missing; of others where a trace is not defined.
        """
        movie = self._shared.movie(recording)
        frames = np.arange(first, recording.n_frames if stop is None else stop)
        places = movie.ticks.of_frame[frames]
        out = np.full((len(frames), len(self.names)), np.nan, np.float32)
        if len(frames):
            low, high = int(places.min()), int(places.max()) + 1
            for begin in range(low, high, _ROWS_AT_ONCE):
                end = min(begin + _ROWS_AT_ONCE, high)
                mine = (places >= begin) & (places < end)
                table = self._table(movie, begin, end)
                out[mine] = (
                    table
                    if np.array_equal(places[mine], np.arange(begin, end))
                    else (table[places[mine] - begin])
                )
            out[recording.missing[frames]] = np.nan
        return out

    def _table(self, movie: Movie, first: int, stop: int) -> np.ndarray:
        """Features of ticks."""
        limits = [w[:, first:stop] for w in movie.windows]
        low = min([first, *(int(w[0].min()) for w in limits)])
        high = max([stop, *(int(w[1].max()) for w in limits)])
        traces = movie.files[self._number].read(low, high)
        k = traces.shape[1]
        out = np.empty((stop - first, len(self.names)), np.float32)
        out[:, :k] = traces[first - low : stop - low]
        clock = movie.ticks.times_s[low:high]
        for number, window in enumerate(limits):
            at = k * (1 + len(SUMMARIES) * number)
            found = summarize(traces, clock, window[0] - low, window[1] - low)
            out[:, at : at + len(SUMMARIES) * k] = found.reshape(len(out), -1)
        return out

    def check(self, recording: FrameSource, *, any_crop: bool = False) -> None:
        """Refuse a recording that was made in another way than the training movies.

        Raises
        ------
        ResultMismatchError
            Naming both.
        """
        check_making(self.made_with, recording, any_crop=any_crop)

    def to_arrays(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """What a file needs: JSON-ready values, and arrays by name."""
        about = {
            "version": FEATURES_VERSION,
            "params": self.params.to_dict(),
            "made_with": self.made_with,
        }
        fit, arrays = self.fit.to_arrays()
        return {**about, "fit": fit}, arrays

    @classmethod
    def from_arrays(cls, about: Fields, npz: Npz, prefix: str = "") -> FittedBehaviorFeatures:
        """What `to_arrays` gave, out of a file."""
        if (version := about.whole("version")) != FEATURES_VERSION:
            got = f"{version}: train it again with this version of element_mouseface"
            raise about.refused("version", f"features of version {FEATURES_VERSION}", got)
        params = about.made("params", BehaviorFeatureParams.from_dict)
        fit = Fit.from_arrays(about.inner("fit"), npz, prefix)
        return cls(params, about.inner("made_with").plain(), Shared(params, (fit,)), 0)


@dataclass(eq=False)
class Movie:
    """The traces of one movie for all fits."""

    ticks: Ticks
    windows: list[np.ndarray]
    files: list[TraceFile]


class Shared:
    """Movies that were read once for several fits, as long as somebody has them open."""

    def __init__(self, params: BehaviorFeatureParams, fits: tuple[Fit, ...]):
        self.params, self.fits = params, fits
        self._movies: weakref.WeakKeyDictionary[FrameSource, Movie] = weakref.WeakKeyDictionary()
        self._locks: weakref.WeakKeyDictionary[FrameSource, Any] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def movie(self, recording: FrameSource) -> Movie:
        """The traces of a recording; read when they are first asked for."""
        with self._lock:
            lock = self._locks.setdefault(recording, threading.Lock())
        with lock:
            if recording not in self._movies:
                with threadpool_limits(1, "blas"):
                    self._movies[recording] = self._read(recording)
            return self._movies[recording]

    def _read(self, recording: FrameSource) -> Movie:
        ticks = make_ticks(recording, self.params)
        limits = [
            window_limits(ticks.times_s, w, self.params.causal) for w in self.params.windows_s
        ]
        windows = [np.stack(pair) for pair in limits]
        files = [TraceFile(len(ticks), len(fit.trace_names)) for fit in self.fits]
        plain = plain_traces(recording, ticks, self.fits[0].plain_names)
        for epoch in make_epochs(ticks, self.params):
            self._write_epoch(recording, ticks, epoch, plain, files)
        for file in files:
            file.flush()
        return Movie(ticks, windows, files)

    def _write_epoch(
        self,
        recording: FrameSource,
        ticks: Ticks,
        epoch: Epoch,
        plain: np.ndarray,
        files: Sequence[TraceFile],
    ) -> None:
        if not len(epoch.sample):  # nothing to compare with
            for file in files:
                nothing = np.full((epoch.stop - epoch.first, file.shape[1]), np.nan)
                file.write(epoch.first, nothing)
            return
        sample = read_sample(recording, ticks, epoch.sample)
        portrait = make_portrait(sample)
        maps = landmark_maps(portrait) if self.params.align else None
        poses: dict[bytes, Pose] = {}
        now = portrait.residuals(sample.thumbnails, sample.cells)
        moved = sample_motion(now, sample, ticks)
        seen = plain[epoch.sample]
        projections, scales = [], []
        for fit in self.fits:
            pose = Pose()
            if maps is not None:
                key = fit.template.tobytes()
                pose = poses.get(key) or find_pose(fit.template, maps)
                poses[key] = pose
            projections.append(Projection.of(fit.bases, pose))
            values = np.concatenate([projections[-1].traces(portrait, now, moved), seen], 1)
            scales.append(Scales.of(values, fit.usual))

        def write(first: int) -> None:
            stop = min(first + BLOCK, epoch.stop)
            residuals, motion = block_of(recording, ticks, portrait, first, stop)
            for projection, scale, file in zip(projections, scales, files, strict=True):
                values = projection.traces(portrait, residuals, motion)
                values = np.concatenate([values, plain[first:stop]], 1)
                values -= scale.center
                values /= scale.spread
                file.write(first, values)

        with ThreadPoolExecutor(_THREADS, "features") as pool:
            list(pool.map(write, range(epoch.first, epoch.stop, BLOCK)))


def same_making(recordings: Sequence[FrameSource]) -> dict[str, Any]:
    """How all recordings were made, which has to be the same (ResultMismatchError)."""
    due = recordings[0].made_with()
    for other in recordings[1:]:
        check_making(due, other, first=recordings[0].name)
    return due


def check_making(
    due: Mapping[str, Any], recording: FrameSource, *, first: str = "", any_crop: bool = False
) -> None:
    """Refuse a recording that was made in another way, naming what differs."""
    found = recording.made_with()
    skipped = ("frame_px",) if not any_crop else ("frame_px", "crop")
    differ = [name for name in due if name not in skipped and due[name] != found[name]]
    if not differ:
        return
    whose = f"the movie {first}" if first else "the movies that the classifier was trained on"
    raise ResultMismatchError(
        f"{recording.name} was not made as {whose}.",
        expected="; ".join(f"{name} {_told(name, due[name], found[name])}" for name in differ),
        got="; ".join(f"{name} {_told(name, found[name], due[name])}" for name in differ),
        do="make the pass again with the same cells and crop, and give the same keypoints, "
        "signals and traces",
    )


def _told(name: str, value: Any, other: Any) -> str:
    """What differs of a value that is one of several."""
    if isinstance(value, dict) and isinstance(other, dict):
        return ", ".join(f"{k}={v}" for k, v in value.items() if v != other.get(k)) or "others"
    if name == "traces":
        extra = sorted(set(value) - set(other))
        return (
            f"with {', '.join(extra[:5])}" if extra else f"without {len(set(other) - set(value))}"
        )
    return str(value)
