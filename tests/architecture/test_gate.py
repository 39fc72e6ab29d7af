"""Everything public is read through the one gate."""

import ast

import pytest

from tests.architecture.sources import Module, modules

ALWAYS_PUBLIC = {"strategy", "series"}
"""Parts whose records are public as they are: frameworks, pillars, themes, series."""
NOT_RECORDS = {"latest_revision", "former_slug"}
BEYOND_THE_GATE = {
    "portrait_file": "a portrait's bytes, under a digest that only its readers know",
    "withdrawal_of_quote": "the notice of a withdrawn quote, without its words",
    "previewed_episode": "an episode behind an unguessable link that expires and can be revoked",
}
"""What a public page may read beside the gate, and why."""


def view_modules() -> list[Module]:
    return [module for module in modules() if module.kind == "views"]


@pytest.mark.parametrize("module", view_modules(), ids=lambda module: module.name)
def test_public_pages_use_only_public_queries(module: Module) -> None:
    for where, name in module.imports:
        words = where.split(".")
        if len(words) > 2 and words[2] == "queries" and words[1] not in ALWAYS_PUBLIC:
            allowed = "public" in name or name in NOT_RECORDS or name in BEYOND_THE_GATE or name.isupper()
            assert allowed, f"{module.name} reads {where}.{name}"


@pytest.mark.parametrize("module", [m for m in modules() if m.kind == "queries"], ids=lambda module: module.name)
def test_queries_called_public_start_from_the_gate(module: Module) -> None:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and "public" in node.name and node.name != "public_episodes":
            calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
            through = {call.id for call in calls if isinstance(call, ast.Name) and "public" in call.id}
            assert through - {node.name}, f"{module.name}.{node.name} does not start from the gate"
