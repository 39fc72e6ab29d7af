"""How modules are named, what they say of themselves, and what only one of them may do."""

import ast

import pytest

from tests.architecture.sources import Module, modules

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "service", "handler", "util", "base"}
BOOKKEEPING = {"Phrase"}
"""Records that follow from others and have no history of their own."""
REFUSALS = {"RuleBroken", "NotAllowed", "StaleEdit", "LocalTimeUnclear", "refusal"}
CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_module_says_what_lives_there(module: Module) -> None:
    assert module.name.split(".")[-1] not in FORBIDDEN_NAMES
    assert ast.get_docstring(module.tree), f"{module.path.name} has no docstring"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_only_the_clock_asks_what_time_it_is(module: Module) -> None:
    if module.name == "app.clock":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCK_CALLS, f"line {node.lineno} asks the system clock"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_operations_never_commit(module: Module) -> None:
    if module.kind not in {"operations", "queries", "models"}:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            assert node.attr != "commit", f"line {node.lineno} commits; the edge does"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_no_bulk_change_passes_by_revisions(module: Module) -> None:
    """Bulk updates skip versions and revisions; only bookkeeping tables without history may use them."""
    if module.part in {"accounts", "schedule", "web", "outbox", None}:
        return
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            if node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in BOOKKEEPING:
                continue
            assert (node.func.value.id, node.func.attr) not in {("sa", "update"), ("sa", "delete"), ("db", "update")}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_refusals_are_marked_for_translation(module: Module) -> None:
    """A refusal is read on screen; only what loads files speaks to a terminal, in English."""
    if module.part == "archive" or module.kind == "cli":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS and node.args:
            plain = isinstance(node.args[0], ast.Constant) or (
                isinstance(node.args[0], ast.JoinedStr)
                and any(
                    isinstance(part, ast.Constant) and " " in str(part.value).strip() for part in node.args[0].values
                )
            )
            assert not plain, f"line {node.lineno}: wrap the sentence in gettext"
