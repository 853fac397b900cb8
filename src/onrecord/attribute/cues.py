"""Which words may be a cue, and what speaks for or against it."""

from __future__ import annotations

from onrecord.attribute.tokens import Table

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_SIGNATURE = (
    "ccomp",
    "xcomp",
    "dobj",
    "dative",
    "acl",
    "relcl",
    "oprd",
    "acomp",
    "attr",
    "advcl",
    "agent",
    "nsubjpass",
    "parataxis",
    "intj",
    "appos",
)


def list_cue_candidates(table: Table, nouns: frozenset[str]) -> list[int]:
    """Tokens that may be a cue: main verbs, colons, and words of other classes that `nouns` lists as "lemma/POS"."""
    found = []
    pos, dep, lemma, lower = table.pos, table.dep, table.lemma, table.lower
    for index in range(table.size):
        tag = pos[index]
        if tag == "VERB" or (tag == "AUX" and dep[index] not in ("aux", "auxpass")):
            found.append(index)
        elif tag == "PUNCT":
            if lower[index] == ":":
                found.append(index)
        elif tag != "SPACE" and f"{lemma[index]}/{tag}" in nouns:
            found.append(index)
    return found


def subject_of(table: Table, index: int) -> int:
    """The token that heads the subject of a verb, also one shared with a verb it hangs on; -1 when there is none."""
    for _ in range(4):
        for child in table.children[index]:
            if table.dep[child] in _SUBJECTS:
                return child
        if table.dep[index] not in ("conj", "xcomp", "aux", "advcl", "acl", "relcl"):
            return -1
        if table.dep[index] in ("acl", "relcl"):
            return table.head[index]
        index = table.head[index]
    return -1


def describe_cue(table: Table, index: int) -> list[str]:
    """Features of one candidate."""
    t = table
    pos, dep, tag = t.pos[index], t.dep[index], t.tag[index]
    kids = t.children[index]
    head = t.head[index]
    word = f"{t.name_of(index)}/{pos}"
    frame: list[str] = []
    extra: list[str] = []
    for child in kids:
        relation = t.dep[child]
        if relation in _SIGNATURE:
            frame.append(relation if child > index else "<" + relation)
        elif relation in ("prep", "prt"):
            frame.append(f"{relation}:{t.lower[child]}")
            extra.append(f"w+p={word}+{t.lower[child]}")
        elif relation == "mark" or relation == "aux" or relation == "neg":
            extra.append(f"{relation}={t.lemma[child]}")
        elif relation == "auxpass":
            extra.append("auxpass")
        elif relation == "advmod":
            extra.append(f"advmod={t.lower[child]}")
        if relation in ("ccomp", "xcomp"):
            first = t.left[child]
            extra.append(f"{relation}^={t.lower[first]}")
            extra.append(f"{relation}tag={t.tag[child]}")
            extra.append(f"w+{relation}={word}")
        elif relation in ("dobj", "pobj", "nsubjpass", "attr", "acomp"):
            extra.append(f"{relation}={t.name_of(child)}")
            extra.append(f"{relation}ent={t.entity[child] or t.pos[child]}")
            extra.append(f"w+{relation}={word}")
            extra.append(f"w+{relation}ent={word}+{t.entity[child] or t.pos[child]}")
    frame.sort()
    signature = "+".join(frame)
    subject = subject_of(t, index)
    if subject < 0:
        who = "none"
    elif t.pos[subject] == "PRON":
        who = t.lower[subject]
    else:
        who = t.entity[subject] or t.pos[subject]
    inside = t.quote[index]
    mark = (
        ("q" if index and t.quote[index - 1] >= 0 else "")
        + ("Q" if inside >= 0 else "")
        + ("q" if index + 1 < t.size and t.quote[index + 1] >= 0 else "")
    )
    first, last = t.sentences[t.sentence[index]]
    quoted = t.quoting[t.sentence[index]]
    side = "none"
    if subject >= 0:
        side = "before" if subject < index else "after"
    features = [
        "bias", f"w={word}", f"w+t={word}+{tag}", f"w+f={word}+{signature}", f"w+d={word}+{dep}", f"w+s={word}+{who}",
        f"t={tag}", f"p={pos}", f"d={dep}", f"f={signature}", f"p+f={pos}+{signature}", f"s={who}",
        f"s+side={who}+{side}",
        f"p+d={pos}+{dep}", f"t+d={tag}+{dep}", f"h={t.name_of(head)}/{dep}", f"w+h={word}+{t.name_of(head)}",
        f"mark={mark}", f"mark+p={mark}+{pos}", f"quoted={quoted}", f"w+quoted={word}+{quoted or inside >= 0}",
        f"in={inside >= 0}", f"side={side}+{tag}", f"f+s={signature}+{who}",
        f"first={t.paragraph[index] == 0}+{pos}",
    ]  # fmt: skip
    if subject >= 0:
        features.append(f"sl={t.name_of(subject)}")
        features.append(f"w+se={word}+{t.entity[subject] or t.tag[subject]}")
    previous = t.name_of(index - 1) if index > first else "^"
    following = t.name_of(index + 1) if index + 1 < last else "$"
    features.append(f"-1={previous}")
    features.append(f"+1={following}")
    features.append(f"w+1={word}+{following}")
    features.append(f"w-1={word}+{previous}")
    if index + 2 < last:
        features.append(f"+12={following}+{t.name_of(index + 2)}")
    if pos == "PUNCT":
        words = index - first
        features.append(f"colon={min(words, 6)}+{t.paragraph[index] == 0}+{mark}")
        features.append(f"colon-1={t.pos[index - 1] if index > first else '^'}+{t.entity[index - 1]}")
        features.append(f"colon+1={t.pos[index + 1] if index + 1 < last else '$'}")
    features.extend(extra)
    return features
