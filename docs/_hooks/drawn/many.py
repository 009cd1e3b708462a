"""Several movies: a lamp, graded stimuli, sessions, decoders, populations of mice."""

from __future__ import annotations

from .runner import Runner, part

_MICE = (1, 2, 3, 4)
_STIMULI = ("quinine", "sucrose", "tail_shock")
#: the others take minutes
_TWO_DECODERS = '{"learning": {"beside": ["discriminant"]}, "decoding": {"temporal": false}}'
_SMALL = {"fps": 10, "size_px": (160, 120)}


@part("many", pictures=("sessions",), outputs=("sessions", "sessions_table"))
def draw_sessions(runner: Runner) -> None:
    """Score a folder of movies, each with its events beside it."""
    for mouse in _MICE:
        runner.path("movies").mkdir(exist_ok=True)
        settings = {"stimuli": _STIMULI, "trials_per_stimulus": 4, "duration_s": 90}
        runner.film(f"movies/m{mouse}", identity=mouse, seed=mouse, **settings, **_SMALL)
    runner.show("sessions", "score", "movies/", "--method", "contrast", "--out", "scored", first=6)
    rows = runner.path("scored/sessions.csv").read_text()
    runner.write("sessions_table", "$ head -4 scored/sessions.csv", rows, first=4)
    runner.keep("scored/sessions.png", "sessions")


@part("many", pictures=("population",), outputs=("population",))
def draw_population(runner: Runner) -> None:
    """Compare the mice with each other."""
    rows = "".join(f"scored/m{mouse},m{mouse},1\n" for mouse in _MICE)
    runner.path("groups.csv").write_text(f"recording,mouse,session\n{rows}")
    folders = [f"scored/m{mouse}" for mouse in _MICE]
    given = ("--groups", "groups.csv", "--effect-size", 0.1, "--mice", 3, 4, 6, 8, 12)
    runner.show("population", "population", *folders, *given, "--out", "population", first=10)
    runner.keep("population/population.png", "population")


@part("many", pictures=("decoding",), outputs=("decoding",))
def draw_decoders(runner: Runner) -> None:
    """Tell from the face which stimulus each mouse got."""
    rows = "".join(f"scored/m{m},m{m},1,movies/m{m}.csv\n" for m in _MICE)
    runner.path("decoded.csv").write_text(f"recording,animal,session,events\n{rows}")
    folders = [f"scored/m{mouse}" for mouse in _MICE]
    runner.path("quick.json").write_text(_TWO_DECODERS)
    given = ("--groups", "decoded.csv", "--permutations", 19, "--params", "quick.json")
    runner.show("decoding", "decode", *folders, *given, "--out", "decoded", first=10)
    runner.keep("decoded/decoding.png", "decoding")


@part("many", pictures=("amounts",), outputs=("graded_events",))
def draw_amounts(runner: Runner) -> None:
    """Give quinine in four amounts, and look whether the face follows them."""
    amounts = (0.1, 0.3, 0.6, 1.0)
    order = [amounts[k % 4] for k in (0, 2, 1, 3, 3, 1, 2, 0, 1, 3, 0, 2, 2, 0, 3, 1)]
    events = [("quinine", 4 + 6 * k, 6 + 6 * k, amount) for k, amount in enumerate(order)]
    made = runner.film("graded", events=events, identity=2, seed=5, duration_s=104, **_SMALL)
    made.write_events(runner.path("graded.csv"), amount_unit="mM", overwrite=True)
    runner.write(
        "graded_events", "$ head -4 graded.csv", runner.path("graded.csv").read_text(), first=4
    )
    runner.run("hog", "graded.mp4", "--out", "graded.zarr")
    quick = ("--permutations", 0, "--no-movement", "--estimator", "discriminant")
    runner.run("decode", "graded.zarr", "--events", "graded.csv", *quick, "--out", "amounts")
    runner.keep("amounts/amounts.png", "amounts")


@part("many", pictures=("places",))
def draw_places(runner: Runner) -> None:
    """Light a lamp at one of two stimuli, and be told."""
    from element_mouseface.synthetic import Artifact

    lamp = Artifact("led", on=("quinine",), at=(0.9, 0.15))
    stimuli = {"stimuli": ("quinine", "sucrose"), "trials_per_stimulus": 4, "duration_s": 75}
    runner.film(
        "lamp", identity=3, seed=2, artifacts=(lamp,), fps=15, size_px=(320, 240), **stimuli
    )
    given = ("--events", "lamp.csv", "--method", "contrast", "--out", "lamp")
    runner.run("score", "lamp.mp4", *given)
    runner.keep("lamp/places.png", "places")
