"""Captions in WebVTT and SRT: speakers, round trips, and hostile files refused with a sentence."""

import io

import pytest
import webvtt

from app.errors import RuleBroken
from app.recordings.captions import Caption, read_captions, to_srt, to_webvtt

WEBVTT = """WEBVTT Harbour talk

NOTE made by hand

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:04.500 align:start
<v.loud Ines Vaz>Good <b>morning</b> &amp; welcome.</v>

00:05.000 --> 00:08.000
<v Tomás Reyes>Gracias.
It is an honour.
"""

SRT = """\ufeff1\r
00:00:01,000 --> 00:00:04,000\r
Ines Vaz: Good morning.\r
\r
2\r
00:00:04,000 --> 00:00:06,000\r
<i>Today: rain.</i>\r
\r
3\r
00:00:06,000 --> 00:00:08,500\r
Tomás de la Reyes: Thank you.\r
"""

ZOOM = """WEBVTT

1
00:00:03.120 --> 00:00:05.880
Ines Vaz (Harbour Office): So, shall we begin?

2
00:00:06.010 --> 00:00:07.990
Ines Vaz (Harbour Office): It is eleven.
"""

SHOUTED = """1
00:00:01,000 --> 00:00:02,000
>> MODERATOR: Welcome.

2
00:00:02,000 --> 00:00:03,000
>> DR. VAZ:
Thank you.
"""


def test_webvtt_voices_become_speakers() -> None:
    assert read_captions(WEBVTT) == [
        Caption(1000, 4500, "Good morning & welcome.", "Ines Vaz"),
        Caption(5000, 8000, "Gracias. It is an honour.", "Tomás Reyes"),
    ]


def test_srt_names_in_front_become_speakers_but_words_stay_words() -> None:
    assert [(one.speaker, one.text) for one in read_captions(SRT.encode())] == [
        ("Ines Vaz", "Good morning."),
        (None, "Today: rain."),
        ("Tomás de la Reyes", "Thank you."),
    ]


def test_zoom_names_with_their_organization() -> None:
    assert {one.speaker for one in read_captions(ZOOM)} == {"Ines Vaz (Harbour Office)"}


@pytest.mark.parametrize(
    "words",
    [
        "<v Ines Vaz>Is it open?</v> <v Tomás Reyes>It is.\nToday: always.</v>",
        "Ines Vaz: Is it open?\nTomás Reyes: It is.\nToday: always.",
    ],
)
def test_two_voices_in_one_caption_keep_their_own_words(words: str) -> None:
    assert read_captions(f"WEBVTT\n\n00:01.000 --> 00:03.000\n{words}\n") == [
        Caption(1000, 3000, "Is it open?", "Ines Vaz"),
        Caption(1000, 3000, "It is. Today: always.", "Tomás Reyes"),
    ]


def test_shouted_names_become_speakers() -> None:
    assert [(one.speaker, one.text) for one in read_captions(SHOUTED)] == [
        ("MODERATOR", "Welcome."),
        ("DR. VAZ", "Thank you."),
    ]


@pytest.mark.parametrize("text", [WEBVTT, SRT, ZOOM, SHOUTED])
def test_written_files_read_back_equal(text: str) -> None:
    captions = read_captions(text)
    assert read_captions(to_webvtt(captions, language="en", title="A --> B")) == captions
    if text != SRT:
        assert read_captions(to_srt(captions)) == captions


def test_a_library_reads_what_is_written() -> None:
    captions = read_captions(WEBVTT)
    read = list(webvtt.from_buffer(io.StringIO(to_webvtt(captions, language="en")), format="vtt"))
    assert [(cue.voice, cue.start) for cue in read] == [
        ("Ines Vaz", "00:00:01.000"),
        ("Tomás Reyes", "00:00:05.000"),
    ]
    assert len(list(webvtt.from_buffer(io.StringIO(to_srt(captions)), format="srt"))) == 2


def test_scripts_and_overrides_stay_harmless_words() -> None:
    hostile = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Eve><script>alert(1)</script>\u202ehi &lt;b&gt;\x07\n"
    (caption,) = read_captions(hostile)
    assert caption.text == "alert(1)hi <b>"
    assert "<b>" not in to_webvtt([caption], language="en")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no WebVTT or SRT"),
        (b"WEBVTT\n\n", "no WebVTT or SRT"),
        (b"%PDF-1.7 \x93\xff\xfe\xfd", "not text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"1\n00:00:05,000 --> 00:00:02,000\nHi\n", "ends before it begins"),
        (b"1\n99:00:05,000 --> 99:00:06,000\nHi\n", "after 24 hours"),
        (b"1\n00:00 --> soon\nHi\n", "cannot be read"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a" * 5000, "characters"),
        (b"x" * (3 * 1024 * 1024 + 1), "larger than 3 MiB"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi\n\n" * 20_001, "20000 are the most"),
    ],
)
def test_hostile_files_are_refused_with_a_sentence(content: bytes | str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        read_captions(content)


@pytest.mark.parametrize(
    "piece", ["<" * 200_000, "{" * 200_000, "A " * 100_000 + ":", "a" * 200_000 + ": b", "<v A>x" * 400_000]
)
def test_long_lines_take_no_time(piece: str) -> None:
    with pytest.raises(RuleBroken):
        read_captions(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{piece}\n")
