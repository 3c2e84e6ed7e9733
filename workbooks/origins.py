"""Where an answer comes from: what nobody here has written or confirmed is no answer yet, however well it reads."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Who wrote what stands there. Any change of the words makes them the cluster's own."""

    OWN = "", _("Your own")
    EXAMPLE = "example", _("From the example")
    EARLIER = "earlier", _("From the last strategy")
    # Somebody has read it and said that it is true here too.
    EXAMPLE_FITS = "example-fits", _("Fits you")
    EARLIER_FITS = "earlier-fits", _("Still fits you")

    @property
    def is_borrowed(self) -> bool:
        """Whether nobody has changed or confirmed it."""
        return self in (Origin.EXAMPLE, Origin.EARLIER)

    @property
    def is_confirmed(self) -> bool:
        """Whether it was taken over as it was, because somebody said that it fits."""
        return self in (Origin.EXAMPLE_FITS, Origin.EARLIER_FITS)

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
        return _("It still fits us") if self is Origin.EARLIER else _("It fits us too")


CONFIRMED = {Origin.EXAMPLE: Origin.EXAMPLE_FITS, Origin.EARLIER: Origin.EARLIER_FITS}
DOUBTED = {confirmed: origin for origin, confirmed in CONFIRMED.items()}
BORROWED = frozenset(origin for origin in Origin if origin.is_borrowed)
