"""Terms of the glossary explained where they stand: a button in the text, and what it shows, which needs no script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import markdown
from core.languages import content_language
from core.parts.values import Same
from core.text import Language, Text
from library.rules.terms import MOST_TOLD, Explained, Glossary, pieces_of
from library.shown.resources import term_anchor
from schema.documents import Section


class Explainer:
    """What explains the terms of a page; each part of it has a section of its own."""

    def __init__(self, glossary: Glossary, *, except_of: str = "") -> None:
        # A glossary does not explain its own words.
        self.glossary = Glossary((one.term, one.page) for one in glossary.terms if one.page != except_of)
        self.numbers = count(1)

    def section(self) -> "SectionExplainer":
        """Begin a part, in which every term is explained once."""
        return SectionExplainer(self)


@dataclass(frozen=True, slots=True)
class SectionTerms:
    """The terms of a section that is filled in: within its introduction, and beside each question as buttons."""

    intro: SafeString
    by_question: Mapping[str, list[SafeString]]


def terms_of(section: Section, glossary: Glossary) -> SectionTerms:
    """Explain each term of a section once: in its introduction, or beside the first question that says it.

    A question is drawn again with each save, so that its terms stand behind it and not in it.
    """
    return _terms_of(Same(section), glossary, content_language())


# Neither a section nor the terms that were read of a glossary ever change: both are known by what they are.
@lru_cache(MOST_TOLD)
def _terms_of(asked: Same[Section], glossary: Glossary, here: Language) -> SectionTerms:
    section, page = asked.value, Explainer(glossary)
    explainer = page.section()
    intro = explainer.html(section.intro)
    seen = {id(one) for one in glossary.terms_in(_plain([section.intro], here), here)}
    found: dict[str, list[SafeString]] = {}
    for question in section.questions:
        for one in glossary.terms_in(_plain([question.label, question.help], here), here):
            if id(one) not in seen:
                seen.add(id(one))
                found.setdefault(question.key, []).append(explainer.button("", one))
    return SectionTerms(intro, found)


def _plain(texts: Iterable[Text | None], language: Language) -> str:
    return "\n\n".join(markdown.plain(text.get(language)) for text in texts if text)


class SectionExplainer:
    """What explains the terms of one part of a page, each where it first stands."""

    def __init__(self, page: Explainer) -> None:
        self.page = page
        self.seen: set[int] = set()

    def html(self, text: Text | str | None) -> SafeString:
        """Return Markdown as HTML, with its terms explained; words in the other language are marked, as ever."""
        if not text:
            return SafeString()
        here = content_language()
        resolved = (Text.from_value({here: text}) if isinstance(text, str) else text).resolve(here)
        html = str(markdown.render(resolved.text))
        if self.page.glossary:
            pieces = pieces_of(html, self.page.glossary, resolved.language, self.seen)
            html = "".join(self._button(words, one) if one else words for words, one in pieces)
        return (
            format_html('<div lang="{}">{}</div>', resolved.language, mark_safe(html))
            if resolved.is_fallback
            else (mark_safe(html))
        )

    def _button(self, words: str, one: Explained) -> SafeString:
        return self.button(words, one)

    def button(self, words: str, one: Explained) -> SafeString:
        """Return a button that explains a term; `words` is safe HTML, or else the term's own name."""
        id = f"explained-{next(self.page.numbers)}"
        here = content_language()
        name, definition = one.term.term.resolve(here), one.term.definition.resolve(here)
        lang = format_html(' lang="{}"', name.language) if name.is_fallback else ""
        said = format_html_join(" ", "{}", ((line,) for line in markdown.plain(definition.text).splitlines()))
        return format_html(
            '<button type="button" class="term" popovertarget="{}">{}</button><span class="term-pop" id="{}" popover'
            ' role="note"{}><b>{}</b> <span>{}</span> <a href="{}#{}">{}</a></span>',
            id,
            mark_safe(words) if words else name.text,
            id,
            lang,
            name.text,
            said,
            one.page,
            term_anchor(one.term.term),
            _("In the glossary"),
        )
