"""Work on words: a feed built cold, an article read, a transcript imported, a quote looked for."""

import random
import re
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from urllib.parse import urlencode

from flask.testing import FlaskClient

from app.database import db
from app.episodes.models import Episode
from app.quotes.checker import check_words
from app.quotes.models import Quote
from app.recordings.captions import Caption, read_captions, to_webvtt
from app.recordings.models import Cue, PhraseOf, Transcript
from app.recordings.operations import import_transcript, keep_phrases
from app.recordings.phrases import words_of
from app.schedule.ical import FeedHead, to_vcalendar, to_vevent
from app.schedule.lines import serialized
from app.schedule.queries import public_feed_episodes
from app.schedule.words import Site
from app.sources.reading.intake import article_from_text
from app.sources.reading.reader import read_article
from app.web.preparing import STARTER
from tests.bench.archive import Size, words
from tests.bench.pages import processor_time, timed
from tests.bench.places import Bench
from tests.bench.results import Result

QUOTES, TRANSCRIPTS, CUES = 10_000, 25, 4_000
ARTICLE = 200_000
ENDLESS = (
    "Ab, Cd, ",
    "the Aa Bb Cc ",
    "the Minister of ",
    "Ann Lee, the Minister of ",
    "Episode 1: 2 p.m. 3 May 2023. Episode 2: ",
    "“aaaa bbbb cccc dddd eeee ffff,” said Ann. ",
    "“a” ",
)
"""What a reader that looks back to where the paragraph began would need minutes for."""
SITE = Site("http://localhost", "localhost", "hello@example.org")


def cold_build(bench: Bench) -> list[Result]:
    """All bytes of 1,200 events from the database, to icalendar's own serialising of the same events.

    By processor time, because one thread does either; three times each, because a busy machine only ever makes slower.
    """
    url = bench.database(Size(1200))
    built = min(_built_cold(bench, url) for _ in range(3))
    with bench.inside(url) as app:
        head = FeedHead("Panels", "All", "http://localhost/x.ics", "http://localhost/x", "UTC")
        with app.test_request_context():
            calendar = to_vcalendar(head, SITE)
            for episode in public_feed_episodes(range(1, 1201)):
                calendar.add_component(to_vevent(episode, SITE))
            library = min(processor_time(calendar.to_ical) for _ in range(3))
            own = min(processor_time(lambda: serialized(calendar)) for _ in range(3))
    note = f"{built * 1000:,.0f} ms, icalendar {library * 1000:,.0f} ms, our serialising {own * 1000:,.0f} ms"
    return [Result("1,200 episodes from the database, to icalendar's writing", built / library, most=1.2, note=note)]


def _built_cold(bench: Bench, url: str) -> float:
    """In an application of its own, which has kept nothing and made no statement yet."""
    with bench.inside(url) as app:
        client = app.test_client()
        client.get("/about")
        return processor_time(lambda: client.get("/schedule/series.ics"))


def quoted(bench: Bench) -> list[Result]:
    """10,000 quotes and 1,000,000 words of transcripts: imported, looked through by the checker, shown on pages."""
    url = bench.database(Size(50, people=2000, quotes=QUOTES))
    chance = random.Random(1)
    with bench.inside(url) as app:
        for quote in db.session.query(Quote).yield_per(500):
            keep_phrases(PhraseOf.QUOTE, quote.id, words_of(quote.words))
        db.session.commit()
        began = time.process_time()
        imported = [_import(number, chance) for number in range(TRANSCRIPTS)]
        spent = (time.process_time() - began) / TRANSCRIPTS
        note = f"median {median(imported):.2f} s; processor time {spent:.2f} s with the words made up"
        first = Result("transcript of 4,000 cues, read and imported", min(imported), "s", most=5, note=note)
        return [first, *_checked(app.test_client()), *_weighed(app.test_client())]


