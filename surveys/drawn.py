"""Results as pictures: the shares of a question on one scale, how sure each is, and those of an earlier round."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.graphics.dots import NARROW, WIDE, Dot, Frame, dot_plot
from core.languages import content_language
from core.text import Language, Text
from surveys.shown import ShownOption, ShownQuestion

# Of a scale of two or three steps, or one answer, the table says as much.
FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that has changed by more than chance, and where it is shown."""

    key: str
    label: Text
    words: str
    rises: bool


def drawn(question: ShownQuestion, language: Language, *, is_print: bool = False, frame: Frame = WIDE) -> SafeString:
    """Draw the shares of a question; nothing where there are none to draw."""
    options = question.options
    if len(options) < FEWEST_ROWS:
        return SafeString()
    label = question.label.resolve(language).text
    said = "; ".join(f"{one.label}: {one.percent_words}" for one in options)
    title = _("%(question)s. %(figures)s.") % {"question": label, "figures": said}
    return dot_plot(title, [_row(one) for one in options], ((0, "0 %"), (100, "100 %")), is_print=is_print, frame=frame)


def _row(one: ShownOption) -> Dot:
    sure = one.share.interval
    before = float(one.before.percent) if one.before else None
    return Dot(one.label, float(one.share.percent), one.percent_words, sure.low, sure.high, before)


def pictures(sections: list[tuple[Text, list[ShownQuestion]]]) -> list[tuple[Text, list[tuple[ShownQuestion, str]]]]:
    """Return the sections, each question with its picture, in the language of the page.

    Each is drawn twice, for a desk and for a phone; the style sheet shows one of them, and so it is read once.
    """
    language = content_language()
    return [
        (title, [(one, drawn(one, language) + drawn(one, language, frame=NARROW)) for one in questions])
        for title, questions in sections
    ]


def standing_out(sections: list[tuple[Text, list[ShownQuestion]]]) -> list[Standing]:
    """Return what has changed by more than chance since the earlier round, in the order of the questions."""
    found = []
    for _title, questions in sections:
        for one in questions:
            for change in one.changes:
                if change.is_sure:
                    words = _("%(answer)s: from %(before)s to %(after)s") % {
                        "answer": change.label,
                        "before": change.before,
                        "after": change.after,
                    }
                    found.append(Standing(one.key, one.label, words, change.change.startswith("+")))
    return found
