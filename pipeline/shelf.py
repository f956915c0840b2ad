"""The one function behind every shelf: whatever stands in the folder is found, nothing is registered by hand."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def discover(package: str) -> dict[str, ModuleType]:
    """Import every module and sub-package that stands directly in `package`, by name, in alphabetical order.

    Names that begin with an underscore are private helpers of the shelf and are passed over.
    Raises ImportError as Python does when one of them is broken: a broken book must not vanish from its shelf.
    """
    shelf = importlib.import_module(package)
    names = sorted(m.name for m in pkgutil.iter_modules(shelf.__path__) if not m.name.startswith("_"))
    return {name: importlib.import_module(f"{package}.{name}") for name in names}
