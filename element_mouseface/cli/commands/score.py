"""`mouseface score`: scores of every frame, bouts, rows per event and figures.

Score every frame of a movie with two methods:

  score       the contrast score: 0 is the neutral face, 1 the mean expression of the
              stimulus. Head motion, light and licking are removed, each trial is scored
              by prototypes made without it, and every score has a standard error. If the
              data do not support a score, it is refused with the reason; this is a result,
              and the exit code is still 0.
  similarity  the published method (Dolensek et al., Science 2020): the Pearson correlation
              of the frame's HOG descriptor with the prototype of a stimulus, which is the
              mean of the ten frames of its events least like a neutral face.

Prototypes have the names of stimuli; the emotion behind a stimulus is your interpretation.

EVENTS.csv has a header and one row for each event, in seconds from the first frame, or on
the experiment's clock with --clock:
  event,onset_s,offset_s
  sucrose,12.5,14.5
  quinine,30,32
A frame belongs to an event if onset <= time < offset.

VIDEO may be a folder of movies. Each is a separate recording with its events in the same
folder: NAME.events.csv or NAME.csv for NAME.mp4 (or in the folder given with --events). Each
is scored into DIR/NAME; DIR/sessions.csv and sessions.png show the response of each session
to each stimulus. If a movie fails, it is reported, the others continue, and the exit code is
2; the same command again computes what is missing.

output files in DIR:
  scores.csv       one row per frame: frame, time_s, <stimulus>_similarity, ...,
                   <stimulus>_score, <stimulus>_score_se, ..., flags
  bouts.csv        intervals in which each similarity and each score was high; with shocks,
                   fear after the first
  events.csv       mean, peak, latency, area under the curve (auc), half decay, change from
                   baseline: for each measure, event, prototype and window around the event
  habituation.csv  how the mean changes over the trials of a stimulus
  folds.csv        which frames were scored by prototypes made without which event
  trials.csv       each trial: whether it was used; probability, amplitude, latency and decay
                   of the response
  time_courses.csv each stimulus: latency and decay of its responses
  registration.csv the head's shift and the light, frame by frame, as measured and residual
  prototypes.npz, contrast_prototypes.npz   for --prototypes
  contrast_models.npz   the model of each fold, for `mouseface why`
  score.png        faces above the traces;  similarity.png: the same for similarity
  registration.png the shift of the head, and the residual shift after registration
  places.png       places that respond unlike a face, such as a lamp, if there are any
  why.png          which parts of the face drive each score
  events.png       the responses to each stimulus, trial by trial
  prototypes.png   the published prototypes;  contrast_prototypes.png: those of the score
  signals          with --regions: a folder of facial signals
  clock.png        with --clock: its times compared with the movie's, dropped and duplicated frames
  report.json      findings, how much of each score movement explains, parameters, checksums
  descriptors.zarr the pass over the movie; reused if nothing has changed

examples:
  mouseface score face.mp4 --events events.csv --out scored
  mouseface score face.mp4 --events events.csv --out scored --crop 120,80,320,240
  mouseface score day2.mp4 --prototypes scored --out scored2
  mouseface score movies/ --out scored                            each movie of a folder
  mouseface score day9.mp4 --prototypes scored --out day9         with all days of it, pooled
  mouseface score face.mp4 --events events.csv --out scored --method published
  mouseface score face.mp4 --events daq_events.csv --clock ttl_edges.csv --out scored
  mouseface score face.mp4 --events daq_events.csv --clock OPEN_EPHYS_FOLDER --out scored
     asks which line and which edges: --clock-line 4 --clock-edges rising
  mouseface score face.mp4 --events events.csv --out scored --window late=1,2
  mouseface score face.mp4 --events events.csv --out scored --params params.json
     where params.json holds {"published": {"neutral": "stillest"}, "hog": {"orientations": 8},
     "contrast": {"look_ahead_s": 0}, "measures": {"bout_enter": 0.6}}
"""

from __future__ import annotations

import argparse
from typing import Any

from ...core.scoring.methods import METHODS, methods
from ..clock_options import add_clock_options
from ..locking import locked
from ..options import add_crop_option, add_video_options
from ..score.checks import checked
from ..score.folder import is_finished
from ..score.given import ALL
from ..score.job import ScoreJob
from ..score.params import add_method_options
from ..score.sessions import hash_of_job, movies_given, score_sessions
from ..window_options import add_window_option


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser)
    add_clock_options(parser)
    parser.add_argument(
        "--events",
        metavar="EVENTS.csv",
        help="the stimuli with onset and offset; with a folder of movies, the folder of their "
        "events (default: beside the movies)",
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    parser.add_argument(
        "--prototypes",
        metavar="PATH",
        action="append",
        help="score with the prototypes of another recording: an output folder of `mouseface "
        "score`, or a prototypes file in it; --events is then optional. If given several times, or "
        "with a folder of such folders, the published prototypes are pooled (the mean of all "
        "source frames); those of the contrast score cannot be pooled",
    )
    add_crop_option(parser)
    parser.add_argument(
        "--signals",
        metavar="PATH",
        help="facial signals of this movie, a _proc.npy of Facemap or a folder of `mouseface "
        "signals`: the report then says how much motion, licking and the pupil explain",
    )
    parser.add_argument(
        "--regions",
        metavar="REGIONS.json",
        help="regions of `mouseface regions`: their motion, pupils, blinks and running are "
        "measured in the same pass, written to DIR/signals, and used like --signals",
    )
    parser.add_argument(
        "--sbin",
        type=int,
        default=4,
        metavar="PIXELS",
        help="with --regions: bin size of their motion, in pixels (default: %(default)s)",
    )
    _add_how_to_score(parser)
    add_method_options(parser)


def _add_how_to_score(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to score")
    named = ", ".join(f"{one.name} ({one.measure})" for one in methods())
    group.add_argument(
        "--method",
        choices=(*METHODS, ALL),
        help=f"{named}, or all of them (default; with --prototypes: those with prototypes)",
    )
    add_window_option(group)
    group.add_argument("--params", metavar="FILE.json", help="parameters, see the last example")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what another movie, crop or program left in DIR",
    )
    group.add_argument(
        "--repair",
        action="store_true",
        help="recompute what is damaged or missing in DIR/descriptors.zarr",
    )


def run(args: argparse.Namespace) -> int:
    """Check everything, pass over the movie, score it, write the files; the same for a folder."""
    movies = movies_given(args)
    if movies:
        return score_sessions(movies, args, _score_unless_there)
    job = checked(args)
    with locked(job.out):
        _score(job, args)
    return 0


def _score_unless_there(args: argparse.Namespace) -> None:
    """Score one movie of a folder, unless an earlier run finished it."""
    job = checked(args)
    with locked(job.out):
        if not args.overwrite and is_finished(job.out, hash_of_job(job)):
            print(f"{job.movie.title}: scored already, with the same events and parameters")
        else:
            _score(job, args)


def _score(job: ScoreJob, args: argparse.Namespace) -> None:
    """Score, write, draw and print a summary."""
    from ...core.results.write_folder import write_folder
    from ...plots.overview import draw_overview
    from ..score.scoring import score_movie
    from ..score.summary import tell

    scored = score_movie(job, args)
    reader, box = job.reader, job.box

    def face(frame: int) -> Any:
        ((_, luma),) = reader.read_luma(frame, frame + 1)
        return luma[box].copy()

    def draw() -> None:
        times = {"movie_s": reader.times_s, "key_frames_s": scored.times_s[reader.start_frames]}
        draw_overview(scored, job.out, face, **times)

    write_folder(scored, job.out, draw)
    tell(scored, job.out)
