"""What the fork server loads before the first document, so that each costs only a fork.

The renderer, the fonts, the style sheets, and where the words of both languages may be broken.
"""

from weasyprint.text.line_break import pyphen

import exports.renderer.child_process  # noqa: F401 -- for the children
from core.text import LANGUAGES
from exports.fonts import unpack_fonts
from exports.renderer.reading import own_sheet
from exports.renderer.sheets import read_common_sheets

unpack_fonts()
own_sheet()
read_common_sheets()
for language in LANGUAGES:
    pyphen.Pyphen(lang=language)
