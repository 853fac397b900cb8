"""The nouns as JSON and back, exactly: what is read from the ledger equals what was added.

Fields that hold their default are left out, so that a noun may grow fields without old rows becoming unreadable.
Numbers are strings, spans pairs.  `doc`, the parse, is not kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from onrecord import model
from onrecord.model import Span

_LEFT_OUT = {(model.Dossier, "doc")}
_NAMES = {"Doc": object}
Noun = TypeVar("Noun")


def encode(value: Any) -> Any:
    """`value`, a noun or a part of one, as JSON values."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        kept = {}
        for each in fields(value):
            part = getattr(value, each.name)
            if (type(value), each.name) not in _LEFT_OUT and not _is_default(each, part):
                kept[each.name] = encode(part)
        return kept
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    return value


def decode(kind: type[Noun], data: Any) -> Noun:
    """The noun of class `kind` that `encode` gave `data` for.  Raises ValueError when it is none."""
    try:
        noun: Noun = _reader(cast(Hashable, kind))(data)
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"this is no {kind.__name__}: {error}") from error
    return noun


def dumps(value: Any) -> str:
    """JSON in ASCII: a database may refuse NUL and lone surrogates, which a page can hold."""
    return json.dumps(encode(value), ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def loads(kind: type[Noun], text: str) -> Noun:
    return decode(kind, json.loads(text))


def plain(text: str) -> str:
    """A text for a column to look things up by: no NUL, no lone surrogate, which a database may refuse."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def maybe_plain(text: str | None) -> str | None:
    return None if text is None else plain(text)


def _is_default(each: Field[Any], value: Any) -> bool:
    default = each.default if each.default_factory is MISSING else each.default_factory()
    return default is not MISSING and type(default) is type(value) and bool(default == value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How values of a type are read."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union_reader(tuple(part for part in parts if part is not type(None)))
    if origin is tuple:
        if len(parts) == 2 and parts[1] is Ellipsis:
            one = _reader(parts[0])
            return lambda data: tuple(one(part) for part in data)
        each = [_reader(part) for part in parts]
        return lambda data: tuple(read(part) for read, part in zip(each, data, strict=True))
    if kind is Span:
        return lambda data: Span(*data)
    if kind is Decimal:
        return lambda data: Decimal(data["number"])
    if isinstance(kind, type) and is_dataclass(kind):
        return _noun_reader(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return lambda data: data


def _union_reader(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if Decimal in parts and str in parts:
        return lambda data: Decimal(data["number"]) if isinstance(data, dict) else data
    one = _reader(parts[0])
    return lambda data: None if data is None else one(data)


def _noun_reader(kind: type[Any]) -> Callable[[Any], Any]:
    hints = get_type_hints(kind, globalns={**vars(model), **vars(sys.modules[kind.__module__]), **_NAMES})
    names = {each.name for each in fields(kind) if (kind, each.name) not in _LEFT_OUT}

    def read(data: Any) -> Any:
        return kind(**{name: _reader(hints[name])(part) for name, part in data.items() if name in names})

    return read
