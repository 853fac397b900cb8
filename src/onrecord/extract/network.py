"""The model's networks with the work done once that spaCy does many times.  The annotations are the same.

Three things make spaCy's own evaluation of a small model slow: its matrix products, where the library it brings knows
no kernel for the processor; a word's embedding, computed anew at every occurrence; and the recogniser of entities,
which takes Python's lock for each of its 74 possible moves at each token.  Here products go through numpy's library,
on one thread; embeddings of word forms are kept; and the recogniser scores all tokens that can begin an entity at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEPT = 20_000  # word forms whose embedding is kept; 96 floats each
_BEGIN, _IN, _LAST, _UNIT, _OUT = "B", "I", "L", "U", "O"
_FIRST, _START, _BEFORE = range(3)  # what the recogniser looks at: a token, the first one of its entity, the one before


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped, unused-ignore]

    return ThreadpoolController()


def on_one_thread() -> AbstractContextManager[Any]:
    """Within it matrix products stay on the calling thread: those of a report are too small to be worth sharing out."""
    pools = _pools()
    return pools.limit(limits=1) if pools.lib_controllers else nullcontext()


def multiply_with_numpy(model: Any) -> None:
    """Let the layers of a thinc model take numpy's matrix product, where they run on the processor."""
    from thinc.api import NumpyOps

    numpy_ops = NumpyOps(use_blis=False)
    for layer in model.walk():
        if type(layer.ops) is NumpyOps:
            layer.ops = numpy_ops


def _names(layers: Sequence[Any]) -> list[str]:
    return [layer.name.split("(")[0] for layer in layers]


class Encoder:
    """A tok2vec network that remembers the embeddings of word forms."""

    def __init__(self, model: Any) -> None:
        embed, self.encode = model.layers
        extract, _, tables, reduce, _ = embed.layers
        self.columns: list[int | str] = list(extract.attrs["columns"])
        self.tables, self.reduce = tables.layers[0], reduce.layers[0]
        self.lock = Lock()
        self.known: dict[bytes, int] = {}
        self.kept: Any = None  # rows of embeddings, by the numbers in `known`

    @staticmethod
    def can_stand_for(model: Any) -> bool:
        """Whether the network is an embedding of word forms followed by an encoder over the text."""
        if len(model.layers) != 2 or _names(model.layers)[1] != "with_array":
            return False
        shape = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
        return _names(model.layers[0].layers) == shape

    def __call__(self, doc: Doc) -> Any:
        """One row for each token."""
        rows: Any = doc.to_array(self.columns)
        width = rows.shape[1] * rows.itemsize
        packed = rows.tobytes()
        keys = [packed[at : at + width] for at in range(0, len(packed), width)]
        with self.lock:
            vectors = self._embed(rows, keys)
        return self.encode.predict([vectors])[0]

    def _embed(self, rows: Any, keys: list[bytes]) -> Any:
        known = self.known
        if len(known) > _KEPT:
            known.clear()
        new: dict[bytes, int] = {}
        for at, key in enumerate(keys):
            if key not in known and key not in new:
                new[key] = at
        if new:
            self._learn(rows[list(new.values())], list(new))
        return self.kept[[known[key] for key in keys]]

    def _learn(self, rows: Any, keys: list[bytes]) -> None:
        import numpy as np

        vectors = self.reduce.predict(self.tables.predict(rows))
        first = len(self.known)
        if self.kept is None or len(self.kept) < first + len(keys):
            grown = np.zeros((2 * (first + len(keys)), vectors.shape[1]), dtype=vectors.dtype)
            if self.kept is not None:
                grown[:first] = self.kept[:first]
            self.kept = grown
        self.kept[first : first + len(keys)] = vectors
        self.known.update((key, first + number) for number, key in enumerate(keys))


class TokenVectors:
    """A tok2vec step of a pipeline."""

    def __init__(self, step: Any) -> None:
        multiply_with_numpy(step.model)
        self.encoder = Encoder(step.model)

    def __call__(self, doc: Doc) -> Doc:
        if len(doc):
            doc.tensor = self.encoder(doc)
        return doc


