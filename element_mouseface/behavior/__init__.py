"""Tables of behaviors: what people labeled, classifiers, and what these find.

    ethograms             Behavior Ethogram
    label_sets            LabelSet
    agreements            LabelAgreement
    paramsets             BehaviorFeatureParamSet ClassifierParamSet
    training_sets         TrainingSet
    classifier_tasks      ClassifierTask
    classifiers           Classifier
    classification_tasks  ClassificationTask
    classification        Classification
    review_queues         ReviewQueue

All are reachable from here, and `activate` binds them together.  The module knows recordings
and descriptors, and neither expression nor Facemap: any of them can be used alone.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from ._schema import schema
from .agreements import LabelAgreement
from .classification import Classification
from .classification_tasks import ClassificationTask
from .classifier_tasks import ClassifierTask
from .classifiers import Classifier
from .ethograms import Behavior, Ethogram
from .label_sets import LabelSet
from .paramsets import BehaviorFeatureParamSet, ClassifierParamSet
from .review_queues import ReviewQueue
from .training_sets import TrainingSet

__all__ = [
    "Behavior",
    "BehaviorFeatureParamSet",
    "Classification",
    "ClassificationTask",
    "Classifier",
    "ClassifierParamSet",
    "ClassifierTask",
    "Ethogram",
    "LabelAgreement",
    "LabelSet",
    "ReviewQueue",
    "TrainingSet",
    "activate",
    "schema",
]

TABLES = (
    *(Behavior, Ethogram, LabelSet, LabelAgreement),
    *(BehaviorFeatureParamSet, ClassifierParamSet, TrainingSet, ClassifierTask, Classifier),
    *(ClassificationTask, Classification, ReviewQueue),
)
activate = SchemaModule(
    "behavior", schema, TABLES, after={"descriptors": descriptors_schema}
).activate
