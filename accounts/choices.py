"""The words a profile is made of."""

from django.db import models


class Sex(models.TextChoices):
    """Sex as the reference intakes know it; a profile may leave it unsaid."""

    FEMALE = "female", "female"
    MALE = "male", "male"


class ActivityLevel(models.TextChoices):
    """The four levels of the Dietary Reference Intakes for energy."""

    INACTIVE = "inactive", "inactive"
    LOW_ACTIVE = "low_active", "low active"
    ACTIVE = "active", "active"
    VERY_ACTIVE = "very_active", "very active"


class ReproductiveStatus(models.TextChoices):
    """What raises the need for many nutrients."""

    NONE = "none", "neither pregnant nor breastfeeding"
    PREGNANT = "pregnant", "pregnant"
    LACTATING = "lactating", "breastfeeding"


class Goal(models.TextChoices):
    """What someone wants to reach; at most one of the three about weight."""

    LOSE_WEIGHT = "lose_weight", "lose weight"
    KEEP_WEIGHT = "keep_weight", "keep my weight"
    GAIN_WEIGHT = "gain_weight", "gain weight"
    BUILD_MUSCLE = "build_muscle", "build muscle"
    EAT_BETTER = "eat_better", "eat better"
    PERFORM_BETTER = "perform_better", "perform better"
    MANAGE_CONDITION = "manage_condition", "manage a condition"
    KEEP_TRACK = "keep_track", "keep track"


WEIGHT_GOALS = frozenset({Goal.LOSE_WEIGHT, Goal.KEEP_WEIGHT, Goal.GAIN_WEIGHT})


class WellnessFocus(models.TextChoices):
    """What foods are graded for first."""

    BALANCED = "balanced", "balanced"
    HEART_HEALTH = "heart_health", "heart health"
    BLOOD_SUGAR = "blood_sugar", "blood sugar"
    WEIGHT_LOSS = "weight_loss", "weight loss"
    MUSCLE_BUILDING = "muscle_building", "muscle building"
    ENERGY = "energy", "energy"
    GUT_HEALTH = "gut_health", "gut health"
    BRAIN = "brain", "brain"
    BONE_JOINT = "bone_joint", "bones and joints"
    IMMUNITY = "immunity", "immunity"


class DietType(models.TextChoices):
    """A way of eating."""

    OMNIVORE = "omnivore", "everything"
    FLEXITARIAN = "flexitarian", "flexitarian"
    PESCATARIAN = "pescatarian", "pescatarian"
    VEGETARIAN = "vegetarian", "vegetarian"
    VEGAN = "vegan", "vegan"
    MEDITERRANEAN = "mediterranean", "Mediterranean"
    LOW_CARB = "low_carb", "low carb"
    KETO = "keto", "keto"
    PALEO = "paleo", "paleo"
    HALAL = "halal", "halal"
    KOSHER = "kosher", "kosher"


class Allergen(models.TextChoices):
    """The fourteen of Annex II to Regulation (EU) No 1169/2011."""

    GLUTEN = "gluten", "cereals containing gluten"
    CRUSTACEANS = "crustaceans", "crustaceans"
    EGGS = "eggs", "eggs"
    FISH = "fish", "fish"
    PEANUTS = "peanuts", "peanuts"
    SOYBEANS = "soybeans", "soybeans"
    MILK = "milk", "milk"
    NUTS = "nuts", "nuts"
    CELERY = "celery", "celery"
    MUSTARD = "mustard", "mustard"
    SESAME = "sesame", "sesame seeds"
    SULPHITES = "sulphites", "sulphur dioxide and sulphites"
    LUPIN = "lupin", "lupin"
    MOLLUSCS = "molluscs", "molluscs"


class Units(models.TextChoices):
    """How measures are shown; they are stored in metric units."""

    METRIC = "metric", "metric"
    IMPERIAL = "imperial", "imperial"


class EnergyUnit(models.TextChoices):
    """How energy is shown; it is stored in kilocalories."""

    KCAL = "kcal", "kcal"
    KJ = "kJ", "kJ"


class Region(models.TextChoices):
    """Whose words are meant: chips, biscuit, jelly."""

    US = "US", "American"
    GB = "GB", "British"


class Platform(models.TextChoices):
    """Where someone is logged in."""

    WEB = "web", "web"
    IOS = "ios", "iOS"
    ANDROID = "android", "Android"
    DESKTOP = "desktop", "desktop"
    OTHER = "other", "other"
