"""Text as it may be stored: valid, normalised, without invisible or controlling characters."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_DROPPED = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
}  # controls, formats (direction overrides, zero widths), surrogates, private use


def clean_text(value: str, *, multiline: bool = False) -> str:
    """NFC text without C0/C1 controls, surrogates, or format characters such as direction overrides.

    Line ends become line feeds where `multiline`, else one space; outer white space goes.
    """
    lines = _LINE_ENDS.sub("\n", value)
    kept = lines if lines.isprintable() else "".join(character for character in lines if _is_kept(character))
    normal = unicodedata.normalize("NFC", kept)
    if multiline:
        return "\n".join(line.rstrip() for line in normal.split("\n")).strip()
    return " ".join(normal.split())


def _is_kept(character: str) -> bool:
    if character in "\n\t":
        return True
    nonchar = (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return not nonchar and unicodedata.category(character) not in _DROPPED


def fold_words(value: str) -> str:
    """Text for comparing words letter for letter: NFC, white space folded (PRODUCT rule 4), nothing else."""
    return " ".join(unicodedata.normalize("NFC", value).split())
