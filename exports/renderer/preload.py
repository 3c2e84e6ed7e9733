"""What the fork server loads before the first document, so that each costs only a fork: the renderer, and the fonts."""

import exports.renderer.child_process  # noqa: F401 -- for the children
from exports.fonts import unpack_fonts

unpack_fonts()
