"""The title of what a cluster fills in: once for each language that it writes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.languages import content_language
from core.text import Language, Text, is_language, other

LONGEST_TITLE = 160


class Titled(models.Model):
    """The base of a model with a title in both languages."""

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

    def entitle(self, title: Text, language: Language) -> None:
        """Put in a title, that in the cluster's language first; it is not saved."""
        first = title.resolve(language)
        self.title, self.title_language = first.text, first.language
        self.translated_title = title.get(other(first.language))


TITLE_FIELDS = ("title", "title_language", "translated_title")
"""What a save of another title names."""
