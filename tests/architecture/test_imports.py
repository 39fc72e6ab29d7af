"""Imports run in one direction: between parts, and inside each part."""

import ast

import pytest

from tests.architecture.sources import Module, kind_of, modules, target_of

PARTS = [
    *("accounts", "revisions", "sources", "strategy", "people", "series", "episodes", "recordings", "quotes"),
    "proposals",
    *("merges", "planning", "exchange"),
    *("archive", "outbox", "invitations", "attendees", "schedule", "backups", "coverage", "search", "pages", "api"),
]
LAYERS = ["models", "queries", "operations", "ical", "jsonld", "forms", "views"]
EDGES = {"forms", "views", "organizer_views", "jobs", "cli"}
STARTS = {"app.__init__", "app.web.preparing"}
"""Where the whole is put together: these may import every edge."""


def layer_of(kind: str) -> int | None:
    if kind in {"organizer_views", "jobs", "cli"}:
        return LAYERS.index("views")
    return LAYERS.index(kind) if kind in LAYERS else None


def imported(module: Module) -> list[tuple[str, str]]:
    """(part, kind) of everything the module imports from other modules of the application."""
    found = []
    for where, name in module.imports:
        words = target_of(where, name).split(".")
        if len(words) > 1:
            found.append((words[1], kind_of(words[2]) if len(words) > 2 else ""))
    return found


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_parts_import_only_parts_before_them(module: Module) -> None:
    if module.part not in PARTS:
        return
    for part, kind in imported(module):
        if part not in PARTS or part == module.part:
            continue
        is_page = module.kind in EDGES and kind == "queries"
        assert is_page or PARTS.index(part) < PARTS.index(module.part), f"{module.name} imports app.{part}.{kind}"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_nobody_imports_another_parts_edge(module: Module) -> None:
    for part, kind in imported(module):
        if part != module.part and part in PARTS and module.name not in STARTS:
            assert kind not in EDGES, f"{module.name} imports app.{part}.{kind}"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_layers_inside_a_part(module: Module) -> None:
    own = layer_of(module.kind)
    if module.part not in PARTS or own is None:
        return
    for part, kind in imported(module):
        other = layer_of(kind)
        if part == module.part and other is not None:
            assert other <= own, f"{module.name} imports {kind}"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_only_edges_know_the_web(module: Module) -> None:
    if module.part in PARTS and module.kind in {"models", "queries", "operations", "ical", "jsonld"}:
        assert not [kind for part, kind in imported(module) if part == "web"]
        froms = [node for node in module.tree.body if isinstance(node, ast.ImportFrom)]
        libraries = {node.module.split(".")[0] for node in froms if node.module}
        assert "flask" not in libraries, f"{module.name} imports Flask"


def test_every_part_is_in_the_order() -> None:
    known = {*PARTS, "web", None}
    assert {module.part for module in modules()} <= known
