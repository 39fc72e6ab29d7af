"""The one way a library is loaded late: when the first of its names is asked for, not when a worker starts."""

from importlib import import_module
from typing import Any


class OnDemand:
    """Stands for a module that few requests need; a worker that never gets one does without its memory and time.

    `fuzz: Any = OnDemand("rapidfuzz.fuzz")`, then `fuzz.ratio(…)` as if it were imported.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """Called for a name asked for the first time; from then on it is an attribute like any other."""
        value = getattr(import_module(self._name), name)
        setattr(self, name, value)
        return value
