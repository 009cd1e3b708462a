"""Definitions of the named features that are no function of one small picture."""

from __future__ import annotations

from ..features.named.definitions import FeatureDefinition

QUALITY: tuple[FeatureDefinition, ...] = (
    FeatureDefinition(
        "luminance", "quality", "luma", "quality", "Mean of the crop's pixels in the movie."
    ),
    FeatureDefinition(
        "sharpness",
        "quality",
        "1",
        "quality",
        "Root mean square of the length of the central differences v[x+1] - v[x-1] and v[y+1] - "
        "v[y-1] over every fourth row of the crop, divided by the mean. NaN if the mean is 0.",
    ),
    FeatureDefinition(
        "entropy",
        "quality",
        "bits",
        "quality",
        "Shannon entropy of the 256-level histogram of every fourth pixel of every fourth row.",
    ),
    FeatureDefinition(
        "motion_energy",
        "quality",
        "luma",
        "quality",
        "Mean absolute difference of the crop's pixels in the movie to the frame before. NaN "
        "without one.",
    ),
)
"""Traces of the pass, of the whole crop, in the order of the columns."""

THUMBNAIL_MOTION: tuple[FeatureDefinition, ...] = (
    FeatureDefinition(
        "thumbnail_motion",
        "motion",
        "luma",
        "thumbnail",
        "Mean absolute difference of the region's thumbnail pixels to the frame before. NaN "
        "without one.",
    ),
)
"""Motion of a region from thumbnails."""
