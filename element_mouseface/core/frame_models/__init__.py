"""Models of named features that can be read: which features, how much, and how sure.

features     the columns of tables, as models take them
training     a model of some tables, tested on what was left out
model        the trained model: its file, and what it says of other tables
weights      the weight of each feature over folds
clusters     features that say nearly the same
figures      figures of merit, with chance and permuted labels beside them
targets      what is learned: of ratings, pictures, events and behaviors
ratings      a column of a text table, matched to rows
event_table  one row an event
dependence   what a model says if one feature had another value
places       what is told of where in the picture a model looks
place_report where in the picture a model looks
picture_weights  weights of a linear model of small pictures
lost         what is lost with a part of the picture, of all categories and of each
stability    whether folds agree about what drives each category
explaining   all of it: attributions by module, dependence, places
attributions which features make the model say what it says of a row
"""

from .attributions import Attributions, attributions, held_out_attributions
from .dependence import PartialDependence, partial_dependence
from .event_table import event_table
from .explaining import Explanations, explain
from .features import TableFeatures
from .model import FrameModel, FramePrediction, load_model
from .params import READABLE, FrameModelParams
from .picture_weights import picture_weights
from .place_report import place_report
from .places import ClassMap, ClassShare, ModelPlace, PictureWeights, PlaceReport
from .rows import ClusterRow, FoldRow, MetricRow, WeightRow
from .stability import StabilityRow, model_stability
from .trained import TrainedModel
from .training import train_model

__all__ = [
    "READABLE",
    "Attributions",
    "ClassMap",
    "ClassShare",
    "ClusterRow",
    "Explanations",
    "FoldRow",
    "FrameModel",
    "FrameModelParams",
    "FramePrediction",
    "MetricRow",
    "ModelPlace",
    "PartialDependence",
    "PictureWeights",
    "PlaceReport",
    "StabilityRow",
    "TableFeatures",
    "TrainedModel",
    "WeightRow",
    "attributions",
    "event_table",
    "explain",
    "held_out_attributions",
    "load_model",
    "model_stability",
    "partial_dependence",
    "picture_weights",
    "place_report",
    "train_model",
]
