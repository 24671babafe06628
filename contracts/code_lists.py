"""The code lists of the language, with what stands in the code about each."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import events.codes


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that a field may hold."""

    name: str
    codes: tuple[str, ...]
    meaning: str
    """Empty when the codes speak for themselves."""


@dataclass(frozen=True, slots=True)
class CodeFamily:
    """The code lists of one module."""

    name: str
    meaning: str
    lists: tuple[CodeList, ...]


def code_families() -> tuple[CodeFamily, ...]:
    """Every module of code lists that has any, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(events.codes.__path__))
    modules = [importlib.import_module(f"{events.codes.__name__}.{name}") for name in names]
    families = (_family(name, module) for name, module in zip(names, modules, strict=True))
    return tuple(family for family in families if family.lists)


def _family(name: str, module: ModuleType) -> CodeFamily:
    lists = (
        CodeList(list_name, get_args(value), meaning)
        for list_name, meaning in _assigned(ast.parse(inspect.getsource(module)))
        if get_origin(value := getattr(module, list_name)) is Literal
    )
    return CodeFamily(name, inspect.getdoc(module) or "", tuple(lists))


def _assigned(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that a module assigns, with the text below it."""
    for node, below in zip(tree.body, [*tree.body[1:], None], strict=True):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name, _text(below)


def _text(node: Any) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
    return ""
