"""Parameters of structure without labels."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param

#: How frames are laid out in the plane.
METHODS = ("pca", "tsne", "umap")
#: What of a result folder is compared; of tables it is their columns.
DESCRIPTORS, CELLS = "descriptors", "cells"
LINKAGES = ("ward", "average", "complete")
#: The number of clusters is chosen by the rule.
AUTO = 0


@dataclass(frozen=True)
class StructureParams(Params):
    """How frames are sampled, compared and put into clusters.

    Parameters
    ----------
    frames : int
        Size of the sample over all recordings.
    source : {'descriptors', 'cells'}
        Of result folders: normalized HOG descriptors, or square roots of the cell histograms
        before normalization.
    margin_s : float
        Frames this shortly after an event are neither of the stimulus nor of the baseline.
    center : {'none', 'recording'}
        'recording' subtracts the mean of each recording's sample, so that what is the same in all
        of its frames does not count.
    most_motion : float
        Frames with more motion energy than this quantile of their recording are left out; 1 keeps
        all.
    most_shift_px : float or None
        Frames whose head is further away than this from the recording's usual place are left out;
        in pixels of the crop.
    components : int
        Principal components that clusters, t-SNE and UMAP are computed from.
    linkage : {'ward', 'average', 'complete'}
        Of the hierarchical clustering.
    clusters : int
        Number of clusters; 0 chooses it by the rule, which may say 1.
    most_clusters : int
        The largest number that the rule tries.
    counting_frames : int
        At most so many frames of the sample are compared with surrogates to choose the number.
    surrogates : int
        Sets without clusters that the rule compares with.
    level : float
        A number of clusters is accepted if its p value, corrected for how many numbers are tried,
        is at most this,
    most_valley : float
        and if the density between each cluster and its nearest falls to this share or below.
    methods : sequence of {'pca', 'tsne', 'umap'}
        Coordinates to compute.
    perplexity : float
        Of t-SNE.
    neighbors, min_dist : int, float
        Of UMAP.
    permutations : int
        Draws of each null distribution.
    seed : int
        Of everything that is drawn at random.
    """

    frames: int = param(1000, 20, 4000)
    source: str = param(DESCRIPTORS, choices=(DESCRIPTORS, CELLS))
    margin_s: float = param(2.0, 0, 3600)
    center: str = param("none", choices=("none", "recording"))
    most_motion: float = param(1.0, above=0, high=1)
    most_shift_px: float | None = param(None, above=0)
    components: int = param(10, 2, 100)
    linkage: str = param("ward", choices=LINKAGES)
    clusters: int = param(AUTO, 0, 100)
    most_clusters: int = param(8, 2, 50)
    counting_frames: int = param(500, 20, 2000)
    surrogates: int = param(199, 19, 10_000)
    level: float = param(0.01, above=0, high=0.2)
    most_valley: float = param(0.8, above=0, high=1)
    methods: tuple[str, ...] = param(("pca",), choices=METHODS)
    perplexity: float = param(30.0, 1, 1000)
    neighbors: int = param(15, 2, 500)
    min_dist: float = param(0.1, 0, 1)
    permutations: int = param(999, 19, 100_000)
    seed: int = param(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        object.__setattr__(self, "methods", tuple(dict.fromkeys(("pca", *self.methods))))
        if 1 / (1 + self.surrogates) > self.level:
            raise ParameterError(
                "StructureParams: no number of clusters could be accepted.",
                expected=f"at least {round(1 / self.level) - 1} surrogates for a level of "
                f"{self.level:g}",
                got=f"{self.surrogates}",
                do="raise surrogates, or the level",
            )
