"""Structure without labels: frames that are alike, clusters, and what those follow.

sources      recordings, and which of their frames can be used
sampling     a sample spread over recordings, stimuli, trials and time
descriptors  the numbers of the sampled frames, and their correlations
embedding    principal components, t-SNE, UMAP
clustering   the tree, the number of clusters, valleys between them
comparing    clusters against stimuli, recordings and movement, with chance
telling      rows of clusters
findings     what has to be known, in sentences
finding      all of it
content      as JSON and arrays, and back
"""

from .finding import structure
from .params import StructureParams
from .rows import (
    ClusterRow,
    ComparisonRow,
    CountRow,
    LeftOutRow,
    StratumRow,
    Structure,
)
from .sources import StructureSource

__all__ = [
    "ClusterRow",
    "ComparisonRow",
    "CountRow",
    "LeftOutRow",
    "StratumRow",
    "Structure",
    "StructureParams",
    "StructureSource",
    "structure",
]
