"""The style sheet that browsers get: one file, put together from those that people write."""

import re
from pathlib import Path

from django.conf import settings

NAME = "css/app.css"
SOURCE = Path(settings.BASE_DIR) / "static" / NAME
PART = re.compile(r'^@import url\("([\w-]+\.css)"\);\n', re.MULTILINE)


def joined() -> str:
    """Return the style sheet with its parts where it names them."""
    return PART.sub(
        lambda part: (SOURCE.parent / part[1]).read_text(encoding="utf-8"), SOURCE.read_text(encoding="utf-8")
    )
