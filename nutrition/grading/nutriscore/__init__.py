"""The Nutri-Score of a food, by the algorithm of 2023 and by that of 2017.

Both give points for what 100 g (of a drink 100 ml) should have little of, take off points for what it should
have, and turn the sum into a letter. It is a computed letter, never the registered logo.
"""

from nutrition.grading.nutriscore.balanced import balanced_score
from nutrition.grading.nutriscore.scheme import CLASSES, NOT_RATED
from nutrition.grading.nutriscore.score import Component, NutriScore, nutri_score_2017, nutri_score_2023

__all__ = [
    "CLASSES",
    "NOT_RATED",
    "Component",
    "NutriScore",
    "balanced_score",
    "nutri_score_2017",
    "nutri_score_2023",
]
