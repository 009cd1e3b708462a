"""Decode the stimulus from the face, tested on trials, sessions and animals that were left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ...errors import InputError
from ..events import Events
from ..frame_features.table import FrameTable
from ..learning import Groups, LearningParams
from ..learning.parallel import RunAll, count_workers, in_threads
from .amounts import AmountResponse
from .building import Built, build, check_given, check_windows
from .figures import Level, confusion_rows, fold_rows, held_out_rows, metric_rows
from .findings import findings_of
from .graded import amount_rows, decoded_response, graded_stimuli
from .params import DECODERS, LEVELS, DecodingParams
from .rows import ConfusionRow, Decoding, DecodingFold, HeldOutRow, MetricRow
from .sources import Pictures, Source, sources_of
from .testing import TEMPORAL, run_level
from .trials import Strata, Trial, codes_of, strata_of, trials_of

FACE, MOVEMENT = "face", "movement"
Progress = Callable[[int, int], None]


def decode(
    tables: Sequence[FrameTable | None],
    events: Sequence[Events],
    groups: Groups | None = None,
    *,
    pictures: Sequence[Pictures | None] | None = None,
    beside: Mapping[str, Sequence[FrameTable]] | None = None,
    responses: Mapping[str, Sequence[np.ndarray]] | None = None,
    columns: Sequence[str] | None = None,
    compared: Sequence[Pictures] | None = None,
    params: DecodingParams | None = None,
    learning: LearningParams | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Decoding:
    """Tell which stimulus a mouse got from its face alone, and how surely.

    Parameters
    ----------
    tables : sequence of FrameTable or None
        Named features of the frames of each recording; None with `pictures`.
    events : sequence of Events
        One a recording.
    groups : Groups, optional
        Animal, session and movie of each recording; without it each is a movie by itself.
    pictures : sequence of Thumbnails or Cells, optional
        Of the same frames; components of them are fitted inside each fold.
    beside : mapping of str to sequence of FrameTable, optional
        Other features that are decoded from by themselves, such as {'movement': tables}.
    responses : mapping of str to sequence of (events,) arrays, optional
        A number for each event of each recording, such as a score, to compare with amounts.
    columns : sequence of str, optional
        Of the tables; all by default.
    compared : sequence of Thumbnails, optional
        Of the same frames, where there are no `pictures`: copies of trials are looked for in them.
        In features alone a trial that was encoded again may not be found.
    params : DecodingParams, optional
    learning : LearningParams, optional
        Estimators and folds; `DECODERS` if it is None.
    workers : int, optional
        Threads; None for all cores.
    progress : callable(done, total), optional

    Returns
    -------
    Decoding
        The same whatever `workers` is.

    Raises
    ------
    InputError, EventsError, ParameterError
        If recordings, events and groups do not belong together, there are no two classes, a level
        cannot be left out, or features know which trial is which.
    """
    params, learning = params or DecodingParams(), learning or DECODERS
    groups = groups or Groups.of(len(tables))
    sources, names = sources_of(tables, pictures, columns, compared)
    check_given(sources, events, groups)
    trials, classes, by = trials_of(events, params.classes)
    check_windows(trials, params)
    levels, told = _levels(groups, params)
    built = build(sources, names, trials, groups, params)
    others = _others(beside, trials, groups, params, built)
    with in_threads(count_workers(workers)) as run_all:
        job = _Job(params, learning, trials, classes, run_all, progress)
        job.total = len(levels) * len(params.rows) * (1 + len(others)) * (1 + params.permutations)
        for level in levels:
            for kind in params.rows:
                for name, one in {FACE: built, **others}.items():
                    job.run(name, one, kind, level)
        amounts = _amounts(job, built, others, groups, responses)
    findings = findings_of(
        job.metrics, job.levels, trials, built, amounts, [*told, *job.told], params
    )
    return Decoding(
        classes, by, tuple(job.metrics), tuple(job.confusion), tuple(job.held_out),
        tuple(job.folds), built.leakage, amounts, findings, params, learning,
        _about(sources, names, events, groups, others),
    )  # fmt: skip


class _Job:
    """Runs levels one after the other, and collects their rows."""

    def __init__(
        self,
        params: DecodingParams,
        learning: LearningParams,
        trials: list[Trial],
        classes: tuple[str, ...],
        run_all: RunAll,
        progress: Progress | None,
    ):
        self.params, self.learning, self.run_all = params, learning, run_all
        self.trials, self.classes = trials, classes
        self.codes = codes_of(trials, classes)
        self.metrics: list[MetricRow] = []
        self.confusion: list[ConfusionRow] = []
        self.held_out: list[HeldOutRow] = []
        self.folds: list[DecodingFold] = []
        self.levels: list[Level] = []
        self.told: list[str] = []
        self.total, self._done, self._progress = 0, 0, progress

    def run(self, features: str, built: Built, kind: str, strata: Strata) -> None:
        """Decode from some features at a level."""
        rows = built.rows[kind]
        temporal = [TEMPORAL] if self.params.temporal else []
        estimators = (*self.learning.estimators, *temporal)
        tested = run_level(
            rows, self.codes, self.classes, strata, self.params, self.learning, estimators,
            run_all=self.run_all,
        )  # fmt: skip
        self._step()
        if features == FACE:
            self.told += [f"By {strata.level}: {one}." for one in (*strata.told, *tested.told)]
        if not tested.folds:
            raise InputError(
                f"Nothing could be tested by {strata.level}.",
                expected="sessions with several trials of two classes",
                got="; ".join(tested.told),
                do="give more trials, or shorten the window, the baseline or the gap",
            )
        level = Level.of(features, rows, self.codes, self.classes, strata, tested)
        self.levels.append(level)
        # of what stands beside, the predictions are compared with shuffled names
        self.metrics += metric_rows(
            level, self.params, self.learning, self.run_all, retrain=features == FACE,
            progress=self._step,
        )  # fmt: skip
        self.confusion += confusion_rows(level)
        self.held_out += held_out_rows(level, self.trials, built.n_frames)
        if features == FACE:
            self.folds += fold_rows(level)

    def _step(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self.total), self.total)


def _levels(groups: Groups, params: DecodingParams) -> tuple[list[Strata], list[str]]:
    """What is left out, and why what is not is not."""
    wanted = params.left_out or LEVELS
    found, told = [], []
    for level in wanted:
        strata = strata_of(groups, level)
        if strata.parts:
            needless = level == "movie" and (groups.has("session") or groups.has("animal"))
            if params.left_out or not needless:
                found.append(strata)
        elif params.left_out:
            raise InputError(
                f"There are no two {level}s to leave one out.",
                expected=f"recordings of two {level}s, named in the groups",
                got="; ".join(strata.told) or f"one {level}, or none named",
                do=f"name the {level} of each recording, or do not ask for it",
            )
        else:
            told += [f"By {level}: {one}." for one in strata.told]
    return found, told


def _others(
    beside: Mapping[str, Sequence[FrameTable]] | None,
    trials: Sequence[Trial],
    groups: Groups,
    params: DecodingParams,
    built: Built,
) -> dict[str, Built]:
    """The features that are decoded from by themselves: of the same trials."""
    place = {(t.table, t.event): n for n, t in enumerate(trials)}
    left = {place[row.table, row.event] for row in built.leakage} | set(built.empty)
    found = {}
    for name, tables in (beside or {}).items():
        sources, names = sources_of(tables, None)
        if len(sources) != len(groups):
            raise InputError(
                f"The features {name!r} are not of these recordings.",
                expected=f"{len(groups)} tables",
                got=f"{len(sources)}",
                do="give one table a recording",
            )
        found[name] = build(sources, names, trials, groups, params, frozenset(left))
    return found


def _amounts(
    job: _Job,
    built: Built,
    others: Mapping[str, Built],
    groups: Groups,
    responses: Mapping[str, Sequence[np.ndarray]] | None,
) -> tuple[AmountResponse, ...]:
    """How responses follow the amounts, of each graded stimulus."""
    found: list[AmountResponse] = []
    if "trial" not in built.rows:
        return ()
    given = {
        name: _by_trial(name, numbers, job.trials) for name, numbers in (responses or {}).items()
    }
    used = np.isin(np.arange(len(job.trials)), built.rows["trial"].trial)
    for stimulus in graded_stimuli(job.trials):
        sources = {"decoder": built.rows["trial"]}
        sources |= {f"{name} decoder": one.rows["trial"] for name, one in others.items()}
        asked = (stimulus, job.params, job.learning, job.run_all)
        values = {
            name: decoded_response(rows, job.trials, *asked) for name, rows in sources.items()
        }
        values |= {name: np.where(used, one, np.nan) for name, one in given.items()}
        n = max(job.params.permutations, 999)
        found += amount_rows(job.trials, groups, values, n, job.params.seed, stimulus)
    return tuple(found)


def _by_trial(name: str, values: Sequence[np.ndarray], trials: Sequence[Trial]) -> np.ndarray:
    """Numbers by recording and event, in the order of the trials."""
    sizes = [sum(t.table == k for t in trials) for k in range(len(values))]
    if sum(sizes) != len(trials) or [len(one) for one in values] != sizes:
        raise InputError(
            f"The responses {name!r} are not of these events.",
            expected=f"{sizes} numbers",
            got=f"{[len(one) for one in values]}",
            do="give a number for each event of each recording, in order of time",
        )
    return np.array([float(values[t.table][t.event]) for t in trials])


def _about(
    sources: Sequence[Source],
    names: Sequence[str],
    events: Sequence[Events],
    groups: Groups,
    others: Mapping[str, Built],
) -> dict[str, Any]:
    """What was decoded, as JSON."""
    recordings = [
        {
            "features": None if source.table is None else source.table.digest,
            "pictures": None if source.pictures is None else source.pictures.told,
            "events": own.content_hash(),
            "n_events": len(own),
            "animal": groups.animal[k],
            "session": groups.session[k],
            "movie": groups.movie[k],
        }
        for k, (source, own) in enumerate(zip(sources, events, strict=True))
    ]
    return {"recordings": recordings, "columns": list(names), "beside": list(others)}
