"""A quote as a BibTeX entry. Pure."""

from app.quotes.citations import MONTHS, Cited

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {character: f"\\{character}" for character in "&%$#_"}


def to_bibtex(it: Cited) -> str:
    """`@misc` with `howpublished`; the title in double braces keeps its capitals."""
    fields = {
        "author": f"{_escaped(it.family)}, {_escaped(it.given)}" if it.given else f"{{{_escaped(it.family)}}}",
        "title": f"{{{_escaped(it.title)}}}",
        "howpublished": _escaped(_how(it)),
        "year": str(it.day.year) if it.day else "",
        "month": MONTHS[it.day.month - 1][:3].lower() if it.day else "",
        "day": str(it.day.day) if it.day else "",
        "url": it.address,
        "language": it.language,
        "note": _escaped(it.note),
        "abstract": _escaped(" ".join(it.words.split("\n"))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and name != "month"]
    if fields["month"]:
        lines.append(f"  month = {fields['month']},")
    return f"@misc{{{it.key},\n" + "\n".join(lines) + "\n}\n"


def _how(it: Cited) -> str:
    kind = "Statement in a panel discussion" if it.is_spoken else "Quotation"
    return ", ".join(part for part in (kind, it.container, it.place) if part)


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in text)
