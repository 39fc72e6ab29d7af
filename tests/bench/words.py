"""Work on words: a feed built cold, an article read, a transcript imported, a quote looked for."""

import random
from functools import partial
from statistics import median

from app.database import db
from app.episodes.models import Episode
from app.quotes.checker import check_words
from app.quotes.models import Quote
from app.recordings.captions import Caption, read_captions, to_webvtt
from app.recordings.models import PhraseOf
from app.recordings.operations import import_transcript, keep_phrases
from app.recordings.phrases import words_of
from app.schedule.ical import FeedHead, serialized, to_vcalendar, to_vevent
from app.schedule.queries import public_feed_episodes
from app.schedule.words import Site
from app.sources.reading.intake import article_from_text
from app.sources.reading.reader import read_article
from app.web.serve import STARTER
from tests.bench.archive import Size, words
from tests.bench.pages import timed
from tests.bench.places import Bench
from tests.bench.results import Result

QUOTES, TRANSCRIPTS, CUES = 10_000, 25, 4_000
ARTICLE = 200_000
SITE = Site("http://localhost", "localhost", "hello@example.org")


def cold_build(bench: Bench) -> list[Result]:
    """All bytes of 1,200 events from the database, to icalendar's own serialising of the same events."""
    url = bench.database(Size(1200))
    with bench.inside(url) as app:
        client = app.test_client()
        client.get("/about")
        built = timed(lambda: client.get("/schedule/series.ics"))
        head = FeedHead("Panels", "All", "http://localhost/x.ics", "http://localhost/x", "UTC")
        with app.test_request_context():
            calendar = to_vcalendar(head, SITE)
            for episode in public_feed_episodes(range(1, 1201)):
                calendar.add_component(to_vevent(episode, SITE))
            library = min(timed(calendar.to_ical) for _ in range(3))
            own = min(timed(lambda: serialized(calendar)) for _ in range(3))
    note = f"{built * 1000:,.0f} ms, icalendar {library * 1000:,.0f} ms, our serialising {own * 1000:,.0f} ms"
    return [Result("1,200 episodes from the database, to icalendar's writing", built / library, most=1.2, note=note)]


def quoted(bench: Bench) -> list[Result]:
    url = bench.database(Size(50, people=2000, quotes=QUOTES))
    chance = random.Random(1)
    with bench.inside(url):
        for quote in db.session.query(Quote).yield_per(500):
            keep_phrases(PhraseOf.QUOTE, quote.id, words_of(quote.words))
        db.session.commit()
        imported = [_import(number, chance) for number in range(TRANSCRIPTS)]
        db.session.expunge_all()
        wanted = [db.session.get_one(Quote, number).words for number in range(1, 200, 10)]
        check_words(wanted[0])
        read = median(timed(partial(_by_key, number)) for number in range(300, 400))
        found = median(timed(partial(check_words, text)) for text in wanted)
    return [
        Result("transcript of 4,000 cues, read and imported", median(imported), "s", most=5),
        Result("quote checker, to a read by primary key", found / read, most=10, note=f"{found * 1000:.1f} ms"),
    ]


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
    seconds = min(timed(lambda: read_article(article_from_text(text))) for _ in range(2))
    return [Result("press release of 200 kB, read", seconds, "s", most=2)]
