"""XLSX files made part by part, honest and hostile."""

import io
import zipfile

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def words(*texts: str) -> tuple[str, ...]:
    return tuple(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def number(value: str, style: int = 0, more: str = "") -> str:
    return f'<c s="{style}" {more}><v>{value}</v></c>'


HEAD = row(1, *words("KPI", "Dato", "Værdi"))


def packed(
    *sheets: str,
    formats: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    book: str = "",
    behind: str = "",
    main: str = MAIN,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """Return a workbook of these rows; `formats` are codes for the styles 1, 2 …, `behind` stands behind the rows."""
    out = io.BytesIO()
    tabs = "".join(
        f'<sheet name="Ark{place}" sheetId="{place}" r:id="r{place}" '
        f'state="{states[place - 1] if place <= len(states) else "visible"}"/>'
        for place in range(1, len(sheets) + 1)
    )
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(formats)))
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{KINDS}">{book}<sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="r{place}" Type="{KINDS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
            for place in range(1, len(sheets) + 1)
        )
        + f'<Relationship Id="s" Type="{KINDS}/styles" Target="styles.xml"/>'
        + f'<Relationship Id="t" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f"<s><numFmts>{codes}</numFmts><cellXfs><xf numFmtId='0'/>{styles}</cellXfs></s>",
        "xl/sharedStrings.xml": "<sst><si><t>Delt</t></si></sst>",
        **{
            f"xl/worksheets/sheet{place}.xml": f'<w xmlns="{main}"><sheetData>{rows}</sheetData>{behind}</w>'
            for place, rows in enumerate(sheets, start=1)
        },
        **(more or {}),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()
