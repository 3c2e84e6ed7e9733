"""The pictures of a Word document: the organisation's logo, and the strategy wheel behind the cover's words."""

import base64
import binascii
from functools import lru_cache
from io import BytesIO

from django.utils.translation import gettext as _
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu, Mm
from docx.text.run import Run
from PIL import Image, ImageDraw

from core import wheel
from exports.document import PrintDocument
from exports.word.paper import Paper, clean

_UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, binascii.Error)
_LOGO = (70, 22)
# The wheel as large as on the PDF's cover, but higher: in Word the words beneath grow downwards. In millimetres, where
# it stands on the page, how much of it the page shows, its centre in that, and its unit.
_LEFT, _ACROSS, _DOWN = 52.0, 158.0, 163.0
_CENTRE, _UNIT = (122.5, 42.5), 245 / 182
_DOTS, _FINER = 6, 3
_ANCHOR = """
<w:drawing {spaces}><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="0" behindDoc="1"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="0" name=""/>
<wp:cNvGraphicFramePr/></wp:anchor></w:drawing>"""


def put_logo(paper: Paper, run: Run, document: PrintDocument) -> None:
    """Put the organisation's logo here; a picture that cannot be read is left out."""
    try:
        shape = run.add_picture(BytesIO(base64.b64decode(document.logo.partition(",")[2], validate=True)))
    except _UNREADABLE:
        return
    scale = min(Mm(_LOGO[0]) / shape.width, Mm(_LOGO[1]) / shape.height)
    shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
    properties = shape._inline.docPr
    properties.set("name", "Logo")
    properties.set("descr", clean(_("The logo of %(name)s") % {"name": document.organisation}))


def put_wheel(run: Run, document: PrintDocument) -> None:
    """Lay the wheel of the document's phases behind the words of its cover."""
    picture = drawn_wheel(tuple(part.number for part in document.parts))
    inline = run.add_picture(BytesIO(picture))._inline
    anchor = parse_xml(
        _ANCHOR.format(
            spaces=nsdecls("w", "wp"), left=round(Mm(_LEFT)), across=round(Mm(_ACROSS)), down=round(Mm(_DOWN))
        )
    )[0]
    inline.docPr.set("name", "Wheel")
    label = _("The strategy wheel, with %(count)s phases") % {"count": len(document.parts)}
    inline.docPr.set("descr", label)
    # What is drawn and what it is called stay; only where it stands is said otherwise.
    anchor.replace(anchor[-2], inline.docPr)
    anchor.append(inline.graphic)
    inline.getparent().replace(inline, anchor)


@lru_cache(maxsize=16)
def drawn_wheel(numbers: tuple[int, ...]) -> bytes:
    """Return the wheel of these phases as PNG, cut off at the edges of the page."""
    dots = _DOTS * _FINER
    size = round(_ACROSS * dots), round(_DOWN * dots)
    picture = Image.new("RGB", size, "#ffffff")
    pen = ImageDraw.Draw(picture)
    x, y = _CENTRE[0] * dots, _CENTRE[1] * dots
    for number, segment in zip(numbers, wheel.segments(len(numbers), wheel.GAP_COVER), strict=True):
        outer, thickness = segment.outer * _UNIT * dots, segment.thickness * _UNIT * dots
        pen.arc(
            (x - outer, y - outer, x + outer, y + outer),
            segment.start - 90,
            segment.end - 90,
            fill=wheel.PRINT_COLOURS[wheel.colour_number(number) - 1],
            width=round(thickness),
        )
    picture = picture.reduce(_FINER).quantize(64)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