def _checked(client: FlaskClient) -> list[Result]:
    """The checker's whole answer to the whole answer that is one quote read by its primary key: by processor time.

    The bare row, which no reader ever gets, is told beside it.
    """
    texts = _pasted()
    client.get("/quotes/check?words=made+warm+once+before")
    by_key = median(_spent(partial(_answered, client, f"/quotes/{number}/embed")) for number in range(300, 340))
    row = median(_spent(partial(_by_key, number)) for number in range(400, 440))
    results = [Result("one quote by its primary key, whole answer", by_key * 1000, "ms")]
    for kind, some in texts.items():
        asked = [f"/quotes/check?{urlencode({'words': text})}" for text in some]
        took = median(_spent(partial(_answered, client, path)) for path in asked)
        bare = median(_spent(partial(_looked_up, text)) for text in some)
        note = f"{took * 1000:.1f} ms; without the page {bare / row:.0f} times the bare row"
        results.append(Result(f"quote checker, {kind}, to that answer", took / by_key, most=10, note=note))
    return results


def _pasted() -> dict[str, list[str]]:
    """Twenty texts of each kind that people paste."""
    said = [db.session.get_one(Quote, number).words for number in range(1, 200, 10)]
    cues = list(db.session.scalars(db.select(Cue.text).where(Cue.transcript_id == 7).order_by(Cue.number).limit(60)))
    wrong = [" ".join([*text.split()[:12], "elsewhere", *text.split()[13:]]) for text in said]
    unknown = [f"Nobody ever pasted sentence {number} of so strange a kind" for number in range(20)]
    heard = [" ".join(cues[at : at + 3]) for at in range(20)]
    few = [" ".join([*text.split()[:3], "elsewhere", *text.split()[4:7]]) for text in heard]
    return {
        "in a quote": said,
        "in a transcript": heard,
        "one word wrong": wrong,
        "one of seven wrong": few,
        "unknown": unknown,
    }


def _weighed(client: FlaskClient) -> list[Result]:
    episode, quote = db.session.get_one(Transcript, 1).episode, db.session.get_one(Quote, 1)
    part = len(client.get(f"/episodes/{episode.slug}/transcript/en").data) / 1000
    page = client.get(f"/quotes/{quote.id}-{quote.slug}").text
    loaded = re.findall(r'<script[^>]* src=|<img(?![^>]*lazy)|<link rel="(?:stylesheet|icon|preload|manifest)"', page)
    return [
        Result("page of a transcript of 4,000 cues", part, "kB", most=150),
        Result("page of a quote", len(page.encode()) / 1000, "kB", most=60),
        Result("page of a quote, requests on load", len(loaded) + 1, "", most=6),
    ]


def _answered(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200, path


def _looked_up(text: str) -> None:
    db.session.expunge_all()
    check_words(text)


def _spent(work: Callable[[], object]) -> float:
    """Processor time, which other programs on the machine hardly change."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _by_key(number: int) -> None:
    db.session.expunge_all()
    db.session.get_one(Quote, number)


def _import(number: int, chance: random.Random) -> float:
    captions = [Caption(at * 2700, at * 2700 + 2600, words(10, chance), None) for at in range(CUES)]
    text = to_webvtt(captions, language="en")

    def work() -> None:
        episode = db.session.get_one(Episode, number + 1)
        import_transcript(episode, captions=read_captions(text), fields={"language": "en", "public": True}, by="Bench")
        db.session.commit()

    return timed(work)


def article(_bench: Bench) -> list[Result]:
    """An article as long as a long report: the starter data's own sentences, again and again."""
    one = STARTER.read_text(encoding="utf-8")
    text = (one * (ARTICLE // len(one) + 1))[:ARTICLE]
    seconds = min(_reading(text) for _ in range(2))
    worst = max(_reading(again(part, ARTICLE // 2)) for part in ENDLESS)
    return [
        Result("press release of 200 kB, read", seconds, "s", most=2),
        Result("one paragraph of 100 kB without an end, the slowest of its kind", worst, "s", most=20),
    ]


def _reading(text: str) -> float:
    return timed(lambda: read_article(article_from_text(text)))


def again(part: str, length: int) -> str:
    """The part repeated up to that length; quotation marks as many as an article may have."""
    return (part * (length // len(part)))[: 2_000 * len(part) if "“" in part else None]
