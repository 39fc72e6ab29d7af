"""Whether a quoted span is speech: told from titles, signs, phrases of a few words, by what surrounds it."""

import re
from collections.abc import Sequence

from app.sources.reading.blocks import Block
from app.sources.reading.lexicon import TITLED
from app.sources.reading.names import Word, words_in
from app.sources.reading.sentences import dateline_end, sentence_ends
from app.sources.reading.speakers import Speakers
from app.sources.reading.units import Quotation, Unit
from app.sources.reading.verbs import FORMS_OF_MENTION, SAYING, words

FEW_WORDS = 5
_LINKS = {"that", "que", "dat", "qu", "to", "which", "el", "la", "cual", "los", "cuales", "lequel", "laquelle", "welke"}
THAT = re.compile(r"(?<![\w’'-])(?:that|que|dat|qu[’'])$")
_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|era|eran|es|son|fue|est|sont|était|étaient|ser|être|zijn|waren)\s(?:too\s"
    r"|muy\s|très\s)?$"
)
_LINKING = words(
    "and but so or yes no yet still then well also y pero e o sino sí no así et mais donc oui non or puis alors",
    "en maar",
    "dus want ja nee toch of dan",
)
"""Words that may lead a sentence to the marks that open it."""
_CAPTION = re.compile(r"[A-ZÀ-Þ]{2,}(?:\s[A-ZÀ-Þ]{2,})?:\s")
""" "WHY: “…”": what the block is about."""
_WORK = re.compile(
    r"\b(?:pilar|eje|pillar|pilier|axe|pijler|area|área|episode|episodio|épisode|aflevering|panel|session|sesión|séance"
    r"|sessie|ciclo|cycle|reeks|série|serie|series|webinar|webinario|theme|tema|thème|thema"
    r"|book|booklet|novel|report|study|film|documentary|song|poem|exhibition|campaign|boek|boekje|roman|rapport"
    r"|studie|tentoonstelling|campagne|libro|novela|informe|estudio|película|exposición|campaña|livre|ouvrage|étude"
    r"|exposition|documentaire)(?:\s[\w’'-]+){0,10},\s$",
    re.IGNORECASE,
)
_CLAUSE = 500
"""Characters before the marks in which who speaks is looked for, also where no sentence ends."""
NEVER_TITLES = re.compile(r"[.!?…,][’'”»“\"]?$")


