"""Formulas that grade food: nutrients in, grades out, the same for everybody and for ever.

Nothing here knows Django or a database. Every coefficient and threshold stands in ``nutrition/data/grading/``
with its source; ``tables.formula_version()`` changes with the code's version and with any of those tables.
"""
