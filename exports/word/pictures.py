"""The pictures of a Word document: the organisation's logo, and the strategy wheel behind the cover's words."""

import base64
import binascii
from functools import lru_cache
from io import BytesIO

from django.utils.translation import gettext as _
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image as Measured
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.image import ImagePart
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from PIL import Image, ImageDraw, ImageFont

from core.graphics import wheel
from core.supporters import Supporter
from exports import rings
from exports.assets import STATIC
from exports.document import PrintDocument, Rings
from exports.funding import emblem
from exports.word.drawing import picture_of, said_of
from exports.word.elements import within
from exports.word.paper import Paper, clean

_UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, binascii.Error)
_LOGO = (70, 22)
# Above the numbers that python-docx gives to what stands on the cover; what it numbers at the end is higher still.
_FIRST_NUMBER = 10_000
_EMBLEM = 27
# Where the pictures stand on the cover: left, top, width and height in millimetres. The wheel is as large as on the
# PDF's cover but higher, since in Word the words beneath grow downwards; it is cut off at the edges of the page.
_WHEEL = (52.0, 0.0, 158.0, 163.0)
_CENTRE, _UNIT = (122.5, 42.5), 245 / 182
_RINGS = (40.0, 20.0, 140.0, 140.0)
_DOTS, _FINER = 8, 2
_FONT = STATIC / "print" / "fonts" / "schibsted-grotesk-latin-600-normal.woff2"
_ANCHOR = """
<w:drawing {spaces}><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="0" behindDoc="1"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="0" name=""/>
<wp:cNvGraphicFramePr/></wp:anchor></w:drawing>"""

# Where Word keeps a drawing beside the picture that older programmes show.
_VECTOR = """
<a:extLst {spaces}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{key}"/>
</a:ext></a:extLst>"""


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


def put_supporter(line: Paragraph, one: Supporter, box: tuple[int, int]) -> None:
    """Put the logo of a partner or a funder into a line; one that cannot be read is its name."""
    try:
        shape = line.add_run().add_picture(BytesIO(base64.b64decode(one.logo.partition(",")[2], validate=True)))
    except _UNREADABLE:
        line.add_run(clean(one.name))
    else:
        scale = min(Mm(box[0]) / shape.width, Mm(box[1]) / shape.height)
        shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
        properties = shape._inline.docPr
        properties.set("name", "Logo")
        properties.set("descr", clean(one.name))
    line.add_run("\u2003 ")


def put_emblem(paper: Paper, sentence: str) -> None:
    """Put the emblem of the European Union here, with its sentence, in a paragraph of its own."""
    drawn = emblem(_("The flag of the European Union"))
    line = paper.paragraph("CoverNote")
    picture = picture_of(drawn, _EMBLEM)
    if picture:
        properties = line.add_run().add_picture(BytesIO(picture), width=Mm(_EMBLEM))._inline.docPr
        properties.set("name", "Emblem")
        properties.set("descr", clean(said_of(drawn)))
    paper.run(line, f"\u2002{sentence}")


def put_picture(paper: Paper, picture: bytes, description: str, drawing: str = "") -> None:
    """Put a picture across the page, in a paragraph of its own; with the drawing it was made of, it stays sharp."""
    inline = _inline(paper, picture)
    within(within(paper.paragraph("Figure")._p, "r"), "drawing").append(inline)
    inline.docPr.set("name", "Figure")
    inline.docPr.set("descr", clean(description))
    if drawing:
        _add_vector(paper, inline.graphic, drawing)


def _inline(paper: Paper, picture: bytes) -> CT_Inline:
    """Return what stands in a line for a picture as wide as the page; equal pictures lie in the file once.

    python-docx would look through all numbers of the document for a free one, and sum up all pictures before it.
    """
    main = paper.document.part
    if picture not in paper.pictures:
        image = Measured.from_blob(picture)
        part = ImagePart.from_image(image, PackURI(f"/word/media/figure{len(paper.pictures) + 1}.{image.ext}"))
        paper.pictures[picture] = main.relate_to(part, RELATIONSHIP_TYPE.IMAGE), image
    key, image = paper.pictures[picture]
    paper.drawn += 1
    width, height = image.scaled_dimensions(Mm(paper.width), None)
    return CT_Inline.new_pic_inline(_FIRST_NUMBER + paper.drawn, key, image.filename, width, height)


