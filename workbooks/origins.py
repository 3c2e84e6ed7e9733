"""Where an answer comes from: what nobody here has written or confirmed is no answer yet, however well it reads."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import Resolved


class Origin(models.TextChoices):
    """Who wrote what stands there. Any change of the words makes them the cluster's own."""

    OWN = "", _("Your own")
    EXAMPLE = "example", _("From the example")
    EARLIER = "earlier", _("From the last strategy")
    PROPOSED = "proposed", _("Proposed by the template")
    # Somebody has read it and said that it is true here too.
    EXAMPLE_FITS = "example-fits", _("Fits you")
    EARLIER_FITS = "earlier-fits", _("Still fits you")
    PROPOSED_FITS = "proposed-ok", _("Fits you")

    @property
    def is_borrowed(self) -> bool:
        """Whether nobody has changed or confirmed it."""
        return self in CONFIRMED

    @property
    def is_confirmed(self) -> bool:
        """Whether it was taken over as it was, because somebody said that it fits."""
        return self in DOUBTED

    @property
    def confirmed(self) -> "Origin":
        """What it is once somebody has said that it fits."""
        return CONFIRMED.get(self, self)

    @property
    def doubted(self) -> "Origin":
        """What it is when that is taken back."""
        return DOUBTED.get(self, self)

    @property
    def fits_words(self) -> "str | Promise":
        """What somebody says who confirms it."""
        return FITS[self] if self in FITS else _("It fits us too")

    def marked(self, label: Resolved) -> Resolved:
        """Return the label of an answer in a document, with where the answer comes from, where nobody here wrote it."""
        return replace(label, text=f"{label.text} ({self.label})") if self.is_borrowed else label


FITS = {Origin.EARLIER: _("It still fits us"), Origin.PROPOSED: _("It fits us")}
CONFIRMED = {
    Origin.EXAMPLE: Origin.EXAMPLE_FITS,
    Origin.EARLIER: Origin.EARLIER_FITS,
    Origin.PROPOSED: Origin.PROPOSED_FITS,
}
DOUBTED = {confirmed: origin for origin, confirmed in CONFIRMED.items()}
BORROWED = frozenset(origin for origin in Origin if origin.is_borrowed)


def of_all(origins: Iterable[Origin]) -> Origin:
    """Return what is said of several that are borrowed: that they are proposed, where one is no more than that."""
    found = [one for one in origins if one.is_borrowed]
    if Origin.PROPOSED in found:
        return Origin.PROPOSED
    return found[0] if found else Origin.EXAMPLE
