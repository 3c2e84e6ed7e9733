"""What of a round is not written in a language that companies read: said to whoever sends it, and no reason not to."""

from django.utils.translation import gettext as _

from core.languages import language_within
from core.text import LANGUAGES, Language, Text, other
from library.words import lack_words
from surveys.documents import OWN, own_questions
from surveys.models import SurveyRound


def missing_of(round: SurveyRound) -> list[str]:
    """Return a sentence for each language in which something lacks words, and for what the survey itself lacks."""
    found = [_sentence(language, names) for language in LANGUAGES if (names := _lacking(round, language))]
    edition = round.edition
    lacks = [one for one in edition.lacks if one.language in LANGUAGES]
    return [*found, *(f"{round.called}: {lack_words(one, edition.first_language)}" for one in lacks)]


def _lacking(round: SurveyRound, language: Language) -> list[str]:
    """Return what has words in the other language alone, as the form calls it."""
    written = {
        _("Introduction"): [Text.from_value(round.introduction)],
        _("Thanks"): [Text.from_value(round.thanks)],
    }
    for question in own_questions(round):
        name = _("Your own question %(number)s") % {"number": question.key.removeprefix(f"{OWN}_")}
        written[name] = [question.label, *(option.label for option in getattr(question, "options", ()))]
    return [name for name, texts in written.items() if any(text and not text.get(language) for text in texts)]


def _sentence(language: Language, names: list[str]) -> str:
    words = _("Not written in %(language)s: %(names)s. Whoever reads %(language)s sees that in %(other)s.")
    within = {"language": language_within(language), "other": language_within(other(language))}
    return words % {**within, "names": ", ".join(names)}
