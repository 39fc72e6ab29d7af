"""Whether a quoted span is speech, and whose: read in the sentence, the lines and the passages around it."""

import re
from collections.abc import Sequence

from app.sources.reading.blocks import Kind, Place
from app.sources.reading.lexicon import TITLED, WRITTEN
from app.sources.reading.names import Word
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.speakers import IN_VIEW, Subject
from app.sources.reading.speech import FEW_WORDS, THAT, Surroundings, ends_a_sentence, is_title_case
from app.sources.reading.units import Quotation
from app.sources.reading.verbs import FORMS_OF_MENTION
from app.sources.reading.writings import SAYS_THERE, puts_it

_DASH = re.compile(r"^[\s.,]*(?:[-–—]+|\()\s*")
_SIGN = re.compile(
    r"\b(?:sign|banner|placard|poster|plaque|t-shirt|pancarte|affiche|banderole|plaque|letrero|pancarta|cartel"
    r"|camiseta|bord"
    r"|spandoek|affiche|slogan|motto|lema|devise|leus|song|chorus|canción|chanson|lied)\b",
    re.IGNORECASE,
)
"""What bears words that nobody speaks."""
_ELIDED = re.compile(
    r",\s(?:(?:se|me|nos|les?|lo)\s)?[a-zà-ÿ]{3,}(?:\s(?!(?:el|la|los|las|un"
    r"|una)\s)[a-zà-ÿ]+){0,3}\.?"
)
""" "«…», se queja con cariño.": Spanish leaves the pronoun out."""
_INSCRIBED = re.compile(
    r"\b(?:staat|stond)\b.{0,20}:\s*$|\b(?:reads?|se lee|se puede leer|on (?:peut )?lire|on lit)\s*:?\s*$",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"\b(?:for whom|according to whom|para quien|según quien|pour qui|selon qui|voor wie|volgens wie)\s*$",
    re.IGNORECASE,
)
_WITH_THESE_WORDS = re.compile(
    r"(?:with (?:these|those) words|met (?:die|deze) woorden|con (?:estas|esas) palabras|(?:c’est )?(?:avec|par|en) ces"
    r" (?:mots|termes))\b",
    re.IGNORECASE,
)