def _add_vector(paper: Paper, graphic: BaseOxmlElement, drawing: str) -> None:
    """Lay the drawing itself beside its picture: programmes that know SVG show it, others the picture."""
    main = paper.document.part
    package = main.package
    paper.drawings += 1
    name = PackURI(f"/word/media/drawing{paper.drawings}.svg")
    key = main.relate_to(Part(name, "image/svg+xml", clean(drawing).encode(), package), RELATIONSHIP_TYPE.IMAGE)
    blip = graphic.find(f".//{qn('a:blip')}")
    if blip is not None:
        blip.append(parse_xml(_VECTOR.format(spaces=nsdecls("a", "r"), key=key)))


def put_wheel(run: Run, document: PrintDocument) -> None:
    """Lay the wheel of the document's phases behind the words of its cover."""
    numbers = tuple(part.number for part in document.parts)
    label = _("The strategy wheel, with %(count)s phases") % {"count": len(numbers)}
    _lay_behind(run, drawn_wheel(numbers), label, _WHEEL)


def put_rings(run: Run, drawn: Rings, accent: str) -> None:
    """Lay the rings behind the words of the cover."""
    _lay_behind(run, drawn_rings(drawn, accent), drawn.description, _RINGS)


def _lay_behind(run: Run, picture: bytes, description: str, place: tuple[float, float, float, float]) -> None:
    inline = run.add_picture(BytesIO(picture))._inline
    left, top, across, down = (round(Mm(side)) for side in place)
    anchor = parse_xml(_ANCHOR.format(spaces=nsdecls("w", "wp"), left=left, top=top, across=across, down=down))[0]
    inline.docPr.set("name", "Cover")
    inline.docPr.set("descr", clean(description))
    # What is drawn and what it is called stay; only where it stands is said otherwise.
    anchor.replace(anchor[-2], inline.docPr)
    anchor.append(inline.graphic)
    inline.getparent().replace(inline, anchor)


@lru_cache(maxsize=16)
def drawn_wheel(numbers: tuple[int, ...]) -> bytes:
    """Return the wheel of these phases as PNG, cut off at the edges of the page."""
    dots = _DOTS * _FINER
    picture = Image.new("RGB", (round(_WHEEL[2] * dots), round(_WHEEL[3] * dots)), "#ffffff")
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
    return _packed(picture)


@lru_cache(maxsize=16)
def drawn_rings(drawn: Rings, accent: str) -> bytes:
    """Return the rings of a cover as PNG."""
    dots = _RINGS[2] / rings.SIDE * _DOTS * _FINER
    side = round(rings.SIDE * dots)
    picture = Image.new("RGB", (side, side), "#ffffff")
    pen = ImageDraw.Draw(picture)
    centre = rings.CENTRE * dots
    for one in rings.placed(drawn):
        outer = (one.radius + one.thickness / 2) * dots
        box = (centre - outer, centre - outer, centre + outer, centre + outer)
        width = round(one.thickness * dots)
        pen.arc(box, -90, rings.WHOLE - 90, fill=rings.TRACK, width=width)
        if one.turn:
            pen.arc(box, -90, one.turn - 90, fill=accent or rings.INK, width=width)
        font = ImageFont.truetype(_FONT, one.words_size * dots)
        said = one.words
        pen.text((centre - 2.5 * dots, centre - one.radius * dots), said, fill=rings.WORDS, font=font, anchor="rm")
    caption = ImageFont.truetype(_FONT, rings.CAPTION_SIZE * dots)
    pen.text((centre, centre), drawn.caption, fill=rings.WORDS, font=caption, anchor="mm")
    return _packed(picture)


def _packed(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.reduce(_FINER).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
