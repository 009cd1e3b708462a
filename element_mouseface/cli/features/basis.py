"""`mouseface features --fit-basis`: components of motion that several recordings share."""

from __future__ import annotations

import argparse


def fit_basis(args: argparse.Namespace) -> int:
    """Fit, write, tell (InputError, ResultError, PathError)."""
    from ...core.frame_features import fit_motion_basis
    from ...core.outputs import checked_file
    from ...errors import ParameterError
    from .source import result_folder

    if args.out is not None:
        raise ParameterError(
            "--fit-basis writes no table.",
            expected="--fit-basis, or --out",
            do="fit the basis first, then give it with --basis and --out",
        )
    folders = [result_folder([path]) for path in args.video]
    for given, folder in zip(args.video, folders, strict=True):
        if folder is None:
            raise ParameterError(
                f"A basis is fitted to result folders, and {given} is none.",
                expected="folders of `mouseface hog`, `mouseface score` or `mouseface signals`",
                do="make the pass first: mouseface hog VIDEO --out FACE.zarr",
            )
    there = [folder for folder in folders if folder is not None]
    what = "the motion basis"
    checked_file(args.fit_basis, what=what, inputs=args.video, overwrite=args.overwrite)
    basis = fit_motion_basis(there, n_components=args.components)
    basis.save(args.fit_basis, overwrite=args.overwrite)
    share = basis.strengths / basis.total_variance
    print(f"{len(basis)} components of {basis.n_sampled} frames of {len(there)} recordings")
    for number, part in enumerate(share.tolist(), 1):
        print(f"  component {number:>3}  {part:.1%} of the variance of motion")
    print(f"written: {args.fit_basis}")
    return 0