class Reading(Surroundings):
    """One unit read in its surroundings: who says it."""

    def quotation(self) -> Quotation | None:
        if not self.words or self._is_listed():
            return None
        subject, clause, behind = self._attribution()
        if _SIGN.search(self.head_text) and not behind and not self.speakers.between(self.unit.first.block, *self.head):
            return None
        if subject is None:
            return self._unattributed()
        if self.words < FEW_WORDS and subject.person is None and _INSCRIBED.search(self.head_text):
            return None
        if not self._is_speech(direct=subject.direct):
            return None
        return self._made(subject, clause, behind=behind)

    def _is_listed(self) -> bool:
        """ "words such as ‘wave’, ‘influx’ and ‘illegals’": a few words that follow others which are no speech."""
        previous, first = self.previous, self.unit.first
        if previous is None or previous.last.block != first.block or self.words >= FEW_WORDS:
            return False
        spoken = self.quoted is not None and self.quoted.places[-1].starts == previous.last.starts
        between = self.blocks[first.block].text[previous.last.closes : first.opens]
        return not spoken and bool(re.fullmatch(r",?\s?(?:(?:and|or|y|o|e|u|et|ou|en|of)\s)?", between))

    def _made(self, subject: Subject, clause: Place | None, *, behind: bool) -> Quotation:
        unit = self.unit
        rest = self.blocks[unit.last.block].text[self.tail[1] :].strip() if behind else ""
        ends = (behind and not rest) or not self.blocks[unit.last.block].text[unit.last.closes :].strip(" .")
        return Quotation(
            [Place(span.block, span.starts, span.ends) for span in unit.spans],
            list(unit.paragraphs),
            subject.person,
            clause,
            attributed_behind=behind,
            ends_block=ends,
            whole=unit.first.opens == 0 and not self.blocks[unit.last.block].text[unit.last.closes :].strip(" ."),
            nobody=subject.nobody,
            attributed=clause is not None,
            closes=unit.last.closes,
            joint=unit.first.joint,
        )

    def _attribution(self) -> tuple[Subject | None, Place | None, bool]:
        """(subject, its clause, whether it stands behind); the nearest sure sign first."""
        for find in (
            self._answer,
            self._to_whom,
            self._written,
            self._dash,
            self._behind,
            self._before,
            self._introduced,
            self._line_below,
            self._sentence,
            self._sentence_before,
            self._sentences_above,
        ):
            found = find()
            if found is not None:
                subject, block, starts, ends = found
                is_behind = find in (self._dash, self._behind, self._line_below)
                return subject, Place(block, starts, ends), is_behind
        return None, None, False

    def _written(self) -> tuple[Subject, int, int, int] | None:
        """ "The report puts it plainly: “…”": it is nobody's."""
        block = self.unit.first.block
        if self.words < FEW_WORDS or not puts_it(
            self.head_text, self.speakers.between(block, *self.head), self.head[0]
        ):
            return None
        return Subject(nobody=True, direct=True), block, *self.head

    def _to_whom(self) -> tuple[Subject, int, int, int] | None:
        """ "Ann Lee, for whom “the quay is a door”": the one named last."""
        block = self.unit.first.block
        if not _FOR_WHOM.search(self.head_text) or not self.speakers.between(block, *self.head):
            return None
        person = self.speakers.nearest((block, self.head[1]))
        return (Subject(person, direct=self.words >= FEW_WORDS), block, *self.head) if person else None

    def _answer(self) -> tuple[Subject, int, int, int] | None:
        """An answer of an interview, where nothing within it names another speaker."""
        block = self.unit.first.block
        starts = self.speakers.answers.get(block, -1)
        if starts < 0 or max(self.unit.first.opens, starts) != starts:
            return None
        person = self.speakers.interviewee
        return Subject(person, nobody=person is None, direct=True), block, 0, starts

    def _dash(self) -> tuple[Subject, int, int, int] | None:
        block = self.unit.last.block
        text = self.blocks[block].text
        sign = _DASH.match(text[slice(*self.unit.after)])
        if not sign:
            return None
        starts = self.unit.after[0] + sign.end()
        named = self.speakers.between(block, starts, min(self.unit.after[1], starts + 60))
        if not named or named[0].begins - starts > 40 or len(text) - starts > 260:
            return None
        return Subject(self.speakers.person_at(named[0]), direct=True), block, starts, self.unit.after[1]

    def _behind(self) -> tuple[Subject, int, int, int] | None:
        """ "…," said Ann Lee; or, behind a full stop, a sentence that only attributes."""
        tail = self.tail_text.strip()
        if not tail or not self._opens_sentence():
            return None
        verbs = self.speakers.sayings(self.tail_text)
        if _WITH_THESE_WORDS.match(tail):
            named = self.speakers.between(self.unit.last.block, *self.tail)
            subject = Subject(self.speakers.person_at(named[0]), direct=True) if named else None
            return (subject, self.unit.last.block, *self.tail) if subject else None
        if SAYS_THERE.match(tail):
            return Subject(nobody=True, direct=True), self.unit.last.block, *self.tail
        if not verbs:
            return self._behind_without_verb(tail)
        if tail.endswith(":") and len(self.tail_text.split()) > 12:
            return None
        quoted = self.unit.paragraphs[-1]
        new_sentence = ends_a_sentence(quoted) and not tail.startswith(",")
        if new_sentence and (self._only_clause(tail, verbs) or self._leads_to_next() or self._follows_in_block()):
            return None
        if new_sentence and not self._only_attributes(tail, len(self.tail_text[: verbs[0].starts].split())):
            return None
        cut = re.search(r"[;:]\s|,\s(?:while|whereas|mientras|terwijl|tandis que)\s", self.tail_text)
        ends = self.tail[0] + (cut.start() if cut and cut.start() > verbs[0].ends else len(self.tail_text))
        subject = self.speakers.subject(self.unit.last.block, self.tail[0], ends)
        touches = quoted[-1] in ",!?…" or tail.startswith(",")
        if touches and len(self.tail_text[: verbs[0].starts].split()) <= 6:
            subject = Subject(subject.person, subject.nobody, direct=True)
        return subject, self.unit.last.block, self.tail[0], ends

    def _only_clause(self, tail: str, verbs: Sequence[Word]) -> bool:
        """ "“Is there a course?” There is, answered the professor, “as soon as…”": the clause is the answer's own."""
        own = self.tail_text[: verbs[0].starts].rstrip()
        follows = self.tail[1] == self.unit.after[1] and self.tail_text.rstrip().endswith((",", ":"))
        return follows and own.endswith(",") and tail[:1].isupper() and len(own.split()) > 1

    def _leads_to_next(self) -> bool:
        """ "“…” According to Ann Lee the fee is “…”": a sentence that the next words in marks end."""
        return self.tail[1] == self.unit.after[1] < len(self.blocks[self.unit.last.block].text) and not re.search(
            r"[,.;:!?…—–]\s*$", self.tail_text
        )

    def _behind_without_verb(self, tail: str) -> tuple[Subject, int, int, int] | None:
        """ "…," chuckled Ann Lee: a comma and a name say enough, whatever the verb."""
        quoted = self.unit.paragraphs[-1][-1:]
        if not (tail.startswith(",") or quoted == "," or (quoted in "!?…" and tail[:1].islower())):
            return None
        if self.words < 3 and not self._is_cut():
            return None
        block, starts = self.unit.last.block, self.tail[0]
        if tail.startswith(",") and re.fullmatch(r",\s[a-zà-ÿ]{4,}(?:\s[a-zà-ÿ]+)?\.?", tail):
            return Subject(self.speakers.recent((block, starts), ""), direct=True), block, *self.tail
        if self.speakers.language == "es" and _ELIDED.fullmatch(tail):
            return Subject(self.speakers.recent((block, starts), ""), direct=True), block, *self.tail
        named = self.speakers.between(block, starts, min(self.tail[1], starts + 70))
        pronoun = self.speakers.pronoun(" ".join(self.tail_text.split()[:3]), (block, starts))
        person = self.speakers.person_at(named[0]) if named else pronoun[0] if pronoun else None
        person = person or self.speakers.role_in(self.tail_text[:60], (block, starts))
        return (Subject(person, direct=True), block, *self.tail) if person else None

    def _only_attributes(self, tail: str, before_verb: int) -> bool:
        if tail[0].islower():
            return True
        if self.head_text.strip() and self.head_text.rstrip().endswith(":"):
            return False
        return (
            before_verb <= 14
            and not tail.endswith(":")
            and not re.search(r"\b(?:that|que|dat)\b", tail)
            and len(tail.split()) <= 24
        )

    def _before(self) -> tuple[Subject, int, int, int] | None:
        head = self.head_text.rstrip()
        if not head.strip(" ,"):
            return None
        verbs = self.speakers.sayings(self.head_text)
        ends_with_verb = bool(verbs) and (self._touch(verbs[-1]) or bool(THAT.search(head)))
        according = bool(verbs) and head.endswith(",")
        if not (head.endswith(":") or ends_with_verb or according):
            return None
        block, starts, ends = self.unit.first.block, *self.head
        subject = self.speakers.subject(block, starts, ends, last=True)
        if not verbs and subject.person is None and not subject.nobody:
            return None
        told = subject.person is not None and self._is_sentence() and self.words >= 2 * FEW_WORDS
        if not verbs and TITLED.search(head) and not told:
            return None
        if head.endswith(":"):
            sure = bool(verbs) or (subject.person is not None and (self.words >= FEW_WORDS or self._is_sentence()))
        else:
            sure = verbs[-1].bare not in FORMS_OF_MENTION and (subject.direct or self.words >= FEW_WORDS)
        return Subject(subject.person, subject.nobody, direct=sure), block, starts, ends

    def _introduced(self) -> tuple[Subject, int, int, int] | None:
        """A passage of its own below a line that ends with a colon."""
        first = self.unit.first
        if first.opens != 0 or first.block == 0:
            return None
        block = first.block - 1
        text = self.blocks[block].text
        if not text.rstrip().endswith(":"):
            return None
        ends = sentence_ends(text)
        starts = ends[-2] if len(ends) > 1 else 0
        subject = self.speakers.subject(block, starts, len(text), last=True)
        return Subject(subject.person, subject.nobody, direct=True), block, starts, len(text)

    def _line_below(self) -> tuple[Subject, int, int, int] | None:
        """A passage of its own above a short line that names who spoke."""
        block = self.unit.last.block + 1
        if self.unit.first.opens != 0 or self.tail_text.strip(" .") or block >= len(self.blocks):
            return None
        below = self.blocks[block]
        text = below.text
        dashed = below.marker in ("-", "–", "—") or text[:1] in "-–—"
        if len(text) > 200 or not (
            dashed or below.kind in (Kind.HEADING, Kind.QUOTE) or not re.search(r"[.!?:]$", text)
        ):
            return None
        named = self.speakers.between(block, 0, 60)
        if not named or named[0].begins > (6 if not dashed else 60):
            return None
        return Subject(self.speakers.person_at(named[0]), direct=True), block, 0, len(text)

    def _sentence(self) -> tuple[Subject, int, int, int] | None:
        """Words taken into a sentence: whoever the sentence says speaks, describes, praises."""
        block = self.unit.first.block
        if self.words < FEW_WORDS and not self._verb_touches():
            verbs = self.speakers.sayings(self.head_text)
            if not (verbs and self._is_predicate(verbs)):
                return None
            subject = self.speakers.subject(block, *self.head)
            told = subject.person or (subject.nobody and subject.direct)
            return (Subject(subject.person, subject.nobody, direct=True), block, *self.head) if told else None
        if self.unit.first.opens == 0 and not self.tail_text.strip(" ."):
            return None
        clauses = [one for one in (self.head, self.tail) if self.speakers.sayings(self.blocks[block].text[slice(*one)])]
        if self.tail in clauses and self._only_clause(self.tail_text.strip(), self.speakers.sayings(self.tail_text)):
            clauses.remove(self.tail)
        subjects = [(self.speakers.subject(block, *one), one) for one in clauses]
        for subject, one in sorted(subjects, key=lambda found: found[0].person is None):
            is_written = bool(WRITTEN.search(self.blocks[block].text[slice(*one)]))
            if subject.person or (subject.nobody and (subject.direct or is_written)):
                return Subject(subject.person, subject.nobody), block, *one
        if (
            WRITTEN.search(self.head_text)
            or self.speakers.between(block, *self.head)
            or self._pronoun_leads()
            or IN_VIEW.match(self.head_text)
        ):
            subject = self.speakers.subject(block, *self.head)
            if subject.person or subject.nobody:
                return Subject(subject.person, subject.nobody), block, *self.head
        return None

    def _sentence_before(self) -> tuple[Subject, int, int, int] | None:
        """Whole sentences in marks behind a sentence about somebody: "Fairweather agreed. “I left.”" """
        unit = self.unit
        if (
            self.head_text.strip()
            or self.words < FEW_WORDS
            or not (self._is_sentence() or self.tail_text.startswith("."))
            or self._goes_on()
        ):
            return None
        block, upto = unit.first.block, self.head[0]
        if unit.first.opens == 0:
            block, upto = block - 1, len(self.blocks[block - 1].text)
        if block < 0 or self.blocks[block].kind is Kind.HEADING:
            return None
        ends = [
            end
            for end in sentence_ends(self.blocks[block].text[:upto])[:-1]
            if self.blocks[block].text[end:upto].strip()
        ]
        starts = max([*ends[-1:], self._quoted_until(block)])
        text = self.blocks[block].text[starts:upto]
        if text.rstrip().endswith(":") or not (self.speakers.sayings(text) or self._is_about(block, starts, text)):
            return None
        subject = self.speakers.subject(block, starts, upto)
        return (Subject(subject.person), block, starts, upto) if subject.person else None

    def _sentences_above(self) -> tuple[Subject, int, int, int] | None:
        """Whole sentences in marks that nothing attributes: whoever acts in the sentences before speaks."""
        first = self.unit.first
        whole = self.words >= FEW_WORDS and self._is_sentence() and not self.head_text.strip()
        if not whole or self._goes_on() or is_title_case(self.unit.paragraphs[0]):
            return None
        block, upto = first.block, self.head[0]
        if first.opens == 0:
            alone = not self.blocks[self.unit.last.block].text[self.unit.last.closes :].strip(" .")
            block -= 1
            if block < 0 or not alone or self.blocks[block].kind is not Kind.PARAGRAPH or self.words < 8:
                return None
            upto = len(self.blocks[block].text)
        starts = self._quoted_until(block)
        person = self.speakers.acting(block, starts, upto)
        return (Subject(person), block, starts, upto) if person else None

    def _is_about(self, block: int, starts: int, text: str) -> bool:
        """Whether a sentence before the marks, in their block, begins with one person: "Ann Lee was blunt. “No.”" """
        if block != self.unit.first.block or len(text.split()) > 40:
            return False
        named = self.speakers.between(block, starts, starts + len(text))
        people = {id(self.speakers.person_at(one)) for one in named}
        lead = len(text) - len(text.lstrip())
        if named:
            return len(people) == 1 and len(text[lead : named[0].begins - starts].split()) <= 6
        pronoun = self.speakers.pronoun(" ".join(text.split()[:2]), (block, starts))
        return pronoun is not None

    def _quoted_until(self, block: int) -> int:
        return self.quoted.closes if self.quoted and self.quoted.places[-1].block == block else 0

    def _pronoun_leads(self) -> bool:
        return self.speakers.pronoun(self.head_text[:40], (self.unit.first.block, self.head[0])) is not None

    def _unattributed(self) -> Quotation | None:
        """A passage of its own without attribution: it goes on from the quotation above, or is nobody's."""
        unit, quoted = self.unit, self.quoted
        alone = unit.first.opens == 0 and not self.blocks[unit.last.block].text[unit.last.closes :].strip(" .")
        opens_here = unit.first.opens == 0 or self._follows_in_block()
        if (
            not opens_here
            or (self.words < 3 and not (self._follows_in_block() and self._is_sentence()))
            or is_title_case(unit.paragraphs[0])
            or (not alone and not self._follows_in_block() and self.words < FEW_WORDS)
        ):
            return None
        near = quoted is not None and unit.first.block - quoted.places[-1].block <= 1
        if near and quoted is not None:
            return self._made(Subject(quoted.speaker, quoted.nobody), None, behind=False)
        sure = alone and unit.first.block > 1 and self.words >= 8 and self._is_sentence()
        return self._made(Subject(), None, behind=False) if sure else None
