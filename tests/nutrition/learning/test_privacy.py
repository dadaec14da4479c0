"""No row that is counted tells who said something, nor when beyond the day."""

import pytest
from django.db import models

from accounts.models import User
from nutrition.learning.models import Correction, Miss, Proposal
from nutrition.models import Food
from nutrition.monitoring.models import LatestResolutions, LayerCount, ResolutionCount

COUNTS = (Miss, Correction, ResolutionCount, LayerCount, LatestResolutions)
# What a field can be that tells of no person; a text is one of a bounded set, or a name without an amount.
HARMLESS = (
    models.BigAutoField,
    models.CharField,
    models.DateField,
    models.PositiveIntegerField,
    models.PositiveBigIntegerField,
    models.BigIntegerField,
    models.FloatField,
    models.BooleanField,
)
SAYS_WHO = {"user", "account", "device", "session", "ip", "address", "email", "person", "who", "by", "token"}


@pytest.mark.parametrize("model", COUNTS)
def test_no_field_can_tell_a_person(model):
    for field in model._meta.get_fields():
        assert not SAYS_WHO & set(field.name.split("_")), field
        if isinstance(field, models.ForeignKey):
            assert field.related_model is Food
        elif field.name != "histogram":
            assert isinstance(field, HARMLESS), field
            assert not isinstance(field, models.DateTimeField), field


def test_a_proposal_knows_nobody_but_the_curator_who_decided():
    people = [field.name for field in Proposal._meta.get_fields() if field.related_model is User]
    assert people == ["decided_by"]
