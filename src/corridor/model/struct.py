"""Structs of arrays that compiled code takes by address.

numba takes a NamedTuple of arrays apart into its hundreds of words, at every call: with some hundred arrays compiling
took minutes and a call a microsecond. A Struct is handed over as one address; its fields are read where they are used.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox

__all__ = ["Struct"]

_WORD = 8


class Struct:
    """Base of frozen dataclasses whose fields are C-ordered arrays, floats or other Structs.

    Arrays may be written to, fields may not be replaced. The object must live as long as compiled code uses it, which
    it does during a call. Uncompiled code reads the same fields in the ordinary way.
    """

    def __post_init__(self) -> None:
        for name, value in self._items():
            if isinstance(value, np.ndarray) and not value.flags.c_contiguous:
                raise ValueError(f"{type(self).__name__}.{name} must be C-ordered")

    def _items(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in self.__dataclass_fields__]  # type: ignore[attr-defined]

    @property
    def numba_type(self) -> StructType:
        """Returns the type by which compiled code knows this struct."""
        return self._made()[0]

    @property
    def address(self) -> int:
        """Returns where the words of this struct lie."""
        return int(self._made()[1].ctypes.data)

    def _made(self) -> tuple[StructType, np.ndarray[Any, np.dtype[np.int64]]]:
        made: tuple[StructType, Any] | None = self.__dict__.get("_native")
        if made is None:
            items = self._items()
            kinds = tuple((name, _kind_of(value)) for name, value in items)
            words = [word for _, value in items for word in _words_of(value)]
            made = _struct_type(type(self).__name__, kinds), np.array(words, np.int64)
            object.__setattr__(self, "_native", made)
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_native"}


class StructType(types.Type):
    """A Struct in compiled code: the address of its fields' words.

    Its name is part of the name of every function that takes one, so the fields stand in it as a short hash.
    """

    def __init__(self, struct: str, fields: tuple[tuple[str, types.Type], ...]) -> None:
        self.fields = fields
        inside = ", ".join(f"{name}: {kind}" for name, kind in fields)
        super().__init__(name=f"{struct}({hashlib.blake2b(inside.encode(), digest_size=8).hexdigest()})")

    def __hash__(self) -> int:
        return hash(self.name)  # as numba's, but quick: it is asked for some hundred times a member

    def place_of(self, field: str) -> tuple[int, types.Type] | None:
        """Returns the offset in bytes and the type of a field."""
        offset = 0
        for name, kind in self.fields:
            if name == field:
                return offset, kind
            offset += _WORD * _size_of(kind)
        return None


def _kind_of(value: Any) -> Any:
    """Returns what the type of a field hangs on; unlike numba's types it is quick to make and to compare."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim
    if isinstance(value, Struct):
        return value.numba_type
    if isinstance(value, float):
        return None
    raise TypeError(f"a Struct holds arrays, floats and Structs, not {type(value).__name__}")


@lru_cache
def _struct_type(struct: str, kinds: tuple[tuple[str, Any], ...]) -> StructType:
    """Returns the type of a kind of struct; making one takes a while, and every member needs the same few."""
    return StructType(struct, tuple((name, _type_of(kind)) for name, kind in kinds))


def _type_of(kind: Any) -> types.Type:
    if kind is None:
        return types.float64
    if isinstance(kind, StructType):
        return kind
    dtype, dimensions = kind
    known: dict[str, Any] = {"i": types.int64, "f": types.float64, "u": types.uint64}
    small: dict[int, Any] = {1: types.int8, 4: types.int32}
    return types.Array(small.get(dtype.itemsize, known[dtype.kind]), dimensions, "C")


def _words_of(value: Any) -> list[int]:
    """Returns the words of a field: an array's are those of numba's own array struct, without an owner."""
    if isinstance(value, Struct):
        return [value.address]
    if isinstance(value, float):
        return [int(np.float64(value).view(np.int64))]
    where = value.__array_interface__["data"][0]  # three times as fast as value.ctypes.data
    return [0, 0, value.size, value.itemsize, where, *value.shape, *value.strides]


def _size_of(kind: types.Type) -> int:
    return 5 + 2 * kind.ndim if isinstance(kind, types.Array) else 1


@typeof_impl.register(Struct)
def _typeof(value: Struct, context: Any) -> StructType:
    return value.numba_type


@register_model(StructType)
class _StructModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: StructType) -> None:
        super().__init__(manager, kind, ir.IntType(64))


@unbox(StructType)
def _unbox(kind: StructType, value: Any, context: Any) -> NativeValue:
    address = context.pyapi.object_getattr_string(value, "address")
    native = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(native)


@infer_getattr
class _StructAttributes(AttributeTemplate):  # type: ignore[misc]
    key = StructType

    def generic_resolve(self, kind: StructType, name: str) -> types.Type | None:
        place = kind.place_of(name)
        return None if place is None else place[1]


@lower_getattr_generic(StructType)
def _lower_field(context: Any, builder: Any, kind: StructType, address: Any, name: str) -> Any:
    place = kind.place_of(name)
    assert place is not None, name  # typing has let it through
    offset, field = place
    where = builder.add(address, ir.Constant(ir.IntType(64), offset))
    loaded = builder.load(builder.inttoptr(where, context.get_value_type(field).as_pointer()))
    # Fields are never replaced while compiled code runs: the compiler may read them once.
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded
