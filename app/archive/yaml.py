"""YAML text to plain data and back, with the line every value stands on."""

from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 500_000
Path = tuple[str | int, ...]


class FileBroken(Exception):
    """A file that cannot be loaded: `problems` are (line, sentence), the line counted from 1."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"line {line}: {sentence}" for line, sentence in problems))
        self.problems = problems


@dataclass
class Document:
    """Plain data of a YAML file: dicts, lists, strings and None; `lines` gives the line of each path into it."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of the value at the path, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def read_yaml(text: str) -> Document:
    """Every scalar stays a string, so that "11:00" is no number and "no" is a language; an empty one is None.

    Raises FileBroken for YAML that does not parse, repeats a key, uses aliases, or is too large.
    """
    if len(text.encode()) > MAX_BYTES:
        raise FileBroken([(1, f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB")])
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
            raise FileBroken([(1, "aliases (*name) are not part of the format")])
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileBroken([(line, f"this is not valid YAML: {error.problem}")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise FileBroken([(1, f"this is not valid YAML: {str(error).splitlines()[0]}")]) from None
    document = Document(None)
    document.data = _plain(node, (), document)
    return document


def _plain(node: yaml.Node | None, path: Path, document: Document) -> Any:
    if node is None:
        return None
    line = node.start_mark.line + 1
    document.lines[path] = line
    if len(document.lines) > MAX_NODES:
        raise FileBroken([(line, "the file has too many entries")])
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, index), document) for index, item in enumerate(node.value)]
    is_null = getattr(node, "style", None) is None and node.value in ("", "~", "null", "Null", "NULL")
    return None if is_null else node.value


def _plain_mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise FileBroken([(line, "a key must be a word")])
        if key in found:
            raise FileBroken([(line, f"“{key}” stands twice here")])
        found[key] = _plain(value_node, (*path, key), document)
        document.lines[(*path, key)] = line
    return found


class _Dumper(yaml.SafeDumper):
    """Block style, long texts as literal blocks, lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not any(line != line.rstrip() for line in value.split("\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write_yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
