"""Tags of the English set (Penn Treebank) for parts of speech and forms of Universal Dependencies.

INF, VBF, VBC and VBS are no English tags: an infinitive, a future, a conditional, a subjunctive.
"""

from __future__ import annotations

from collections.abc import Mapping

_FIXED = {"PRON": "PRP", "DET": "DT", "ADJ": "JJ", "ADV": "RB", "ADP": "IN", "SCONJ": "IN", "CCONJ": "CC", "NUM": "CD",
          "SPACE": "_SP", "INTJ": "UH", "SYM": "SYM", "PART": "RP"}  # fmt: skip


def tag_word(pos: str, morph: Mapping[str, str], text: str) -> str:
    """The tag of a word that is no verb."""
    plural = morph.get("Number") == "Plur"
    if pos == "NOUN":
        return "NNS" if plural else "NN"
    if pos == "PROPN":
        return "NNPS" if plural else "NNP"
    if morph.get("PronType", "").endswith("Rel"):
        if pos in ("PRON", "DET"):
            return "WDT"
        if pos == "ADV":
            return "WRB"
    return _FIXED.get(pos, text if pos == "PUNCT" else "XX")


def tag_verb(morph: Mapping[str, str]) -> str:
    """The tag of a verb or auxiliary by its form, mood and tense."""
    form, tense, mood = morph.get("VerbForm"), morph.get("Tense"), morph.get("Mood")
    if form == "Inf":
        return "INF"
    if form == "Ger" or (form == "Part" and tense == "Pres"):
        return "VBG"
    if form == "Part":
        return "VBN"
    if mood == "Cnd":
        return "VBC"
    if mood == "Sub":
        return "VBS"
    if tense == "Fut":
        return "VBF"
    if tense in ("Past", "Imp"):
        return "VBD"
    return "VBP" if morph.get("Number") == "Plur" else "VBZ"
