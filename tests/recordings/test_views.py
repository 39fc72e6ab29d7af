"""Transcript pages in parts, transcript files, and a player that loads nothing until it is asked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.recordings.captions import Caption, read_captions
from app.recordings.models import Recording
from app.recordings.operations import add_recording, import_transcript
from app.recordings.players import at_moment, clock_of, player_of
from tests.factories import BY, a_person, a_quote, a_transcript, an_episode, appearing, save


def a_recording(**fields: object) -> Recording:
    defaults = {"title": "Recording", "url": "https://www.youtube.com/watch?v=abcdefghijk"}
    return add_recording(fields=defaults | fields, by=BY)


def test_three_hours_are_split_into_light_pages(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    episode = an_episode(slug="long")
    words = "So, “what” we see & hear in the islands is a sentence as long as captions are."
    captions = [Caption(n * 2700, n * 2700 + 2600, words, f"Speaker {n % 3}") for n in range(4000)]
    recording = a_recording(episode_id=episode.id)
    fields = {"language": "en", "public": True, "recording_id": recording.id}
    transcript = import_transcript(episode, captions=captions, fields=fields, by=BY)
    save()
    seen = 0
    for part in range(1, transcript.parts + 1):
        db.session.expire_all()
        statements.clear()
        answer = client.get(f"/episodes/long/transcript/en?part={part}")
        assert len(answer.data) <= 150_000
        assert len(statements) <= 8
        seen += answer.text.count('<li id="c')
    assert seen == 4000
    assert client.get(f"/episodes/long/transcript/en?part={transcript.parts + 1}").status_code == 404
    assert 'id="c3999"' in client.get("/episodes/long/transcript/en?cue=3999").text


def test_cue_times_play_and_are_plain_links(client: FlaskClient) -> None:
    person = a_person(name="Ines Vaz")
    episode = an_episode(slug="talk", appearances=[appearing(person)])
    save()
    recording = a_recording(episode_id=episode.id)
    a_transcript(episode, ("Ines Vaz", "Good <b>morning</b>."), (None, "Hello."), recording_id=recording.id)
    save()
    page = client.get("/episodes/talk/transcript/en").text
    assert f'<a href="/recordings/{recording.id}/player?t=4" data-player>0:04</a>' in page
    assert '<a href="/people/ines-vaz">Ines Vaz</a>' in page
    assert "&lt;b&gt;" in page
    assert client.get("/episodes/talk/transcript").location == "/episodes/talk/transcript/en"
    assert client.get("/episodes/talk/transcript/nl").status_code == 404
    episode_page = client.get("/episodes/talk").text
    assert f"/recordings/{recording.id}/player" in episode_page
    assert "youtube-nocookie" not in episode_page


@pytest.mark.parametrize(("t", "cue"), [("0", 1), ("4", 2), ("0:07", 2), ("8.5", 3), ("1:02:33", 3)])
def test_a_time_leads_to_its_cue(client: FlaskClient, t: str, cue: int) -> None:
    a_transcript(an_episode(slug="talk"), ("A B", "One."), ("A B", "Two."), ("A B", "Three."))
    save()
    answer = client.get(f"/episodes/talk/transcript/en?t={t}")
    assert (answer.status_code, answer.location) == (302, f"/episodes/talk/transcript/en?cue={cue}#c{cue}")


@pytest.mark.parametrize("t", ["soon", "-4", "1:2:3:4", "٤", "9" * 30])
def test_what_is_no_time_is_told(client: FlaskClient, t: str) -> None:
    a_transcript(an_episode(slug="talk"))
    save()
    answer = client.get("/episodes/talk/transcript/en", query_string={"t": t})
    assert answer.status_code == 422
    assert "4:07" in answer.text


def test_a_transcript_leads_to_the_quotes_taken_from_it(client: FlaskClient) -> None:
    person = a_person()
    transcript = a_transcript(an_episode(slug="talk"), ("A B", "We plan."), ("A B", "We plan for people."))
    place = {"transcript_id": transcript.id, "cue_number": 2, "person_id": person.id}
    quote, draft = (a_quote(**place, paragraphs=["We plan for people."], state=one) for one in ("published", "draft"))
    save()
    page = client.get("/episodes/talk/transcript/en").text
    second = page[page.index('id="c2"') :]
    assert f'href="/quotes/{quote.id}-we-plan-for-people"' in second
    assert f"/quotes/{draft.id}-" not in page
    assert page.count('class="quoted"') == 1


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_files_read_back(client: FlaskClient, form: str) -> None:
    a_transcript(an_episode(slug="talk"), ("Ines Vaz", "Good morning."), ("Ines Vaz", "Welcome to you."))
    save()
    answer = client.get(f"/episodes/talk/transcript/en.{form}")
    assert [one.speaker for one in read_captions(answer.text)] == ["Ines Vaz", "Ines Vaz"]


def test_player_names_the_one_host_it_loads_from(client: FlaskClient) -> None:
    episode = an_episode()
    save()
    recording = a_recording(episode_id=episode.id, offset_ms=10_000)
    hidden = a_recording(episode_id=an_episode(visibility="private").id)
    removed = a_recording(episode_id=episode.id, removed=True)
    save()
    answer = client.get(f"/recordings/{recording.id}/player?t=754")
    assert "https://www.youtube-nocookie.com/embed/abcdefghijk?start=764" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com;" in policy
    assert "frame-ancestors 'self'" in policy
    for other in (hidden, removed):
        assert client.get(f"/recordings/{other.id}/player").status_code == 404


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("https://youtu.be/abcdefghijk?si=x", "https://youtu.be/abcdefghijk?si=x&t=754s"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3s", "https://www.youtube.com/watch?v=abcdefghijk&t=754s"),
        ("https://vimeo.com/123456789", "https://vimeo.com/123456789#t=754s"),
        ("https://media.example.org/a.mp3", "https://media.example.org/a.mp3#t=754,783"),
    ],
)
def test_links_to_a_moment(url: str, moment: str) -> None:
    assert at_moment(url, 754_000, 782_500) == moment


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)//a.mp4",
        "http://media.example.org/a.mp4",
        "https://example.org/",
        "https://youtube.com/watch?v=<script>",
    ],
)
def test_nothing_else_is_played(url: str) -> None:
    assert player_of(Recording(url=url, title="x")) is None


def test_clock() -> None:
    assert [clock_of(ms) for ms in (0, 247_000, 3_753_999)] == ["0:00", "4:07", "1:02:33"]