class Surroundings:
    """One unit in its surroundings: the clause before it, the clause behind it."""

    def __init__(
        self, blocks: Sequence[Block], unit: Unit, previous: Unit | None, before: Quotation | None, speakers: Speakers
    ) -> None:
        self.blocks, self.unit, self.previous, self.quoted, self.speakers = blocks, unit, previous, before, speakers
        text = blocks[unit.first.block].text
        starts = before.closes if before and before.places[-1].block == unit.first.block else 0
        starts = max(starts, self._dateline(unit.first.block, unit.before[1]), unit.before[1] - _CLAUSE)
        ends = sentence_ends(text[starts : unit.before[1]])[:-1]
        self.head = (starts + (ends[-1] if ends else 0), unit.before[1])
        self.head_text = text[slice(*self.head)]
        behind = blocks[unit.last.block].text[slice(*unit.after)]
        first = sentence_ends(behind)[0]
        self.tail = (unit.after[0], unit.after[0] + first)
        self.tail_text = behind[:first]
        self.words = sum(len(words_in(paragraph)) for paragraph in unit.paragraphs)

    def _dateline(self, block: int, upto: int) -> int:
        """Where the block's words begin behind a dateline: "ROSEAU — “The numbers…"; 0 without one."""
        label = _CAPTION.match(self.blocks[block].text)
        ends = label.end() if label else dateline_end(self.blocks[block].text)
        return ends if ends <= upto and not self.speakers.between(block, 0, ends) else 0

    def _opens_sentence(self) -> bool:
        """Whether the quote begins its sentence, or is brought in without a verb before it."""
        head = self.head_text.strip(" —–-,;")
        if TITLED.search(head):
            return False
        return not head or all(word.bare in _LINKING for word in words_in(head))

    def _is_sentence(self) -> bool:
        return ends_a_sentence(self.unit.paragraphs[-1])

    def _goes_on(self) -> bool:
        """Whether the quotation above simply goes on here."""
        quoted = self.quoted
        return quoted is not None and (
            self._follows_in_block()
            or (self.unit.first.opens == 0 and quoted.places[-1].block == self.unit.first.block - 1)
        )

    def _verb_touches(self) -> bool:
        verbs = self.speakers.sayings(self.head_text)
        return bool(verbs) and self._touch(verbs[-1])

    def _touch(self, verb: Word) -> bool:
        """Whether nothing but "that" stands between the verb and the marks."""
        return {word.bare for word in words_in(self.head_text[verb.ends :])} <= _LINKS

    def _is_cut(self) -> bool:
        """Whether an attribution within the marks follows: the words go on behind it."""
        return self.unit.last.closed and self.unit.last.closes == self.unit.last.ends

    def _is_speech(self, *, direct: bool) -> bool:
        """Not a title, not a phrase of a few words that nobody is said to have spoken."""
        words = self.unit.paragraphs[0]
        if self._is_work() or self._is_apposed():
            return False
        titled = TITLED.search(self.head_text) and not (words[0].islower() and self.speakers.sayings(self.head_text))
        if (titled and len(words_in(words)) > 1 and is_title_case(words.rstrip(".?!…"))) or is_all_capitalised(words):
            return False
        if direct and self._is_cut():
            return True
        if direct and self.words >= FEW_WORDS:
            return not (titled and not self._says_directly())
        if direct:
            return self._says_directly() or self._stands_alone()
        if self.words < FEW_WORDS:
            return False
        return not titled and not is_title_case(words)

    def _is_work(self) -> bool:
        """ "a booklet about ten years, ‘The world at the quay’": what a book or a campaign just named is called."""
        words = self.unit.paragraphs[0]
        return bool(_WORK.search(self.head_text)) and words[:1].isupper() and not NEVER_TITLES.search(words)

    def _is_apposed(self) -> bool:
        """ "His essay, “The quay at night”, appears in May": commas around a name for what stands before it."""
        words = self.unit.paragraphs[0]
        commas = self.head_text.rstrip().endswith(",") and self.tail_text.startswith(",")
        tail = " ".join(self.tail_text.split()[:7])
        said = self.speakers.sayings(self.head_text) or self.speakers.sayings(tail)
        return commas and words[:1].isupper() and self.words <= 10 and not NEVER_TITLES.search(words) and not said

    def _says_directly(self) -> bool:
        """A verb of saying that touches the marks, or a colon; or the marks open the sentence."""
        head = self.head_text.rstrip()
        verbs = self.speakers.sayings(self.head_text)
        if head.endswith(":") and not verbs:
            return self._is_sentence() or self.words >= FEW_WORDS
        touches = bool(verbs) and bool(
            head.endswith(":")
            or (self._touch(verbs[-1]) and verbs[-1].bare not in FORMS_OF_MENTION)
            or THAT.search(head)
            or self._is_predicate(verbs)
        )
        according = head.endswith(",") and bool(verbs) and not is_title_case(self.unit.paragraphs[0])
        return (
            touches
            or according
            or (
                self._opens_sentence()
                and (
                    not head.strip()
                    or bool(NEVER_TITLES.search(self.unit.paragraphs[-1]))
                    or self.tail_text.startswith(",")
                )
            )
        )

    def _is_predicate(self, verbs: Sequence[Word]) -> bool:
        """ "said the registry was “long overdue”": what is said of it, not the name of something."""
        behind = self.tail_text[:1]
        return (
            verbs[-1].bare not in FORMS_OF_MENTION
            and verbs[-1].bare in SAYING[self.speakers.language]
            and bool(_IS.search(self.head_text))
            and not is_title_case(self.unit.paragraphs[0])
            and (
                not self.tail_text.strip()
                or behind in ".,;)"
                or bool(re.match(r"\s(?:and|but|y|e|pero|et|mais|en|maar)\b", self.tail_text))
            )
        )

    def _stands_alone(self) -> bool:
        return self.unit.first.opens == 0

    def _follows_in_block(self) -> bool:
        """The second half of a quotation split by its attribution."""
        quoted = self.quoted
        if quoted is None or quoted.places[-1].block != self.unit.first.block or self.previous is None:
            return False
        if quoted.places[-1].starts != self.previous.last.starts:
            return False
        between = self.blocks[self.unit.first.block].text[slice(*self.unit.before)]
        if not re.search(r"(?:^|[,.;:!?…—–)\]])\s*$", between) or is_title_case(self.unit.paragraphs[0]):
            return False
        if self._speaks_of_another(quoted, between):
            return False
        return (
            quoted.attributed_behind
            or bool(self.speakers.sayings(between))
            or bool(re.fullmatch(r"[\s.,;–—-]*(?:\(?…\)?|\[…\]|\(\.\.\.\)|\[\.\.\.\])?[\s.,;]*", between))
        )

    def _speaks_of_another(self, quoted: Quotation, between: str) -> bool:
        """Whether a sentence of its own, behind the attribution, names somebody else."""
        ends = [end for end in sentence_ends(between)[:-1] if between[end:].strip()]
        if not ends:
            return False
        starts, upto = self.unit.before
        named = self.speakers.between(self.unit.first.block, starts + ends[-1], upto)
        return any(self.speakers.person_at(one) is not quoted.speaker for one in named)


def ends_a_sentence(words: str) -> bool:
    """Whether a full stop or its kin ends them, within marks of their own too."""
    return words.rstrip("’'”»“\"›")[-1:] in (".", "!", "?", "…")


def is_all_capitalised(words: str) -> bool:
    """ "When Are You Coming Home?": nobody's speech is written so, whatever mark ends it."""
    every = words_in(words)
    return len(every) > 3 and sum(word.is_capital for word in every) >= 0.8 * len(every)


def is_title_case(words: str) -> bool:
    """Whether most longer words are capitalised and no sentence ends: the name of something."""
    longer = [word.text for word in words_in(words) if len(word.text) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return bool(longer) and not NEVER_TITLES.search(words) and capitals > len(longer) * 0.6
