"""Where words of the joined cues of a transcript stand among them. Pure."""

from collections.abc import Sequence

from app.recordings.models import Cue
from app.sources.matching import fold_exact


def cues_heard(cues: Sequence[Cue], starts: int, ends: int) -> list[tuple[Cue, int]]:
    """The cues whose words lie within those offsets of the joined, folded text, each with where it begins there."""
    heard, place = [], 0
    for cue in cues:
        stop = place + len(fold_exact(cue.text))
        if place < ends and stop > starts:
            heard.append((cue, place))
        place = stop + 1
    return heard or [(cue, 0) for cue in cues[:1]]
