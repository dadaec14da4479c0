"""Names out of the publishers' descriptions: a readable one, and the synonyms that stand beside it."""

import re
from collections.abc import Iterator

from nutrition.distil.source_tables import Source

MAX_LENGTH = 160
# FNDDS says what it does not know ("not further specified"); SR28 how the cut was trimmed and graded.
_NOISE = re.compile(
    r",? ?\b(?:NFS|NS as to (?:[^,]|,(?= or\b))*)"
    r"|,? ?\(includes? [^)]*\)"
    r"|, trimmed to \d+(?:/\d+)?\" fat"
    r"|, (?:all grades|choice|select|prime)(?=,|$)"
    r"|, year round average"
    r"|, commercially prepared"
    r"|, formulated bar"
    r"|, mature seeds"
    r"|, all (?:commercial )?varieties"
    r"|, includes skin",
    re.IGNORECASE,
)
_SHORTER = (
    (re.compile(r"\bseparable lean only\b", re.IGNORECASE), "lean only"),
    (re.compile(r"\bseparable lean and fat\b", re.IGNORECASE), "lean and fat"),
    (re.compile(r"\b(chicken), broilers or fryers\b", re.IGNORECASE), r"\1"),
)
_PARENTHESES = re.compile(r"\s*,?\s*\(([^()]*)\)")
# What stands in parentheses and is no other name: amounts, what is included, how it was made.
_NO_SYNONYM = re.compile(
    r"\d|%|\b(?:includes?|formerly|approx\w*|may|not|all|with|type|types|fat free|skim|from|by|"
    r"previously|hydrogenated|industrial|moisture|low|added|water|frozen|species|commerce|flavors|and|or|"
    r"baby|type|portion|grade|heavy|light|dark|drained|solids|unsweetened|decorticated|desiccated|preformed)\b",
    re.IGNORECASE,
)
# USDA's food groups in which parentheses hold other names; in meat they hold parts of the cut.
_SYNONYM_GROUPS = frozenset({"0200", "0900", "1100", "1200", "1500", "1600", "2000"})
_MOST_SYNONYMS = 2
_NO_NAME = re.compile(
    r"URMIS|IMPS|NFSMI|USDA|[Cc]ommodit|[Ii]ncludes?\b|^[A-Z]?\d+|[Rr]ecipe|#|Latino food|^raw$"
)
_RESTAURANTS = ("McDonalds", "Burger King")


def name_of(source: Source) -> str:
    """A readable name of a publisher's food."""
    return readable_name(source.description)


def readable_name(description: str) -> str:
    """The description without what it says about its own vagueness and trimming."""
    text = _NOISE.sub("", description)
    for pattern, replacement in _SHORTER:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\s+([,)])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,")
    return (text[:1].upper() + text[1:])[:MAX_LENGTH] or description


def synonyms_of(source: Source) -> Iterator[str]:
    """Other names that the publisher gives: SR28's common names, and what stands in parentheses."""
    for common in re.split(r"[,;]", source.synonyms):
        text = " ".join(common.split())
        if len(text) > 2 and not _NO_NAME.search(text):
            yield text
    name = name_of(source)
    for match in _PARENTHESES.finditer(name):
        inside, before, after = match.group(1), name[: match.start()], name[match.end() :]
        if inside in _RESTAURANTS:
            yield f"{inside} {before}{after}"
            continue
        if source.key[0] != "fndds" and source.group_code not in _SYNONYM_GROUPS:
            continue
        if _NO_SYNONYM.search(inside) or inside.count(",") >= _MOST_SYNONYMS:
            continue
        for text in inside.split(","):
            synonym = re.sub(r"^(?:or|and|a) ", "", text.strip())
            if synonym:
                yield f"{synonym}{after}"
                if source.key[0] == "fndds":
                    yield f"{synonym} {before.lower()}{after}"
