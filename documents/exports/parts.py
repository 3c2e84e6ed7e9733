"""The fixed parts of a Word document for lawyers: styles, numbering bound to headings, settings.

Nothing in the text is formatted directly: what it looks like stands in the styles, its numbers in the numbering.
"""

from functools import cache

from core.text import Language, other

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WORD_LANGUAGES: dict[Language, str] = {"da": "da-DK", "en": "en-GB"}
# Lists: the articles, the annexes, points and numbers in an answer, and articles and annexes of the other language.
ARTICLES, ANNEXES, BULLETS, NUMBERS, OTHER_ARTICLES, OTHER_ANNEXES = 1, 2, 3, 4, 5, 6
# Twentieths of a point.
_INDENT = 720

CONTENT_TYPES = f"""{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{"{m}"}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{"{m}"}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{"{m}"}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{"{m}"}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{"{m}"}.fontTable+xml"/>
<Override PartName="/word/header1.xml" ContentType="{"{m}"}.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{"{m}"}.footer+xml"/>
<Override PartName="/word/header2.xml" ContentType="{"{m}"}.header+xml"/>
<Override PartName="/word/footer2.xml" ContentType="{"{m}"}.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>""".replace("{m}", "application/vnd.openxmlformats-officedocument.wordprocessingml")

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = f"""{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
 Target="docProps/core.xml"/></Relationships>"""
DOCUMENT_RELS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{target}"/>'
        for number, (name, target) in enumerate(
            (
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("settings", "settings.xml"),
                ("fontTable", "fontTable.xml"),
                ("header", "header1.xml"),
                ("footer", "footer1.xml"),
                ("header", "header2.xml"),
                ("footer", "footer2.xml"),
            ),
            start=1,
        )
    )
    + "</Relationships>"
)
FONTS = (
    f'{HEAD}<w:fonts {W}><w:font w:name="Source Serif 4"><w:altName w:val="Cambria"/><w:family w:val="roman"/></w:font>'
    '<w:font w:name="Schibsted Grotesk"><w:altName w:val="Calibri"/><w:family w:val="swiss"/></w:font></w:fonts>'
)


@cache
def settings(language: Language) -> str:
    """Return the settings of a document in this language."""
    decimal, separator = (",", ";") if language == "da" else (".", ",")
    code = WORD_LANGUAGES[language]
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{code}"/><w:decimalSymbol w:val="{decimal}"/>'
        f'<w:listSeparator w:val="{separator}"/></w:settings>'
    )


def _level(level: int, form: str, text: str, style: str = "", *, indent: int = 0, hanging: int = _INDENT) -> str:
    bound = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{bound}<w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent or hanging}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


@cache
def numbering(annex: str, other_annex: str) -> str:
    """Return the lists: articles, paragraphs and points on one multilevel list, annexes on another."""

    def annexes(number: int, word: str, style: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            + _level(0, "upperLetter", f"{word} %1", style, hanging=1200)
            + "</w:abstractNum>"
        )

    def articles(number: int, suffix: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            + _level(0, "decimal", "%1", f"Heading1{suffix}")
            + _level(1, "decimal", "%1.%2", f"Clause{suffix}")
            + _level(2, "lowerLetter", "(%3)", f"ClauseItem{suffix}", indent=_INDENT + 480, hanging=480)
            + "</w:abstractNum>"
        )

    abstract = [
        articles(ARTICLES, ""),
        annexes(ANNEXES, annex, "AnnexHeading"),
        f'<w:abstractNum w:abstractNumId="{BULLETS}"><w:multiLevelType w:val="multilevel"/>'
        + _level(0, "bullet", "–", "ClauseBullet", indent=_INDENT + 360, hanging=360)
        + "</w:abstractNum>",
        f'<w:abstractNum w:abstractNumId="{NUMBERS}"><w:multiLevelType w:val="multilevel"/>'
        + _level(0, "decimal", "%1.", "ClauseNumber", indent=_INDENT + 360, hanging=360)
        + "</w:abstractNum>",
        articles(OTHER_ARTICLES, "Other"),
        annexes(OTHER_ANNEXES, other_annex, "AnnexHeadingOther"),
    ]
    lists = (ARTICLES, ANNEXES, BULLETS, NUMBERS, OTHER_ARTICLES, OTHER_ANNEXES)
    nums = "".join(f'<w:num w:numId="{one}"><w:abstractNumId w:val="{one}"/></w:num>' for one in lists)
    return f"{HEAD}<w:numbering {W}>{''.join(abstract)}{nums}</w:numbering>"


