"""The title of what a cluster fills in: once for each language that it writes."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.deletable import Deletable
from clusters.revised import Pieces, Revised, values_of
from core.languages import both, content_language
from core.text import LANGUAGES, Language, Text, is_language, other

LONGEST_TITLE = 160


class Titled(Deletable, Revised):
    """The base of what is called something in both languages, as its workbook is."""

    # In the language that the cluster worked in when it was given, and in the other one.
    title = models.CharField(_("Title"), max_length=LONGEST_TITLE)
    title_language = models.CharField(max_length=2, default="da")
    translated_title = models.CharField(max_length=LONGEST_TITLE, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.shown_title

    @property
    def title_text(self) -> Text:
        """The title in both languages."""
        own: Language = self.title_language if is_language(self.title_language) else "da"
        return Text().with_language(own, self.title).with_language(other(own), self.translated_title)

    @property
    def shown_title(self) -> str:
        """The title in the language of the page, or in the other one."""
        return self.title_text.resolve(content_language()).text

    @property
    def called(self) -> str:
        """Its title in the cluster's language."""
        return self.title_text.resolve(self.own_cluster().language).text

    def standing(self, name: str) -> Any:
        """Return what stands in one of the fields; of the title, each language."""
        return self.title_text.to_value() if name == "title" else super().standing(name)

    def columns(self, after: Pieces, names: Collection[str]) -> dict[str, Any]:
        """Return what is to stand in the columns; the title takes three."""
        found = super().columns(after, set(names) - {"title"})
        if "title" in names:
            other_one = type(self)()
            other_one.entitle(Text.from_value(values_of(after, "title")), self.own_cluster().language)
            found |= {name: getattr(other_one, name) for name in TITLE_FIELDS}
        return found

    def write(self, after: Pieces, names: Collection[str]) -> None:
        """Have the workbook called the same."""
        super().write(after, set(names) - {"title"})
        if "title" in names:
            workbook: Any = self.workbook  # type: ignore[attr-defined]  # everything titled holds a workbook
            workbook.title = self.title
            workbook.save(update_fields=["title"])

    def entitle(self, title: Text, language: Language) -> None:
        """Put in a title, that in the cluster's language first; it is not saved."""
        first = title.resolve(language)
        # What a template is called in a language that nobody writes here stands as the cluster's own title.
        own = first.language if is_language(first.language) else language
        self.title, self.title_language = first.text, own
        self.translated_title = title.get(other(own))


TITLE_FIELDS = ("title", "title_language", "translated_title")
"""What a save of another title names."""


def copied_title(title: Text) -> Text:
    """Return what a copy is called until somebody calls it otherwise, in each language that the title has."""
    words = both(lambda: gettext("Copy of %(title)s"))
    made = Text()
    for language in LANGUAGES:
        if named := title.get(language):
            made = made.with_language(language, (words.get(language) % {"title": named})[:LONGEST_TITLE])
    return made
