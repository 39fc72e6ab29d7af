"""Pairs of words of transcripts, by which the quote checker finds a few words with one wrong among them"""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*", re.UNICODE)
CUES = sa.text("SELECT text FROM cue WHERE transcript_id = :transcript ORDER BY number")
KEEP = sa.text(
    "INSERT INTO phrase (hash, kind, record_id, place) VALUES (:hash, 'transcript', :transcript, :place) "
    "ON CONFLICT DO NOTHING"
)


def upgrade() -> None:
    connection = op.get_bind()
    for (transcript,) in connection.execute(sa.text("SELECT id FROM transcript")).all():
        cues = connection.execute(CUES, {"transcript": transcript}).scalars()
        words = [folded(found.group()) for text in cues for found in WORD.finditer(text)]
        rows = [
            {"hash": hashed(f"+ {first} {second}"), "transcript": transcript, "place": place}
            for place, (first, second) in enumerate(pairwise(words))
        ]
        if rows:
            connection.execute(KEEP, rows)


def downgrade() -> None:
    """The pairs stay: what nobody looks up does no harm, and goes with its transcript's index."""


def folded(word: str) -> str:
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word).casefold().replace("’", "'").replace("ʼ", "'")
    return "".join(character for character in plain if not unicodedata.combining(character))


def hashed(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big", signed=True)
