"""What a table decides for itself."""

from dataclasses import replace

import pytest
from django.utils.safestring import mark_safe
from docx.enum.section import WD_ORIENT

from core.dates import spanned
from exports.columns import column_shares, fitted, fitting_layout
from exports.document import Appendix, Column, FigureBlock, Layout, PrintDocument, TableBlock
from exports.html import print_html
from exports.pdf import render_pdf
from tests.days import TODAY
from tests.exports.test_print import page_words
from tests.exports.word import written

SHORT, TEXT = "Ja", "Vi aftaler et møde med partneren og følger op inden for en måned."


@pytest.mark.parametrize(
    ("cells", "layout"),
    [
        ([SHORT, SHORT], Layout.BESIDE),
        ([TEXT, SHORT, SHORT], Layout.BESIDE),
        ([TEXT, TEXT, TEXT, SHORT], Layout.FULL),
        ([TEXT] * 8, Layout.LANDSCAPE),
        ([SHORT] * 30, Layout.LANDSCAPE),
    ],
)
def test_table_takes_the_narrowest_place_that_holds_it(cells: list[str], layout: Layout):
    assert fitting_layout([Column("Spalte") for _cell in cells], [cells]) == layout


def test_columns_share_the_whole_width_and_the_fuller_gets_more():
    shares = column_shares([Column("Svar"), Column("Begrundelse")], [[SHORT, TEXT]], Layout.BESIDE)

    assert sum(shares) == 100
    assert shares[1] > 3 * shares[0]


def test_number_is_never_broken():
    columns = [Column("Formål"), Column("Beløb", is_number=True)]

    shares = column_shares(columns, [[TEXT * 20, "12.500.000 kr."]], Layout.BESIDE)

    assert shares[1] * 70 / 100 >= len("12.500.000 kr.")


def test_what_is_said_of_a_number_leaves_room_for_the_words_beside_it():
    columns = [Column("KPI"), Column("Latest", is_number=True)]

    bare, noted = (
        column_shares(columns, [["Meetings", number], [TEXT, "9"]], Layout.BESIDE)
        for number in ("16", "16 (2026, 3 of 4 quarters)")
    )

    assert 10 <= noted[1] * 70 / 100 < len("16 (2026, 3 of 4 quarters)")
    assert bare[0] > noted[0] > 65


def test_asked_for_layout_overrules():
    table = TableBlock(label="x", columns=(Column("a"),), rows=((SHORT,),), layout=Layout.LANDSCAPE)

    assert table.place is Layout.LANDSCAPE


def test_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 columns has rows of"):
        TableBlock(label="x", columns=(Column("a"), Column("b")), rows=(("1",),))


def test_figure_without_a_title_is_refused():
    with pytest.raises(ValueError, match="title"):
        FigureBlock(label="x", svg=mark_safe('<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>'))


def test_heading_has_room_for_its_longest_word_where_the_table_has():
    columns = [Column("Land"), Column("Markedspotentiale (1-5)", is_number=True), Column("Begrundelse")]
    rows = [["Tyskland", "5", TEXT]]

    shares = column_shares(columns, rows, Layout.FULL)

    assert shares[1] * 104 / 100 > len("Markedspotentiale")


def test_heading_gives_way_where_the_table_is_crowded():
    columns = [Column("Markedspotentiale", is_number=True) for _ in range(8)]

    shares = column_shares(columns, [["5"] * 8], Layout.FULL)

    assert shares[0] * 104 / 100 < len("Markedspotentiale")


def test_shares_are_a_hundred_however_they_are_rounded():
    columns = [Column("Spalte") for _ in range(7)]

    found = {
        sum(column_shares(columns, [["x" * n for n in range(1, 8)], ["y" * k] * 7], Layout.FULL)) for k in range(30)
    }

    assert found == {100}


def test_no_column_is_rounded_to_less_than_its_heading_needs():
    columns = [Column("Answer"), *(Column(name, is_number=True) for name in ("Number", "Share", "Interval", "Then"))]
    rows = [("250 or more", "6", "21 %", "10 to 38 %", "24 %", "can be chance")]

    shares = column_shares([*columns, Column("How sure")], rows, Layout.FULL)

    # Of 110 letters on a line: four of the heading, a little wider than others, and the space between columns.
    assert shares[4] * 1.1 - 2.5 >= 4 * 1.02
    assert sum(shares) == 100


