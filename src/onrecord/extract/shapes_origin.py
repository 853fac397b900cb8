"""Shapes of origin: "Soviet-designed X", "of Chinese design"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extract.draft import Draft
from onrecord.extract.frames import is_link, word_list
from onrecord.extract.roles import end_of_name, phrase_span, tokens_span
from onrecord.extract.scene import Scene
from onrecord.model import ClaimKind, RoleName, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


_HYPHENS = "-‐‑–"


def made_in(token: Token, scene: Scene) -> Draft | None:
    """ "Soviet-designed surface-to-air missile system": span the words and their thing."""
    parts = _maker_and_participle(token, scene)
    if parts is None:
        return None
    maker, participle = parts
    noun = token.head
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i <= token.i:
        following = scene.doc[token.i + 1] if token.i + 1 < len(scene.doc) else None
        if following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        noun = following
    first = scene.doc[token.i + 1] if token.i + 1 <= noun.i else noun
    item = tokens_span(first, scene.doc[end_of_name(noun.i + 1, scene) - 1])
    return Draft(
        ClaimKind.ORIGIN,
        token,
        Span(maker.start, item.end),
        {RoleName.ACTOR: maker, RoleName.ITEM: item},
        {RoleName.ITEM: noun},
        None,
        "made" if participle in word_list(scene.language, "compound_origin", "made") else "designed",
    )


def _maker_and_participle(token: Token, scene: Scene) -> tuple[Span, str] | None:
    """The maker's words and the participle of "Soviet-designed", one word or three to the tokenizer."""
    participles = word_list(scene.language, "compound_origin", "participles")
    cut = max(token.text.rfind(hyphen) for hyphen in _HYPHENS)
    if cut > 0:  # "U.S.-made" is one word
        participle = token.lower_[cut + 1 :]
        known = participle in participles and token.text[0].isupper()
        return (Span(token.idx, token.idx + cut), participle) if known else None
    if token.lower_ not in participles or token.i < 2 or scene.doc[token.i - 1].text not in _HYPHENS:
        return None
    maker = scene.doc[token.i - 2]
    if maker.idx + len(maker.text) != scene.doc[token.i - 1].idx or not maker.text[0].isupper():
        return None
    start = maker
    while start.i > 0 and scene.doc[start.i - 1].dep_ == "compound" and scene.doc[start.i - 1].head.i == start.i:
        start = scene.doc[start.i - 1]
    return tokens_span(start, maker), token.lower_


def of_design(token: Token, scene: Scene) -> Draft | None:
    """ "of a Chinese design": the maker, and the thing the phrase hangs on."""
    if token.lemma_.lower() not in word_list(scene.language, "compound_origin", "design_nouns") or token.dep_ != "pobj":
        return None
    prep = token.head
    maker = next((c for c in token.lefts if c.ent_type_ in ("NORP", "GPE")), None)
    if maker is None or not is_link(prep, "of", scene.language):
        return None
    noun = prep.head
    item = noun
    start: Token = prep
    if noun.pos_ in ("VERB", "AUX"):
        subject = next((c for c in noun.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None and noun.dep_ in ("xcomp", "ccomp"):
            subject = next((c for c in noun.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None:
            return None
        item, start = subject, scene.doc[int(subject.left_edge.i)]
    roles = {RoleName.ACTOR: tokens_span(maker, maker), RoleName.ITEM: phrase_span(item, scene)}
    return Draft(ClaimKind.ORIGIN, token, tokens_span(start, token), roles, {RoleName.ITEM: item}, None, "designed")
