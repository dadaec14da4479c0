"""The Nutri-Score once more, written out by hand from the published definition, to hold the tables against.

Nothing here is read from the project's tables: a slip in one of them shows as a difference.
"""

ENERGY = (335, 670, 1005, 1340, 1675, 2010, 2345, 2680, 3015, 3350)
SATURATES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
SATURATES_PER_FAT = (10, 16, 22, 28, 34, 40, 46, 52, 58, 64)
SUGARS = (3.4, 6.8, 10, 14, 17, 20, 24, 27, 31, 34, 37, 41, 44, 48, 51)
SALT = (0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4)
FIBRE = (3.0, 4.1, 5.2, 6.3, 7.4)
PROTEIN = (2.4, 4.8, 7.2, 9.6, 12, 14, 17)

# What the points of each component are, by its key: (thresholds, points once each is passed).
ONE_EACH = tuple(range(1, 21))
FOODS_2023 = {
    "energy_kj": (ENERGY, ONE_EACH),
    "sugars_g": (SUGARS, ONE_EACH),
    "saturated_fat_g": (SATURATES, ONE_EACH),
    "salt_g": (SALT, ONE_EACH),
    "fruit_vegetable_legume_percent": ((40, 60, 80), (1, 2, 5)),
    "fibre_g": (FIBRE, ONE_EACH),
    "protein_g": (PROTEIN, ONE_EACH),
}
RED_MEAT_2023 = FOODS_2023 | {"protein_g": (PROTEIN, (1, 2, 2, 2, 2, 2, 2))}
FATS_2023 = {
    "energy_from_saturates_kj": ((120, 240, 360, 480, 600, 720, 840, 960, 1080, 1200), ONE_EACH),
    "sugars_g": (SUGARS, ONE_EACH),
    "saturates_per_fat_percent": (SATURATES_PER_FAT, ONE_EACH),
    "salt_g": (SALT, ONE_EACH),
    "fruit_vegetable_legume_percent": ((40, 60, 80), (1, 2, 5)),
    "fibre_g": (FIBRE, ONE_EACH),
    "protein_g": (PROTEIN, ONE_EACH),
}
BEVERAGES_2023 = FOODS_2023 | {
    "energy_kj": ((30, 90, 150, 210, 240, 270, 300, 330, 360, 390), ONE_EACH),
    "sugars_g": ((0.5, 2, 3.5, 5, 6, 7, 8, 9, 10, 11), ONE_EACH),
    "fruit_vegetable_legume_percent": ((40, 60, 80), (2, 4, 6)),
    "protein_g": ((1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0), ONE_EACH),
    "non_nutritive_sweeteners": ((0,), (4,)),
}
FOODS_2017 = {
    "energy_kj": (ENERGY, ONE_EACH),
    "sugars_g": ((4.5, 9, 13.5, 18, 22.5, 27, 31, 36, 40, 45), ONE_EACH),
    "saturated_fat_g": (SATURATES, ONE_EACH),
    "sodium_mg": ((90, 180, 270, 360, 450, 540, 630, 720, 810, 900), ONE_EACH),
    "fruit_vegetable_legume_percent": ((40, 60, 80), (1, 2, 5)),
    "fibre_g": ((0.9, 1.9, 2.8, 3.7, 4.7), ONE_EACH),
    "protein_g": ((1.6, 3.2, 4.8, 6.4, 8.0), ONE_EACH),
}
FATS_2017 = {
    ("saturates_per_fat_percent" if key == "saturated_fat_g" else key): steps
    for key, steps in FOODS_2017.items()
} | {"saturates_per_fat_percent": (SATURATES_PER_FAT, ONE_EACH)}
BEVERAGES_2017 = FOODS_2017 | {
    "energy_kj": ((0, 30, 60, 90, 120, 150, 180, 210, 240, 270), ONE_EACH),
    "sugars_g": ((0, 1.5, 3, 4.5, 6, 7.5, 9, 10.5, 12, 13.5), ONE_EACH),
    "fruit_vegetable_legume_percent": ((40, 60, 80), (2, 4, 10)),
}
POINTS = {
    ("2023", "general"): FOODS_2023,
    ("2023", "red_meat"): RED_MEAT_2023,
    ("2023", "cheese"): FOODS_2023,
    ("2023", "fats_oils_nuts_seeds"): FATS_2023,
    ("2023", "beverage"): BEVERAGES_2023,
    ("2023", "water"): BEVERAGES_2023,
    ("2017", "general"): FOODS_2017,
    ("2017", "red_meat"): FOODS_2017,
    ("2017", "cheese"): FOODS_2017,
    ("2017", "fats_oils_nuts_seeds"): FATS_2017,
    ("2017", "beverage"): BEVERAGES_2017,
    ("2017", "water"): BEVERAGES_2017,
}
# The highest score that still gets the letter.
LETTERS = {
    ("2023", "general"): {"A": 0, "B": 2, "C": 10, "D": 18},
    ("2023", "red_meat"): {"A": 0, "B": 2, "C": 10, "D": 18},
    ("2023", "cheese"): {"A": 0, "B": 2, "C": 10, "D": 18},
    ("2023", "fats_oils_nuts_seeds"): {"A": -6, "B": 2, "C": 10, "D": 18},
    ("2023", "beverage"): {"B": 2, "C": 6, "D": 9},
    ("2023", "water"): {"B": 2, "C": 6, "D": 9},
    ("2017", "general"): {"A": -1, "B": 2, "C": 10, "D": 18},
    ("2017", "red_meat"): {"A": -1, "B": 2, "C": 10, "D": 18},
    ("2017", "cheese"): {"A": -1, "B": 2, "C": 10, "D": 18},
    ("2017", "fats_oils_nuts_seeds"): {"A": -1, "B": 2, "C": 10, "D": 18},
    ("2017", "beverage"): {"B": 1, "C": 5, "D": 9},
    ("2017", "water"): {"B": 1, "C": 5, "D": 9},
}
AT_LEAST = "saturates_per_fat_percent"


def points(version: str, food_class: str, key: str, amount: float) -> int:
    """The points of an amount, counted threshold by threshold."""
    earned = 0
    for threshold, worth in zip(*POINTS[version, food_class][key], strict=False):
        if amount > threshold or (key == AT_LEAST and amount == threshold):
            earned = worth
    return earned


def letter(version: str, food_class: str, score: int) -> str:
    """The letter of a score."""
    for name, most in LETTERS[version, food_class].items():
        if score <= most:
            return name
    return "E"


def protein_counts(version: str, food_class: str, negative: int, fruit: int) -> bool:
    """Whether protein is taken off."""
    is_drink = food_class in {"beverage", "water"}
    if food_class == "cheese":
        return True
    if version == "2017":
        return negative < 11 or fruit >= (10 if is_drink else 5)
    return is_drink or negative < (7 if food_class == "fats_oils_nuts_seeds" else 11)