def test_tables_beside_each_other_have_columns_of_one_width():
    columns = (Column("KPI"), Column("Note"))
    short, long = (("K1", "Kort"),), (("K2 Nye internationale partnerskaber", TEXT),)

    first = TableBlock(label="", columns=columns, rows=short, beside=long, layout=Layout.FULL)
    second = TableBlock(label="", columns=columns, rows=long, beside=short, layout=Layout.FULL)

    assert first.shares == second.shares
    assert first.all_rows == short


def test_column_of_days_is_wider_where_another_font_may_stand_in():
    columns = [Column("Dato"), Column("Note")]
    rows = [["31.12.2026", TEXT]]

    ours, another = (column_shares(columns, rows, Layout.FULL, letters)[0] for letters in (1, 1.3))

    assert another >= 1.15 * ours


def test_a_column_is_as_wide_as_a_date_with_the_dash_behind_it():
    when = spanned("15.\u00a0aug.\u00a02025", "30.\u00a0juni\u00a02028")
    columns = [Column("Aktivitet"), Column("Ansvarlig"), Column("Hvornår"), Column("Status"), Column("Budget", True)]

    shares = column_shares(columns, [[TEXT * 4, TEXT, when, "I gang", "12.500.000 kr."]], Layout.FULL)

    # A hundred and ten letters stand on a line.
    assert shares[2] * 1.1 >= len("15. aug. 2025 –")
    assert [len(line) for line in when.split(" ")] == [15, 13]


def test_a_figure_in_a_long_word_of_a_heading_takes_no_room_of_a_date():
    columns = [Column("Finansieringskilde/tilsagnsnummer-2026"), Column("Svar"), Column("Beløb", True)]

    shares = column_shares(columns, [["EU", TEXT, "9.400.000 kr."]], Layout.FULL)

    assert shares == column_shares(
        [Column("Finansieringskilde/tilsagnsnummer-ommm"), *columns[1:]], [["EU", TEXT, "9.400.000 kr."]], Layout.FULL
    )


def test_a_date_in_a_heading_stands_on_one_line():
    rounds = [Column(f"{kind}, 31/03/2025", True) for kind in ("Baseline", "Mid-term")]
    columns = [Column("KPI"), *rounds, Column("Last target", True)]

    shares = column_shares(columns, [["K1 " + TEXT, "19 %", "31 %", "40 %"]], Layout.FULL)

    # Figures are wider than letters: ten of them take the room of twelve.
    assert min(shares[1:3]) * 1.1 >= 12 + 2


FUNDING = [Column(name) for name in ("Kilde", "Formål", "Beløb", "Vores rolle", "Ansøgningsfrist", "Status")]
SOURCES = [
    [
        "Kontingent og deltagerbetaling",
        "Grundbemanding, messer",
        "2.600.000 kr.",
        "Bevillingsmodtager",
        "31.03.2025",
        "I",
    ],
    ["National klyngebevilling", "Internationalt innovationssamarbejde", "4 kr.", "Partner", "", "Under udarbejdelse"],
]


def printed(columns: list[Column], rows: list[list[str]], layout: Layout) -> str:
    table = TableBlock(label="Tabel", columns=tuple(columns), rows=tuple(map(tuple, rows)), layout=layout)
    chapter = Appendix(title="Kapitel", blocks=(table,))
    paper = PrintDocument(language="da", organisation="H", title="T", date=TODAY, appendices=(chapter,))
    return " ".join(page_words(render_pdf(print_html(paper)))[-1].split())


def test_no_word_of_a_table_is_broken_where_smaller_letters_have_room_for_it() -> None:
    rows = [[f"{SOURCES[0][0]}er", *SOURCES[0][1:]], ["National klyngepartnerskabsbevilling", *SOURCES[1][1:]]]

    assert fitted(FUNDING, rows, Layout.FULL).is_dense

    words = printed(FUNDING, rows, Layout.FULL)

    long = (
        "deltagerbetalinger",
        "klyngepartnerskabsbevilling",
        "Grundbemanding,",
        "Bevillingsmodtager",
        "innovationssamarbejde",
        "udarbejdelse",
    )
    assert [word for word in long if word not in words] == []
    assert "Ansøgningsfrist" in words


