"""What is wrong in a predictions file for the claims benchmark, one line an error.

    python benchmarks/claims_errors.py GOLD.jsonl PRED.jsonl [--show missed,spurious,kind,...] [--kind loss]
        [--doc PREFIX] [--language en] [--sort doc|error|kind|gold] [--width 150] [--context] [--summary]

Pairs are those of the scorer that lies beside GOLD (`score.py`), so a line here is a count there. Codes:

    missed      a gold claim without a partner; `near:` names the closest unmatched prediction, if one touches it
    spurious    a prediction without a partner; `touches` says how much of it gold claims cover
    kind        matched, kinds differ            actor, item, counterpart, place, time   role absent, extra or elsewhere
    interval    bounds differ                    approximate, counted                    the rest of the quantity
    source_kind, directness, source, stance, property                                   as in the scorer
    span        matched, but not word for word (not an error for the scorer above Jaccard 0.5)

Offsets are code points. Tab-separated: error, document, start, gold kind, detail, words;
so `sort` and `cut` work on it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

Claim = dict[str, Any]
ROLES = ("actor", "item", "counterpart", "place", "time")
ERRORS = (
    "missed",
    "spurious",
    "kind",
    *ROLES,
    "interval",
    "approximate",
    "counted",
    "source_kind",
    "directness",
    "source",
    "stance",
    "property",
    "span",
)
QUIET = ("span", "counted")  # shown only when asked for by name


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One error.  `start` is where the gold claim (or the spurious one) begins."""

    doc: str
    start: int
    error: str
    kind: str
    detail: str
    words: str


def load_scorer(gold: Path) -> ModuleType:
    """The scorer beside the benchmark, unchanged."""
    path = gold.resolve().parent / "score.py"
    if not path.is_file():
        sys.exit(f"No score.py beside {gold.name}. Give the gold file inside its benchmark folder.")
    spec = importlib.util.spec_from_file_location("claims_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path.name} is not a Python module.")
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def read_documents(path: Path) -> dict[str, dict[str, Any]]:
    """Documents by id."""
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, filter(str.strip, lines))}


def flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def words_of(text: str, span: list[int] | None) -> str:
    """The words of a span in quotes, or a dash."""
    return f"“{flat(text[span[0] : span[1]])}”" if span else "–"


def bounds_of(claim: Claim) -> str:
    """The interval of a claim, short."""
    quantity = claim.get("quantity")
    if not quantity:
        return "–"
    low, high = quantity.get("low"), quantity.get("high")
    return ("~" if quantity.get("approximate") else "") + (
        f"{low:g}"
        if low is not None and low == high
        else f"{'' if low is None else format(low, 'g')}..{'' if high is None else format(high, 'g')}"
    )


def outline(text: str, claim: Claim) -> str:
    """Kind, interval, roles and source of a claim on one line."""
    roles = claim.get("roles") or {}
    said = claim.get("attribution") or {}
    parts = [f"{name}={words_of(text, roles[name])}" for name in ROLES if roles.get(name)]
    parts += [f"prop={roles['property']}"] if roles.get("property") else []
    parts += [f"n={bounds_of(claim)}"] if claim.get("quantity") else []
    if said.get("kind", "own_voice") != "own_voice":
        parts.append(f"by {words_of(text, said.get('source'))} ({said['kind']})")
    if claim.get("stance", "asserted") != "asserted":
        parts.append(claim["stance"])
    return f"{claim.get('kind')}: " + " ".join(parts)


