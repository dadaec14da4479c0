"""What of a sentence tells of food: without the occasion before it and the opinions within."""

from nutrition.resolution.language import meal_words, word_set
from nutrition.resolution.lexemes import Kind, Lexeme
from nutrition.resolution.units import measure_at

SENTENCE_ENDS = ".;!?\n"
# Words of occasion that are words of lists too: "eggs with toast", "toast in milk".
_BETWEEN = frozenset({"with", "in", "on", "to", "for", "as", "snack"})


def is_bare(lexemes: list[Lexeme]) -> bool:
    """Whether nobody tells anything: no subject, no occasion, just foods."""
    talk = word_set("subjects") | word_set("preamble_openers") | word_set("telling_verbs")
    return not any(lexeme.text in talk - _BETWEEN for lexeme in lexemes)


def without_denials(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Drop what was not eaten: "I did not have any toast", "didn't have the fries, just a burger"."""
    out: list[Lexeme] = []
    i = 0
    while i < len(lexemes):
        if _denies_eating(lexemes, i):
            while i < len(lexemes) and lexemes[i].text not in (*SENTENCE_ENDS, ",", "but", "just", "only"):
                i += 1
            continue
        out.append(lexemes[i])
        i += 1
    return out


def _denies_eating(lexemes: list[Lexeme], i: int) -> bool:
    texts = [lexeme.text for lexeme in lexemes[i : i + 3]]
    if texts[:1] and texts[0] in word_set("did_not"):
        return len(texts) > 1 and texts[1] in word_set("eat")
    is_denial = texts[:2] in (["did", "not"], ["do", "not"], ["have", "not"], ["never", "did"])
    return is_denial and len(texts) > 2 and texts[2] in word_set("eat")


def without_preamble(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Sentence by sentence, drop "For a quick pick-me-up, I savored" and "My breakfast routine featured"."""
    out: list[Lexeme] = []
    start = 0
    for i in range(len(lexemes) + 1):
        if i == len(lexemes) or (lexemes[i].kind is Kind.MARK and lexemes[i].text in SENTENCE_ENDS):
            out.extend(_told(lexemes[start:i]))
            out.extend(lexemes[i : i + 1])
            start = i + 1
    return out


def _told(sentence: list[Lexeme]) -> list[Lexeme]:
    """All behind "I had" or "consisted of", if nothing but time and occasion precedes it."""
    if not sentence or sentence[0].text not in word_set("preamble_openers"):
        return sentence
    for i, lexeme in enumerate(sentence):
        if lexeme.kind is Kind.NUMBER:
            return sentence
        if lexeme.text in word_set("subjects"):
            return sentence[_past_verb(sentence, i + 1) :]
        if lexeme.text in word_set("telling_verbs"):
            return sentence[i + 1 :]
    return sentence


def _past_verb(sentence: list[Lexeme], i: int) -> int:
    """Past the verb of "I had", "I treated myself to", and one that is not known before a determiner."""
    chatter = word_set("chatter")
    while i < len(sentence) and sentence[i].text in chatter:
        i += 1
    if i < len(sentence) and sentence[i].text in word_set("determiners"):
        return i
    if (
        i + 1 < len(sentence)
        and sentence[i].kind is Kind.WORD
        and (sentence[i + 1].kind is Kind.NUMBER or sentence[i + 1].text in word_set("determiners"))
    ):
        return i + 1
    return i


def without_opinions(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Drop what one thinks of the food: "a crisp, delicious apple" -> "a apple"."""
    opinions = word_set("opinions")
    kept: list[Lexeme] = []
    for i, lexeme in enumerate(lexemes):
        if lexeme.text in opinions or (lexeme.text == "crisp" and _precedes_word(lexemes, i, kept)):
            continue
        if lexeme.text == "," and _only_adjectives_before(lexemes, i, kept):
            if _ends_in_praise(lexemes, i, kept):
                kept.pop()
            continue
        kept.append(lexeme)
    return kept


def _only_adjectives_before(lexemes: list[Lexeme], i: int, kept: list[Lexeme]) -> bool:
    """Whether the comma at ``i`` parts adjectives of one food ("a crisp, small apple") and no foods."""
    before = lexemes[i - 1].text if i else ""
    if before in word_set("opinions") or before == "crisp":
        return not kept or _opens_phrase(kept[-1]) or _ends_in_size(kept)
    follows_opening = len(kept) > 1 and _opens_phrase(kept[-2])
    return follows_opening and (_ends_in_size(kept) or _ends_in_praise(lexemes, i, kept))


def _ends_in_praise(lexemes: list[Lexeme], i: int, kept: list[Lexeme]) -> bool:
    """Whether the word before the comma at ``i`` only praises: "a rich, dark", "a sweet, 126 g banana"."""
    if len(kept) < 2 or not _opens_phrase(kept[-2]) or kept[-1] is not lexemes[i - 1]:
        return False
    behind_article = kept[-2].text in ("a", "an")
    return kept[-1].text in word_set("chatter") or (behind_article and _is_weight(lexemes, i + 1))


def _is_weight(lexemes: list[Lexeme], i: int) -> bool:
    """Whether grams or the like stand at ``i``; behind "an apple," a count begins the next food."""
    if i + 1 >= len(lexemes) or lexemes[i].kind is not Kind.NUMBER:
        return False
    measure = measure_at(lexemes, i + 1)
    return measure is not None and measure[0].kind == "mass"


def _ends_in_size(lexemes: list[Lexeme]) -> bool:
    size = measure_at(lexemes, len(lexemes) - 1)
    return size is not None and size[0].kind == "size"


def _precedes_word(lexemes: list[Lexeme], i: int, kept: list[Lexeme]) -> bool:
    """Whether an adjective goes with what follows: "a crisp and cold apple", not "an apple crisp"."""
    if kept and _opens_phrase(kept[-1]):
        return True
    following = next((lexeme for lexeme in lexemes[i + 1 :] if lexeme.text != ","), None)
    return following is not None and following.kind is Kind.WORD and following.text not in word_set("fillers")


def _opens_phrase(lexeme: Lexeme) -> bool:
    return lexeme.kind is Kind.NUMBER or lexeme.text in ("a", "an", "of", "some", "the", "g")


def meal(lexemes: list[Lexeme]) -> str | None:
    words = meal_words()
    texts = [lexeme.text for lexeme in lexemes]
    for size in (2, 1):
        for i in range(len(texts) - size + 1):
            found = words.get(" ".join(texts[i : i + size]))
            if found:
                return found
    return None