def test_a_table_whose_words_have_room_is_set_as_others_are() -> None:
    found = fitted(FUNDING[:4], [row[:4] for row in SOURCES], Layout.FULL)

    assert not found.is_dense
    assert "innovationssamarbejde" in printed(FUNDING[:4], [row[:4] for row in SOURCES], Layout.FULL)


def test_a_heading_is_broken_before_a_word_below_it_is() -> None:
    columns = [*FUNDING, Column("Sandsynlighed", is_number=True)]
    rows = [[*row, "100 %"] for row in SOURCES]

    words = printed(columns, rows, Layout.FULL)

    assert "Ansøgnings- frist" in words
    assert "innovationssamarbejde" in words


def test_words_are_broken_rather_than_that_a_long_text_becomes_a_ribbon() -> None:
    columns = [*FUNDING[:5], Column("Begrundelse")]
    rows = [[f"{row[0]}partnerskab", *row[1:5], TEXT * 6] for row in SOURCES]

    found = fitted(columns, rows, Layout.FULL)

    assert not found.is_dense
    assert found.shares[-1] > 25


def test_beside_its_label_a_table_has_its_words_whole_or_it_has_the_width_of_the_page() -> None:
    columns = [Column("Rolle"), Column("Opgave"), Column("Sted"), Column("Type")]

    short, long = (
        fitting_layout(columns, [["Leder", "Messe", "Bergen", one]])
        for one in ("Fag", "Kommunikationsmedarbejderplads")
    )

    assert (short, long) == (Layout.BESIDE, Layout.BESIDE)
    crowded = [["Innovationschef", "Grundbemanding", "Storbritannien", "Kommunikationsansvarlig"]]
    assert fitting_layout(columns, crowded) is Layout.FULL


def test_a_word_may_end_its_line_at_its_hyphen() -> None:
    columns = [Column("A"), Column("B")]

    whole, parted = (
        column_shares(columns, [[word, TEXT * 3]], Layout.BESIDE)[0]
        for word in ("EUklyngepartnerskab", "EU-klyngepartnerskab")
    )

    assert parted < whole


def test_a_table_with_long_texts_and_room_for_its_words_is_set_as_others_are() -> None:
    columns = [Column("Rolle"), Column("Opgave"), Column("Begrundelse")]

    assert not fitted(columns, [["Klyngeleder", "Messe", TEXT * 9]], Layout.FULL).is_dense


def test_days_and_amounts_that_stay_together_have_room_beside_each_other() -> None:
    targets = "; ".join(f"31/12/{year}: DKK\u00a012,000,000" for year in range(2025, 2029))
    columns = [Column("Goal"), Column("KPI"), *(Column(one, True) for one in ("Baseline", "Latest"))]
    columns += [Column(one) for one in ("Targets", "Owner", "Status")]
    row = ["S3", "K5 International funding secured", "DKK 0", "DKK 9,400,000", targets, "Head of membership", "Overdue"]

    words = printed(columns, [row] * 3, Layout.FULL)

    assert words.count("31/12/2027: DKK 12,000,000;") == 3


CRITERIA = (
    "Markedspotentiale (1-5)",
    "Teknologi og viden (1-5)",
    "Adgang til partnere (1-5)",
    "Medlemsinteresse (1-5)",
)
COUNTRIES = TableBlock(
    label="Lande",
    columns=(Column("Land"), *(Column(one, is_number=True) for one in CRITERIA), Column("Rolle"), Column("Hvorfor")),
    rows=(("Storbritannien", "4", "3", "3", "2", "Vedligeholdes", f"{TEXT} {TEXT}"),) * 4,
)


def test_a_crowded_table_stands_upright_where_smaller_letters_have_room_for_it() -> None:
    assert COUNTRIES.place is Layout.FULL
    assert COUNTRIES.fitted.is_dense
    assert replace(COUNTRIES, rows=((*COUNTRIES.rows[0][:-1], TEXT * 9),)).place is Layout.LANDSCAPE


def test_in_word_which_sets_all_tables_alike_it_lies_across() -> None:
    paper = written(COUNTRIES)

    assert COUNTRIES.usual_place is Layout.LANDSCAPE
    assert [section.orientation for section in paper.sections][-1] == WD_ORIENT.LANDSCAPE
