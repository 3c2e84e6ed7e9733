"""The pictures of a Word document: the organisation's logo, and the strategy wheel behind the cover's words."""

import base64
import binascii
import struct
from functools import lru_cache
from io import BytesIO

from django.utils.translation import gettext as _
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap
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

# A picture in a line, as python-docx writes it.
_INLINE = (
    f"""
<wp:inline {nsdecls("wp", "a", "pic", "r")}><wp:extent cx="%(across)d" cy="%(down)d"/>
<wp:docPr id="%(number)d" name="Figure"/>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
<a:graphic><a:graphicData uri="{nsmap["pic"]}"><pic:pic>"""
    """<pic:nvPicPr><pic:cNvPr id="0" name="image.png"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="%(key)s">%(vector)s</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%(across)d" cy="%(down)d"/></a:xfrm>
<a:prstGeom prst="rect"/></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline>"""
)
# Where Word keeps a drawing beside the picture that older programmes show.
_VECTOR = """
<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="%s"/>
</a:ext></a:extLst>"""
# Where a PNG says how wide and how high it is.
_MEASURES = struct.Struct(">16xII")


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
    """Put a picture (PNG) across the page, in a paragraph of its own; with the drawing it was made of, it stays sharp.

    Programmes that know SVG show the drawing, others the picture. python-docx would look through all numbers of the
    document for a free one, and sum up all pictures before it.
    """
    width, height = _MEASURES.unpack_from(picture)
    paper.drawn += 1
    written = _INLINE % {
        "across": Mm(paper.width),
        "down": round(Mm(paper.width) * height / width),
        "number": _FIRST_NUMBER + paper.drawn,
        "key": _key_of(paper, picture),
        "vector": _VECTOR % _key_of_drawing(paper, drawing) if drawing else "",
    }
    inline = parse_xml(written)
    inline[1].set("descr", clean(description))
    within(within(paper.paragraph("Figure")._p, "r"), "drawing").append(inline)


def _key_of(paper: Paper, picture: bytes) -> str:
    """Return by which key the document knows a picture; equal ones lie in the file once."""
    if picture not in paper.pictures:
        key = f"figure{len(paper.pictures) + 1}"
        _lay_in(paper, key, PackURI(f"/word/media/{key}.png"), "image/png", picture)
        paper.pictures[picture] = key
    return paper.pictures[picture]


def _key_of_drawing(paper: Paper, drawing: str) -> str:
    paper.drawings += 1
    key = f"drawing{paper.drawings}"
    _lay_in(paper, key, PackURI(f"/word/media/{key}.svg"), "image/svg+xml", clean(drawing).encode())
    return key


def _lay_in(paper: Paper, key: str, name: PackURI, kind: str, content: bytes) -> None:
    main = paper.document.part
    main.load_rel(RELATIONSHIP_TYPE.IMAGE, Part(name, kind, content, main.package), key)


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