def shared_length(a: list[int], b: list[int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def compare_pair(scorer: ModuleType, text: str, gold: Claim, pred: Claim) -> Iterator[tuple[str, str]]:
    """(error, detail) of one matched pair, gold first."""
    counts = scorer.judge(gold, pred)
    if gold["kind"] != pred.get("kind"):
        yield "kind", f"{gold['kind']} → {pred.get('kind')}"
    for role in ROLES:
        g, p = ((claim.get("roles") or {}).get(role) for claim in (gold, pred))
        if (g or p) and not counts[role + ".tp"]:
            yield (
                role,
                ("absent" if not p else "extra" if not g else "other") + f": {words_of(text, g)} → {words_of(text, p)}",
            )
    g_said, p_said = ((claim.get("attribution") or {}) for claim in (gold, pred))
    for name, was, got in (
        ("interval", bounds_of(gold), bounds_of(pred)),
        ("approximate", bounds_of(gold), bounds_of(pred)),
        ("source_kind", g_said.get("kind", "own_voice"), p_said.get("kind", "own_voice")),
        ("directness", g_said.get("directness", "own_voice"), p_said.get("directness", "own_voice")),
        ("source", words_of(text, g_said.get("source")), words_of(text, p_said.get("source"))),
        ("stance", gold["stance"], pred.get("stance", "asserted")),
        ("property", (gold.get("roles") or {}).get("property"), (pred.get("roles") or {}).get("property")),
    ):
        if counts[name + ".n"] > counts[name + ".ok"]:
            who = f" by {words_of(text, g_said.get('source'))}" if name == "source_kind" else ""
            yield name, f"{was} → {got}{who}"
    g_counted, p_counted = ((claim.get("quantity") or {}).get("counted") for claim in (gold, pred))
    if gold.get("quantity") and pred.get("quantity") and g_counted != p_counted:
        yield "counted", f"{g_counted} → {p_counted}"
    if scorer.tokens(text, gold["span"]) != scorer.tokens(text, pred["span"]):
        yield "span", f"→ {words_of(text, pred['span'])}"


def compare_document(scorer: ModuleType, gold: dict[str, Any], claims: list[Claim]) -> Iterator[Row]:
    """All errors of one document."""
    text, doc = gold["text"], gold["id"]
    pairs = scorer.match(text, gold["claims"], claims)
    taken, used = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
    left = [p for p in claims if id(p) not in used]
    for claim in gold["claims"]:
        if id(claim) in taken:
            continue
        near = max(left, key=lambda p: shared_length(claim["span"], p["span"]), default=None)
        hint = ""
        if near and shared_length(claim["span"], near["span"]):
            hint = f"   near: {outline(text, near)} in {words_of(text, near['span'])}"
        yield Row(
            doc, claim["span"][0], "missed", claim["kind"], outline(text, claim) + hint, words_of(text, claim["span"])
        )
    for claim in left:
        size = max(1, claim["span"][1] - claim["span"][0])
        most = max((shared_length(claim["span"], g["span"]) for g in gold["claims"]), default=0)
        detail = f"touches {100 * most // size}%   {outline(text, claim)}"
        yield Row(doc, claim["span"][0], "spurious", str(claim.get("kind")), detail, words_of(text, claim["span"]))
    for right, pred in pairs:
        for error, detail in compare_pair(scorer, text, right, pred):
            yield Row(doc, right["span"][0], error, right["kind"], detail, words_of(text, right["span"]))


def print_summary(rows: list[Row], gold: dict[str, dict[str, Any]], predicted: dict[str, dict[str, Any]]) -> None:
    """Counts of errors, by gold kind, and the confusions that occur most."""
    errors = [error for error in ERRORS if any(row.error == error for row in rows)]
    totals = Counter(claim["kind"] for doc in gold.values() for claim in doc["claims"])
    made = Counter(str(claim.get("kind")) for key in gold for claim in predicted.get(key, {"claims": []})["claims"])
    by_kind = Counter((row.kind, row.error) for row in rows)
    print("kind         gold  pred  " + " ".join(f"{error[:8]:>8}" for error in errors))
    for kind in sorted(totals.keys() | made.keys(), key=lambda k: (-totals[k], k)):
        cells = " ".join(f"{by_kind[kind, error] or '·':>8}" for error in errors)
        print(f"{kind:12} {totals[kind]:4}  {made[kind]:4}  {cells}")
    sums = " ".join(f"{sum(row.error == error for row in rows):>8}" for error in errors)
    print(f"{'all':12} {sum(totals.values()):4}  {sum(made.values()):4}  {sums}\n")
    for error in ("kind", "source_kind", "stance", "directness"):
        changes = Counter(row.detail.split(" by ")[0] for row in rows if row.error == error)
        if changes:
            ordered = sorted(changes.items(), key=lambda item: (-item[1], item[0]))[:15]
            print(f"{error}: " + ";  ".join(f"{n} {change}" for change, n in ordered))
    for role in ROLES:
        ways = Counter(row.detail.split(":")[0] for row in rows if row.error == role)
        if ways:
            print(
                f"{role}: "
                + ", ".join(f"{n} {way}" for way, n in sorted(ways.items(), key=lambda item: (-item[1], item[0])))
            )
    worst = Counter(row.doc for row in rows if row.error in ("missed", "spurious"))
    print(
        "documents with most missed + spurious: "
        + ", ".join(f"{doc} {n}" for doc, n in sorted(worst.items(), key=lambda item: (-item[1], item[0]))[:10])
    )


def main() -> None:
    """Command line entry point."""
    parser = argparse.ArgumentParser(description="List the errors of a claims prediction.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument(
        "--show", default="", help=f"errors to list, comma-separated, of: {', '.join(ERRORS)}, roles, all"
    )
    parser.add_argument(
        "--kind", default="", help="only these gold kinds (of spurious claims: predicted), comma-separated"
    )
    parser.add_argument("--doc", default="", help="only documents whose id begins so")
    parser.add_argument("--language", default="", help="only documents in this language")
    parser.add_argument("--sort", choices=("doc", "error", "kind", "detail"), default="doc")
    parser.add_argument(
        "--width", type=int, default=0, help="cut words and detail at this many characters; 0 leaves them"
    )
    parser.add_argument("--context", action="store_true", help="print the paragraph of each error under it")
    parser.add_argument("--summary", action="store_true", help="counts and confusions only")
    arguments = parser.parse_args()
    scorer = load_scorer(arguments.gold)
    gold = {
        key: doc
        for key, doc in read_documents(arguments.gold).items()
        if key.startswith(arguments.doc) and arguments.language in ("", doc.get("language"))
    }
    predicted = read_documents(arguments.predicted)
    wanted = {
        part
        for name in arguments.show.split(",")
        if name
        for part in (ROLES if name == "roles" else ERRORS if name == "all" else (name,))
    } or set(ERRORS) - set(QUIET)
    if unknown := wanted - set(ERRORS):
        parser.error(f"no such error: {', '.join(sorted(unknown))}. There are: {', '.join(ERRORS)}, roles, all")
    kinds = {kind for kind in arguments.kind.split(",") if kind}
    rows = [
        row
        for key, doc in gold.items()
        for row in compare_document(scorer, doc, predicted.get(key, {"claims": []})["claims"])
        if row.error in wanted and (not kinds or row.kind in kinds)
    ]
    if arguments.summary:
        print_summary(rows, gold, predicted)
        return
    order = {
        "doc": lambda r: (r.doc, r.start, r.error),
        "error": lambda r: (ERRORS.index(r.error), r.doc, r.start),
        "kind": lambda r: (r.kind, ERRORS.index(r.error), r.doc, r.start),
        "detail": lambda r: (ERRORS.index(r.error), r.detail, r.doc, r.start),
    }[arguments.sort]
    last = ""
    for row in sorted(rows, key=order):
        if arguments.sort == "doc" and row.doc != last:
            print(f"\n== {row.doc}")
            last = row.doc
        cut = arguments.width or None
        print("\t".join((row.error, row.doc, str(row.start), row.kind, row.detail[:cut], row.words[:cut])))
        if arguments.context:
            text = gold[row.doc]["text"]
            start = text.rfind("\n\n", 0, row.start) + 2 if "\n\n" in text[: row.start] else 0
            end = text.find("\n\n", row.start)
            print(f"    | {flat(text[start : end if end >= 0 else len(text)])}")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it quietly
    main()
