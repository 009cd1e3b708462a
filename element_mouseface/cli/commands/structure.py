"""`mouseface structure`: which frames are alike, without a look at labels.

A sample of frames is compared: the correlation of every two frames' descriptors, sorted by
hierarchical clustering (Dolensek et al., Science 2020); coordinates by PCA, t-SNE and UMAP; and
clusters. Their number is chosen by a rule that can say that there are none: more silhouette than
sets with the same covariances and the same slowness, and a valley between each two neighbors.

Only then labels are looked at. Clusters are compared with stimuli (adjusted Rand index), with
chance from names of trials that are shuffled, never of frames; and with motion energy, brightness,
the head's position, and time. Clusters that follow those say little of the face.

The sample gives each recording, each stimulus, the baseline and each trial the same number of
frames. Black, missing, repeated and saturated frames, and those that registration lost, are left
out, and how many is told. Memory does not grow with the length of a recording.

RECORDING is a pass (`mouseface hog`), a folder of `mouseface score`, whose events are used, or a
table of named features (`mouseface features`). Of several recordings the faces must be registered
to each other: otherwise clusters are recordings, which is told.

output files in DIR:
  frames.csv           each sampled frame: recording, time, stimulus, trial, cluster, coordinates
  correlation.npy      Pearson's r of every two of them, in the order of frames.csv
  clusters.csv         each cluster: frames, silhouette, valley, what it is made of
  cluster_numbers.csv  each number of clusters that was tried, with chance
  comparisons.csv      clusters against stimuli, recordings and movement, with chance and p
  sample.csv           how many frames each trial and the baseline gave
  structure.npz        everything, to read back
  structure.png        the figure
  report.json          findings, and everything but the arrays

to read it:
  import element_mouseface as mf
  found = mf.read_structure("DIR")
  found.clusters, found.coordinates["pca"], found.comparisons, found.to_dataframe()

examples:
  mouseface structure scored --out structure
  mouseface structure face.zarr --events events.csv --method pca,tsne,umap --out structure
  mouseface structure scored_1 scored_2 --groups groups.csv --center recording --out structure
  mouseface structure face.zarr --events events.csv --features table.parquet --out structure
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..locking import locked


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "recordings",
        nargs="+",
        metavar="RECORDING",
        help="a pass, a scored folder, or a table of features; or several",
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    group = parser.add_argument_group("what is known of the recordings")
    group.add_argument(
        "--events",
        nargs="+",
        action="extend",
        metavar="FILE.csv",
        help="events of each recording (default: those of scored folders)",
    )
    group.add_argument(
        "--features",
        nargs="+",
        action="extend",
        metavar="TABLE",
        help="named features of each recording: they are compared in place of descriptors",
    )
    group.add_argument(
        "--groups",
        metavar="GROUPS.csv",
        help="whose recording each is: columns features (its path), animal, session, events",
    )
    group = parser.add_argument_group("how frames are compared")
    group.add_argument(
        "--method", metavar="pca,tsne,umap", help="coordinates (default: pca, always there)"
    )
    group.add_argument("--frames", type=int, metavar="N", help="of the sample (default: 1000)")
    group.add_argument("--clusters", metavar="N|auto", help="their number (default: auto)")
    group.add_argument(
        "--source",
        choices=("descriptors", "cells"),
        help="of a pass: normalized descriptors (default), or square roots of its cells",
    )
    group.add_argument(
        "--center",
        choices=("none", "recording"),
        help="recording: subtract the mean of each recording's sample (default: none)",
    )
    group.add_argument("--seed", type=int, metavar="N", help="of all that is drawn (default: 0)")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='further parameters: {"structure": {"linkage": "average"}}; see "Parameters"',
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def run(args: argparse.Namespace) -> int:
    """Read, compare, write, tell."""
    from ...core.results.structure_folder import write_structure
    from ...core.structure import structure
    from ...core.structure.embedding import check_methods
    from ...core.structure.sources import sources_of
    from ..structure.given import open_sources, params_of
    from ..structure.output import check_replaced, checked_out, draw_figure, print_structure

    out = checked_out(args)
    params = params_of(args)
    check_methods(params.methods)
    sources = list(sources_of(open_sources(args)))
    check_replaced(args, out, sources)
    with locked(out, "the structure"):
        found = structure(sources, params=params)
        title = f"Frames of {', '.join(found.recordings[:3])}: {Path(args.out).resolve().name}"
        write_structure(found, out, draw=lambda: draw_figure(found, out, title))
    print_structure(found, out)
    return 0
