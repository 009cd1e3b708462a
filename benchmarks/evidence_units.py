"""Evidence of action units: the planted pose, roll of the head, whisking alone.

Mice on which nothing was tuned are filmed in H.264 with sensor noise, drifting light, whisking,
licking, breathing, blinks, twitches and expressions, all at once; again with a head that turns by
up to 3 degrees to either side; and whisking alone.  Points are where the drawn face has them, with
a tracker's noise and jumps in one point of a hundred.  Nose and cheek are learned from every fourth
frame, trials left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.action_units.measured import shortest_half
from element_mouseface.core.events import Events
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.synthetic import LANDMARKS, Confounds, Encoding, film, landmarks

#: both facings; the last one seen by a smaller camera
MICE = {1501: (640, 480), 1502: (640, 480), 1508: (640, 480), 1504: (480, 360)}
NOISE_PX, JUMPS, ROLL_DEG, EVERY = 0.5, 0.01, 3.0, 4
FILMS = {
    "everything": Confounds(),
    "everything, rolled": Confounds(roll_deg=ROLL_DEG),
    "whisking alone": Confounds.none(whisking_deg=9.0, read_noise=1.6, shot_noise=0.02),
}
PARTS = {
    "eye_aperture": "eye",
    "ear_angle": "ear",
    "mouth_opening": "jaw",
    "whisker_angle": "whisker",
    "nose_bulge": "nose_y",
    "cheek_bulge": "cheek",
}
WHISKERS = ("whisker_angle", "whisker_change")


def unit_evidence(out: Path, short: bool) -> dict[str, Any]:
    """The part `units` of the report."""
    rows = []
    for mouse in list(MICE)[: 1 if short else None]:
        found = {name: _measured(out, mouse, name, given) for name, given in FILMS.items()}
        rows.append({"mouse": mouse, "size_px": list(MICE[mouse]), **_row(found)})
        print(rows[-1], flush=True)
    return {"mice": rows}


def _measured(out: Path, mouse: int, name: str, confounds: Confounds) -> tuple[Any, Any]:
    """The film with its truth, and the units."""
    path = out / f"units_{mouse}_{name.replace(' ', '_').replace(',', '')}.mp4"
    alone = name == "whisking alone"
    movie = film(
        path,
        identity=mouse,
        seed=mouse,
        duration_s=25.0 if alone else 60.0,
        fps=15,
        size_px=MICE[mouse],
        confounds=confounds,
        encoding=Encoding(crf=23),
        **({"events": []} if alone else {}),
    )
    result = mf.extract(mf.open_video(path), path.with_suffix(".zarr"))
    targets, events = None, None
    if not alone:
        unrated = np.arange(movie.n_frames) % EVERY > 0
        pose = _pose(movie)
        targets = {
            name: np.where(unrated, np.nan, pose[PARTS[name]])
            for name in ("nose_bulge", "cheek_bulge")
        }
        events = Events.from_rows(movie.events)
    units = mf.action_units(
        result, keypoints=_tracked(movie, mouse), targets=targets, events=events
    )
    return movie, units


def _pose(movie: Any) -> dict[str, np.ndarray]:
    return dict(zip(movie.truth["pose_names"].tolist(), movie.truth["pose"].T, strict=True))


def _tracked(movie: Any, seed: int) -> Keypoints:
    rng = np.random.default_rng(seed)
    xy = landmarks(movie)
    xy = xy + NOISE_PX * rng.standard_normal(xy.shape)
    wrong = rng.random(xy.shape[:2]) < JUMPS
    xy[wrong] += 40 * rng.standard_normal((int(wrong.sum()), 2))
    return Keypoints(LANDMARKS, xy, np.ones(xy.shape[:2]), "deeplabcut")


def _row(found: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    movie, units = found["everything"]
    rolled_movie, rolled = found["everything, rolled"]
    whisked_movie, whisked = found["whisking alone"]
    pose = _pose(movie)
    row: dict[str, Any] = {
        "r": {unit: _r(units.values(unit), pose[part]) for unit, part in PARTS.items()},
        "r_rolled": {
            unit: _r(rolled.values(unit), _pose(rolled_movie)[part]) for unit, part in PARTS.items()
        },
        "defined": {s.unit: s.n_valid / s.n_frames for s in units.summary()},
    }
    for name, (one, at) in {"ear": (units, movie), "ear_rolled": (rolled, rolled_movie)}.items():
        truth = _pose(at)["ear"]
        left = one.values("ear_angle") - (truth - shortest_half(truth))
        row[f"{name}_rms_deg"] = float(np.sqrt(np.nanmean(left**2)))
        within = np.abs(left) < 2 * one.errors["ear_angle"]
        row[f"{name}_covered_two"] = float(np.mean(within[np.isfinite(left)]))
    row["r"]["nose_departure"] = _r(
        units.values("nose_departure"), np.hypot(pose["nose_x"], pose["nose_y"])
    )
    row["r"]["cheek_departure"] = _r(units.values("cheek_departure"), np.abs(pose["cheek"]))
    roll = rolled_movie.truth["roll_deg"]
    row["roll_moves"] = {
        unit: _of_roll(units.values(unit), rolled.values(unit), roll) for unit in units.available
    }
    whisk = whisked_movie.truth["whisk_deg"]
    row["whisking_moves"] = {
        unit: _of_whisking(units.values(unit), whisked.values(unit), whisk)
        for unit in whisked.available
        if unit not in WHISKERS
    }
    return row


def _r(values: np.ndarray, truth: np.ndarray) -> float | None:
    good = np.isfinite(values)
    if good.sum() < 3 or not np.ptp(truth[good]):
        return None
    return float(np.corrcoef(values[good], truth[good])[0, 1])


def _range(values: np.ndarray) -> float:
    return float(np.ptp(np.nanpercentile(values, (0.5, 99.5))))


def _of_roll(
    plain: np.ndarray, rolled: np.ndarray, roll_deg: np.ndarray
) -> tuple[float, float] | None:
    """How far 3 degrees of roll move a unit, as a share of its range; and by chance.

    By least squares on the same unit without roll, on roll and on its square.  Chance: 95% of
    rolls shifted in time.
    """
    good = np.isfinite(plain) & np.isfinite(rolled)
    if good.mean() < 0.5:
        return None

    def moved(roll: np.ndarray) -> float:
        x = np.stack([np.ones(good.sum()), plain[good], roll[good], roll[good] ** 2], axis=1)
        _, _, slope, bend = np.linalg.lstsq(x, rolled[good], rcond=None)[0]
        sides = [abs(side * slope * ROLL_DEG + bend * ROLL_DEG**2) for side in (1, -1)]
        return float(max(sides)) / _range(rolled)

    shifts = range(len(roll_deg) // 20, len(roll_deg), len(roll_deg) // 20)
    chance = [moved(np.roll(roll_deg, shift)) for shift in shifts]
    return moved(roll_deg), float(np.quantile(chance, 0.95))


def _of_whisking(usual: np.ndarray, alone: np.ndarray, whisk_deg: np.ndarray) -> float:
    """How far whisking alone moves a unit from one end to the other, as a share of its range."""
    good = np.isfinite(alone)
    slope = np.polyfit(whisk_deg[good], alone[good], 1)[0]
    return float(abs(slope) * np.ptp(whisk_deg)) / _range(usual)


def unit_lines(report: dict[str, Any]) -> list[str]:
    """The part of the page."""
    if not report:
        return []
    lines = [
        "",
        "## Action units",
        "",
        f"Mice on which nothing was tuned, facing both ways, H.264 at crf 23, with noise, light "
        f"drift, whisking, licking, blinks and twitches; points with a tracker's noise of "
        f"{NOISE_PX:g} px that jump in {JUMPS:.0%}. Correlation of each unit with the planted pose "
        f"(*nose* and *cheek*: appearances, learned from every fourth frame, trials left out; "
        f"*unlike rest*: departures, learned from nothing), and the root mean square error of the "
        f"ear. Due: eye 0.98, ear 1.5 degrees, whisker 0.8, nose and cheek 0.7.",
        "",
        "| mouse | eye | ear, degrees (within two errors) | mouth | whisker | nose | cheek "
        "| nose unlike rest | cheek unlike rest | eye, rolled | ear, rolled | whisker, rolled |",
        "|---" * 12 + "|",
    ]
    for row in report["mice"]:
        r, rolled = row["r"], row["r_rolled"]
        cells = [
            f"{row['mouse']}, {row['size_px'][0]} px",
            _cell(r["eye_aperture"]),
            f"{row['ear_rms_deg']:.2f} ({row['ear_covered_two']:.2f})",
            *(_cell(r[unit]) for unit in list(PARTS)[2:]),
            *(_cell(r[f"{part}_departure"]) for part in ("nose", "cheek")),
            _cell(rolled["eye_aperture"]),
            f"{row['ear_rolled_rms_deg']:.2f}",
            _cell(rolled["whisker_angle"]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    names = list(report["mice"][0]["roll_moves"])
    lines += [
        "",
        f"How far {ROLL_DEG:g} degrees of roll move each unit, as a share of its range, and in "
        "parentheses what rolls shifted in time would seem to (95%); due: 0.05. And how far "
        "whisking without expression moves what is not the whiskers.",
        "",
        "| mouse | " + " | ".join(name.replace("_", " ") for name in names) + " | whisking, most |",
        "|---" * (len(names) + 2) + "|",
    ]
    for row in report["mice"]:
        cells = [_pair(row["roll_moves"].get(name)) for name in names]
        most = max(row["whisking_moves"], key=lambda unit: row["whisking_moves"][unit])
        told = f"{row['whisking_moves'][most]:.3f} ({most.replace('_', ' ')})"
        lines.append("| " + " | ".join([str(row["mouse"]), *cells, told]) + " |")
    return lines


def _cell(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _pair(values: Any) -> str:
    return "" if values is None else f"{values[0]:.3f} ({values[1]:.3f})"
