"""`mouseface model train --explain`: why the model says what it says, and where it looks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..options import progress_bar


def add_explained(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    group = parser.add_argument_group("why it says what it says")
    group.add_argument(
        "--explain",
        action="store_true",
        help="attributions and partial dependence of held-out rows (boosted trees need shap)",
    )
    group.add_argument(
        "--results",
        nargs="+",
        default=[],
        metavar="RESULT",
        help="the result folders that the features are of: also where in the picture the model "
        "looks (includes --explain)",
    )
    group.add_argument(
        "--basis",
        metavar="BASIS.npz",
        help="the motion basis of the features, so that places know of it (with --results)",
    )


@dataclass(frozen=True)
class Explained:
    """What is explained.

    Attributes
    ----------
    wanted : bool
    results : tuple of Result
    basis : MotionBasis or None
    """

    wanted: bool
    results: tuple[Any, ...]
    basis: Any

    def asked_for(self) -> dict[str, Any]:
        """What a training without it is not the same as."""
        if not self.wanted:
            return {}
        digests = [one.digest for one in self.results]
        return {"explained": [digests, None if self.basis is None else self.basis.digest]}

    def explain(self, trained: Any, workers: int | None, notes: list[str]) -> Any:
        """`Explanations`, or None where they are not wanted, or the model could not be trained."""
        from ...core.frame_models import explain

        if not self.wanted:
            return None
        key = trained.target.name, trained.crossed.params.estimator
        if not any(one.models[key].model is not None for one in trained.crossed.folds):
            notes.append("nothing is explained: no fold has a model")
            return None
        with progress_bar("looking for places", "recordings") as progress:
            return explain(
                trained, self.results, basis=self.basis, workers=workers, progress=progress
            )


def explained_of(args: argparse.Namespace, tables: Sequence[Any]) -> Explained:
    """Check what is to be explained before the training.

    Raises
    ------
    ParameterError
        If an option needs another one.
    InputError, ResultMismatchError, DependencyError
        If a table's result folder is missing, or shap is.
    """
    from ...core.frame_features import MotionBasis
    from ...core.frame_models.place_report import check_basis, matched
    from ...errors import ParameterError

    _check_shap(args)
    if args.basis is not None and not args.results:
        raise ParameterError(
            "--basis has no meaning here.", expected="--results beside it", do="leave it out"
        )
    if not args.results:
        return Explained(bool(args.explain), (), None)
    if args.person is not None:
        raise ParameterError(
            "Places are not known of a model that leaves out persons.",
            expected="--results without --person",
            do="name animals in --groups instead",
        )
    basis = None if args.basis is None else MotionBasis.load(args.basis)
    found = matched(tables, [_folder(path) for path in args.results])
    check_basis(tables, basis)
    return Explained(True, tuple({one.digest: one for one in found}.values()), basis)


def _folder(path: str) -> Path:
    """The result folder, also of a folder of scores or signals made with one."""
    from ..features.source import result_folder

    found = result_folder([path])
    return Path(path) if found is None else Path(getattr(found, "path", found))


def _check_shap(args: argparse.Namespace) -> None:
    from ...errors import DependencyError, raised_as

    if args.estimator != "boosted" or not (args.explain or args.results):
        return
    lacking = "Attributions of boosted trees need the package shap."
    with raised_as(
        DependencyError, lacking, do="pip install 'element-mouseface[shap]'", of=(ImportError,)
    ):
        from importlib import import_module

        import_module("shap")
