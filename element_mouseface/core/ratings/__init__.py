"""Ratings of the face by people, how far raters agree, and models of what they rate.

scale          the levels of a rating, and the names of the rated units
unit_ratings   ratings of one recording, or of one set of pictures
reading        from text tables; writing: as one
layouts        which column of a table is what; PainFace's too
kappa          weighted kappa of two raters
intraclass     intraclass correlations, with their intervals
lin            Lin's concordance
pooled         ratings of several recordings, and what is independent in them
agreement      between raters, and between a model and raters
rated_rows     the features of what was rated
rated_units    ordinal models of ratings, beside how far raters agree
sums           the MGS-like mean and sum
"""

from .agreement import RatingAgreement, rating_agreement
from .intraclass import IntraclassRow, intraclass_correlation
from .kappa import weighted_kappa
from .lin import concordance
from .rated_units import RATED, RatedUnits, rated_units
from .reading import read_unit_ratings
from .scale import GRIMACE_UNITS, RatingScale
from .sums import UnitSum, grimace_sums, sum_of_units
from .unit_ratings import UnitRating, UnitRatings, merged
from .writing import write_unit_ratings

__all__ = [
    "GRIMACE_UNITS",
    "RATED",
    "IntraclassRow",
    "RatedUnits",
    "RatingAgreement",
    "RatingScale",
    "UnitRating",
    "UnitRatings",
    "UnitSum",
    "concordance",
    "grimace_sums",
    "intraclass_correlation",
    "merged",
    "rated_units",
    "rating_agreement",
    "read_unit_ratings",
    "sum_of_units",
    "weighted_kappa",
    "write_unit_ratings",
]
