"""The application's own sources, parsed: modules, what they import, what they define."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config import ROOT

APP = ROOT / "app"


@dataclass(frozen=True)
class Module:
    """One file of the application; `name` is dotted ("app.episodes.queries")."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def part(self) -> str | None:
        """The part's folder, or None for the modules that stand directly in app/."""
        words = self.name.split(".")
        return words[1] if len(words) > 2 else None

    @property
    def kind(self) -> str:
        """The module's name inside its part: models, queries, views …"""
        return kind_of(self.name.split(".")[2] if self.part else self.name.split(".")[-1])

    @property
    def imports(self) -> list[tuple[str, str]]:
        """(module, name) of everything imported from the application itself."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
                found += [(node.module, alias.name) for alias in node.names]
            elif isinstance(node, ast.Import):
                found += [(alias.name, "") for alias in node.names if alias.name.split(".")[0] == "app"]
        return found


def kind_of(word: str) -> str:
    """A part with several nouns has several modules of organizer views: organizations_organizer_views is one."""
    return "organizer_views" if word.endswith("_organizer_views") else word


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(APP.rglob("*.py")):
        words = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(words[:-1] if words[-1] == "__init__" and len(words) > 2 else words)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


@cache
def module_names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


def target_of(module: str, name: str) -> str:
    """The module an import reaches: `from app.web import logs` reaches app.web.logs."""
    whole = f"{module}.{name}"
    return whole if whole in module_names() else module
