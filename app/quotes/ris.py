"""A quote as a RIS record. Pure."""

from app.quotes.citations import Cited


def to_ris(it: Cited) -> str:
    """Type GEN, one tag a line with CRLF, as reference managers read it."""
    fields = [
        ("TY", "GEN"),
        ("AU", ", ".join(part for part in (it.family, it.given) if part)),
        ("TI", it.title),
        ("T2", it.container),
        ("PY", str(it.day.year) if it.day else ""),
        ("DA", f"{it.day:%Y/%m/%d}/" if it.day else ""),
        ("CY", it.place.capitalize()),
        ("LA", it.language),
        ("M3", "Statement" if it.is_spoken else "Quotation"),
        ("N1", it.note),
        ("AB", it.words),
        ("UR", it.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])