class EntityFinder:
    """The greedy recogniser of entities over a whole text.

    Outside an entity its decision hangs on the token alone, so that all are taken in one product; inside one it also
    looks at the first token of the entity and at the one before.  Which moves are allowed is as in spaCy: no entity
    begins on white space or runs over the end of a sentence.
    """

    def __init__(self, step: Any) -> None:
        import numpy as np

        multiply_with_numpy(step.model)
        self.step = step
        tok2vec, lower, upper = (step.model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        words, _, self.narrow = tok2vec.layers
        self.encoder = Encoder(words)
        self.features: Any = lower.get_param("W")  # feature, hidden unit, piece, input
        self.bias: Any = lower.get_param("b")
        self.missing: Any = lower.get_param("pad")[0]
        self.weights: Any = upper.get_param("W")
        self.offsets: Any = upper.get_param("b")
        names = [step.moves.get_class_name(number) for number in range(step.moves.n_moves)]
        moves = [tuple(name.partition("-")[::2]) for name in names]
        self.free: Any = np.array(
            [n for n, (move, name) in enumerate(moves) if move == _OUT or (name and move in "BU")]
        )
        self.moves = [moves[number] for number in self.free.tolist()]
        kinds = np.array([move for move, _ in self.moves])
        self.opening, self.alone, self.out = kinds == _BEGIN, kinds == _UNIT, int(np.argmax(kinds == _OUT))
        ends = {name: (moves.index((_IN, name)), moves.index((_LAST, name))) for move, name in moves if move == _LAST}
        self.ends = {name: (self.weights[list(two)], self.offsets[list(two)]) for name, two in ends.items()}

    @staticmethod
    def can_stand_for(step: Any) -> bool:
        """Whether the recogniser is greedy, looks at three tokens, and has learnt all of its moves."""
        model = step.model
        if not model.attrs.get("has_upper") or model.attrs.get("unseen_classes") or step.cfg.get("beam_width", 1) != 1:
            return False
        layers, shape = model.get_ref("tok2vec").layers, model.get_ref("lower").get_param("W").shape
        return shape[0] == 3 and _names(layers)[1:] == ["list2array", "linear"] and Encoder.can_stand_for(layers[0])

    def __call__(self, doc: Doc) -> Doc:
        from spacy.attrs import ENT_IOB  # type: ignore[import-not-found, unused-ignore]
        from spacy.tokens import Span

        if len(doc) and doc.to_array(ENT_IOB).any():
            found: Doc = self.step(doc)  # an earlier step has set entities, which bind the later ones
            return found
        if len(doc):
            entities = [Span(doc, first, last + 1, label=name) for first, last, name in self._find(doc)]
            doc.set_ents(entities, default="outside")  # type: ignore[arg-type, unused-ignore]
        return doc

    def _find(self, doc: Doc) -> list[tuple[int, int, str]]:
        """First and last token of each entity, and its label."""
        import numpy as np
        from spacy.attrs import IS_SPACE, SENT_START  # type: ignore[import-not-found, unused-ignore]

        size = len(doc)
        vectors = self.narrow.predict(self.encoder(doc))
        count, hidden, pieces, width = self.features.shape
        parts = (vectors @ self.features.reshape(-1, width).T).reshape(size, count, hidden, pieces)
        alone = parts[:, _FIRST] + self.missing[_START]
        alone += self.missing[_BEFORE]
        alone += self.bias
        scores = alone.max(axis=2) @ self.weights[self.free].T
        scores += self.offsets[self.free]
        table: Any = doc.to_array([IS_SPACE, SENT_START])
        stops = np.ones(size, dtype=bool)  # the last token of each sentence
        stops[:-1] = table[1:, 1] == 1
        space = table[:, 0] == 1
        scores[np.ix_(stops | space, self.opening)] = -np.inf
        scores[np.ix_(space, self.alone)] = -np.inf
        best = scores.argmax(axis=1)
        found: list[tuple[int, int, str]] = []
        end = -1
        chosen: list[tuple[int, int]] = [(at, int(best[at])) for at in np.flatnonzero(best != self.out).tolist()]
        for first, number in chosen:
            if first > end:
                move, name = self.moves[number]
                end = first if move == _UNIT else self._follow(parts, stops, first, name)
                found.append((first, end, name))
        return found

    def _follow(self, parts: Any, stops: Any, first: int, name: str) -> int:
        """The last token of an entity that begins at token `first`."""
        weights, offsets = self.ends[name]
        at = first + 1
        while not stops[at]:
            state = parts[at, _FIRST] + parts[first, _START]
            state += parts[at - 1, _BEFORE]
            state += self.bias
            goes_on, is_last = (weights @ state.max(axis=1) + offsets).tolist()
            if is_last > goes_on:
                break
            at += 1
        return at


def quicken(step: Any) -> Callable[[Doc], Doc] | None:
    """What does the same as a step of a pipeline in less time; None for one of another build."""
    from spacy.pipeline import DependencyParser, EntityRecognizer, Tagger, Tok2Vec

    if type(step) is Tok2Vec and Encoder.can_stand_for(step.model):
        return TokenVectors(step)
    if type(step) is EntityRecognizer and EntityFinder.can_stand_for(step):
        return EntityFinder(step)
    if type(step) in (DependencyParser, Tagger):
        multiply_with_numpy(step.model)
    return None
