"""Every template is used, and none holds script, style or an event handler of its own."""

import re
from pathlib import Path

import pytest

from config import ROOT

TEMPLATES = ROOT / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*") if path.is_file())
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
LIBRARY = {"security"}
"""Folders whose templates a library looks up by name."""


def mentions() -> str:
    sources = [*(ROOT / "app").rglob("*.py"), *TEMPLATES.rglob("*.*")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sources if path.is_file())


def test_every_template_is_used() -> None:
    text = mentions()
    unused = [name for name in ALL if Path(name).parts[0] not in LIBRARY and f'"{name}"' not in text]
    assert unused == []


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith(".html")])
def test_template_has_nothing_inline(name: str) -> None:
    found = INLINE.search((TEMPLATES / name).read_text(encoding="utf-8"))
    assert found is None, f"{name}: {found.group(0) if found else ''}"


@pytest.mark.parametrize("name", ALL)
def test_template_loads_nothing_from_elsewhere(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"""<(?:script|img|link|iframe|source)[^>]*(?:src|href)=["'](?:https?:)?//""", text)
