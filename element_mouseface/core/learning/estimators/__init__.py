"""Models of a target: boosted trees, and linear models beside them.

    fit_model     fit the estimator of a name to rows of features
    unpenalized   what its weights would be without a penalty
    Model         what it gives: scores of rows, and its arrays for a file

A score is a log-odds (binary), a log-probability of each category up to one number for all
of them (category, ordinal), or the value itself (continuous).
"""

from .fitting import fit_model
from .model import Model, probabilities_of
from .newton import unpenalized

__all__ = ["Model", "fit_model", "probabilities_of", "unpenalized"]
