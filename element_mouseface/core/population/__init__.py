"""Populations of mice: prototypes of other mice, group statistics, and designs to come.

params               what is compared, and how
rows                 a number a trial: the table that group statistics take
reading              that table from CSV, from scored recordings, from tables of features
design               columns and contrasts of a mixed model
components           variances of mice, sessions, responses and trials
cluster_errors       intervals over few mice
counted              what trials or frames counted as animals would have given
mixed_model          group statistics with the mouse as the unit
power                how many trials and mice an effect needs
faces                what one recording shows of a face, at rest and in trials
face_registration    faces laid over each other, and refused where they do not fit
prototypes           each mouse scored by prototypes of the others
distance             how unlike a mouse is to the others
population           all of it
folder               the files of a population
"""

from .mixed_model import EffectRow, MixedModel, mixed_model
from .params import PopulationParams
from .population import Population, population
from .power import NeededRow, Power, needed_trials
from .rows import TrialRows

__all__ = [
    "EffectRow",
    "MixedModel",
    "NeededRow",
    "Population",
    "PopulationParams",
    "Power",
    "TrialRows",
    "mixed_model",
    "needed_trials",
    "population",
]
