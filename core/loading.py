"""Templates as they are written, without the spaces at the beginning of lines: a tenth of a page was indentation."""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

# The lines themselves stay, so that a fault is shown where it stands.
INDENTATION = re.compile(r"\n[ \t]+")
# What shows its spaces: a template that holds it is taken to the letter.
AS_IT_STANDS = ("<pre", "<textarea", "{% filter ")


class Loader(filesystem.Loader):
    """Reads the portal's templates of pages; mails and other plain texts keep every space."""

    def get_contents(self, origin: Origin) -> str:
        """Return what the template says."""
        source: str = super().get_contents(origin)
        if not str(origin.name).endswith(".html") or any(one in source for one in AS_IT_STANDS):
            return source
        return INDENTATION.sub("\n", source)