def _style(
    name: str, title: str, based: str, paragraph: str = "", run: str = "", *, after: str = "", kind: str = "paragraph"
) -> str:
    own = "" if title[0].islower() or title in ("Normal", "Title", "Subtitle") else ' w:customStyle="1"'
    following = f'<w:next w:val="{after}"/>' if after else ""
    properties = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    return (
        f'<w:style w:type="{kind}"{own} w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{based}"/>{following}<w:qFormat/>{properties}</w:style>'
    )


def _bound(list_number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>'


_SANS = (
    '<w:rFonts w:ascii="Schibsted Grotesk" w:hAnsi="Schibsted Grotesk" w:eastAsia="Schibsted Grotesk" w:cs="Arial"/>'
)
_KEEP = "<w:keepNext/><w:keepLines/>"


# On a page that lies across the right edge is further away.
_TABS_ACROSS = '<w:tabs><w:tab w:val="clear" w:pos="9412"/><w:tab w:val="right" w:pos="14344"/></w:tabs>'


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


@cache
def styles(language: Language) -> str:
    """Return the styles of a document in this language; those of the other one end in `Other`."""
    code, foreign = WORD_LANGUAGES[language], WORD_LANGUAGES[other(language)]
    lang = f'<w:lang w:val="{foreign}" w:eastAsia="{foreign}"/>'
    grey, small = '<w:color w:val="45555E"/>', '<w:sz w:val="18"/><w:szCs w:val="18"/>'
    found = [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Source Serif 4" w:hAnsi="Source Serif 4" '
        'w:eastAsia="Source Serif 4" w:cs="Times New Roman"/><w:color w:val="14232B"/><w:sz w:val="21"/>'
        f'<w:szCs w:val="21"/><w:lang w:val="{code}" w:eastAsia="{code}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="table" w:customStyle="1" w:styleId="AgreementTable"><w:name w:val="Agreement Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:color="7B8A92"/>'
        '<w:bottom w:val="single" w:sz="6" w:color="7B8A92"/><w:insideH w:val="single" w:sz="4" w:color="DBE3E6"/>'
        "</w:tblBorders></w:tblPr></w:style>",
        '<w:style w:type="table" w:customStyle="1" w:styleId="TwoColumns"><w:name w:val="Two Columns"/>'
        '<w:basedOn w:val="TableNormal"/></w:style>',
        _style("Title", "Title", "Normal", _KEEP + _space(0, 60), f'{_SANS}<w:b/><w:sz w:val="44"/>', after="Subtitle"),
        _style("Subtitle", "Subtitle", "Normal", _KEEP + _space(0, 240), f"{_SANS}{grey}", after="Normal"),
        _style("Notice", "Notice", "Normal", _space(0, 280), f"{_SANS}{grey}{small}"),
        _style(
            "Heading1",
            "heading 1",
            "Normal",
            _KEEP + _bound(ARTICLES, 0) + _space(320, 100) + '<w:outlineLvl w:val="0"/>',
            f'{_SANS}<w:b/><w:sz w:val="25"/><w:szCs w:val="25"/>',
            after="Clause",
        ),
        _style(
            "Heading2",
            "heading 2",
            "Normal",
            _KEEP + _space(320, 100) + '<w:outlineLvl w:val="0"/>',
            f'{_SANS}<w:b/><w:sz w:val="25"/><w:szCs w:val="25"/>',
            after="Normal",
        ),
        _style("Clause", "Clause", "Normal", _bound(ARTICLES, 1)),
        _style("ClauseText", "Clause Text", "Normal", f'<w:ind w:left="{_INDENT}"/>'),
        _style("ClauseItem", "Clause Item", "Normal", _bound(ARTICLES, 2) + _space(0, 60)),
        _style("ClauseBullet", "Clause Bullet", "Normal", _bound(BULLETS, 0) + _space(0, 60)),
        _style("ClauseNumber", "Clause Number", "Normal", _bound(NUMBERS, 0) + _space(0, 60)),
        _style("TextBullet", "Text Bullet", "ClauseBullet"),
        _style(
            "AnnexHeading",
            "Annex Heading",
            "Normal",
            "<w:keepNext/><w:keepLines/><w:pageBreakBefore/>"
            + _bound(ANNEXES, 0)
            + _space(0, 160)
            + '<w:outlineLvl w:val="0"/>',
            f'{_SANS}<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>',
            after="Normal",
        ),
        # Beside another language the break stands before the table.
        _style("AnnexHeadingBeside", "Annex Heading Beside", "AnnexHeading", '<w:pageBreakBefore w:val="0"/>'),
        _style(
            "AnnexHeadingOther",
            "Annex Heading Other",
            "AnnexHeadingBeside",
            _bound(OTHER_ANNEXES, 0),
            lang,
        ),
        _style("AnnexBreak", "Annex Break", "TableEnd", "<w:pageBreakBefore/>"),
        _style(
            "SignatureHeading",
            "Signature Heading",
            "Normal",
            _KEEP + _space(480, 120) + '<w:outlineLvl w:val="0"/>',
            f'{_SANS}<w:b/><w:sz w:val="25"/><w:szCs w:val="25"/>',
        ),
        _style("SignatureParty", "Signature Party", "Normal", _KEEP + _space(240, 480), "<w:b/>"),
        _style(
            "SignatureLine",
            "Signature Line",
            "Normal",
            "<w:keepLines/>"
            '<w:pBdr><w:top w:val="single" w:sz="6" w:space="4" w:color="14232B"/></w:pBdr>' + _space(0, 120),
            f"{_SANS}{grey}{small}",
        ),
        _style("TableText", "Table Text", "Normal", _space(0, 0), f"{_SANS}{small}"),
        _style("TableNumber", "Table Number", "TableText", '<w:jc w:val="right"/>'),
        _style("TableHeading", "Table Heading", "TableText", "<w:keepNext/>", "<w:b/>"),
        _style("TableHeadingNumber", "Table Heading Number", "TableHeading", '<w:jc w:val="right"/>'),
        _style("TableTotal", "Table Total", "TableText", "", "<w:b/>"),
        _style("TableTotalNumber", "Table Total Number", "TableTotal", '<w:jc w:val="right"/>'),
        _style(
            "TableEnd", "Table End", "Normal", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
        ),
        _style("Fault", "Fault", "Normal", _space(80, 80), '<w:b/><w:color w:val="9C2610"/>'),
        _style(
            "Header",
            "header",
            "Normal",
            '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>',
            f"{_SANS}{grey}{small}",
        ),
        _style(
            "Footer",
            "footer",
            "Normal",
            '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>',
            f"{_SANS}{grey}{small}",
        ),
        _style("HeaderAcross", "Header Across", "Header", _TABS_ACROSS),
        _style("FooterAcross", "Footer Across", "Footer", _TABS_ACROSS),
        _style("Strong", "Strong", "DefaultParagraphFont", "", "<w:b/>", kind="character"),
        _style(
            "DraftMark", "Draft Mark", "DefaultParagraphFont", "", '<w:b/><w:color w:val="9C2610"/>', kind="character"
        ),
        _style(
            "Blank",
            "Blank",
            "DefaultParagraphFont",
            "",
            '<w:color w:val="744E00"/><w:shd w:val="clear" w:color="auto" w:fill="FBF1DC"/>',
            kind="character",
        ),
        _style("OtherLanguage", "Other Language", "DefaultParagraphFont", "", lang, kind="character"),
    ]
    for name, title, number, level in (
        ("Heading1", "Heading 1 Other", OTHER_ARTICLES, 0),
        ("Clause", "Clause Other", OTHER_ARTICLES, 1),
        ("ClauseItem", "Clause Item Other", OTHER_ARTICLES, 2),
    ):
        found.append(_style(f"{name}Other", title, name, _bound(number, level), lang))
    for name, title in (
        ("ClauseText", "Clause Text Other"),
        ("ClauseBullet", "Clause Bullet Other"),
        ("ClauseNumber", "Clause Number Other"),
        ("Heading2", "Heading 2 Other"),
        ("Normal", "Normal Other"),
        ("Notice", "Notice Other"),
        ("Title", "Title Other"),
    ):
        found.append(_style(f"{name}Other", title, name, "", lang))
    return f"{HEAD}<w:styles {W}>{''.join(found)}</w:styles>"
