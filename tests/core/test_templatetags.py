"""Tags, components, form fields and error pages, as a template sees them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import translation
from lxml.html import fromstring

from core.context_processors import interface
from core.graphics.wheel import Phase
from core.navigation import Navigation, NavItem
from core.templatetags import toolkit
from core.text import Text
from tests.pages import words

SHAPES = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en-gb"):
        yield


BLOCKS = "div|p|h2|ul|ol|li|form|fieldset|legend|dl|dt|dd|table|tr|th|td|label|button"


def render(source: str, **context: object) -> str:
    """Return what the template gives, without drawings, with single spaces and none at the edges of blocks."""
    html = engines["django"].from_string("{% load i18n toolkit crispy_forms_tags %}" + source).render(context)
    lean = re.sub(r"\s+", " ", SHAPES.sub("", html)).replace("> <", "><").strip()
    return re.sub(rf" ?(</?({BLOCKS})\b[^>]*>) ?", r"\1", lean)


class ActivityForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Short.")
    start = forms.DateField(label="Start", required=False)
    pick = forms.ChoiceField(label="Kind", choices=[("a", "Trip"), ("b", "Fair")], widget=forms.RadioSelect)
    public = forms.BooleanField(label="Public", required=False)


# --- texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (Text(da="Mål & vej", en="Goal & way"), "Goal &amp; way"),
        (Text(da="Mål & vej"), '<span lang="da">Mål &amp; vej</span>'),
        ({"da": "<b>", "en": ""}, '<span lang="da">&lt;b&gt;</span>'),
        (Text(), ""),
        ("Plain", "Plain"),
        (None, ""),
    ],
)
def test_a_text_is_shown_in_the_language_of_the_page_or_marked(value, html):
    assert render("{{ value|here }}", value=value) == html


def test_a_text_in_an_attribute_has_no_markup():
    assert render('<i title="{{ value|here_plain }}">', value=Text(da='Mål "1"')) == '<i title="Mål &quot;1&quot;">'


def test_markdown_in_the_other_language_is_marked_and_its_html_is_not_trusted():
    assert render("{{ value|markdown }}", value=Text(da="**Mål** <script>x</script>")) == (
        '<div lang="da"><p><strong>Mål</strong> &lt;script&gt;x&lt;/script&gt;</p></div>'
    )
    assert render("{{ value|markdown }}", value="*Goal*") == "<p><em>Goal</em></p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{% url "kpis:detail" "havtorn" 3 %}', "/c/havtorn/kpis/3/"),
        ('{% url "kpis:detail" cluster="havtorn" number=3 %}', "/c/havtorn/kpis/3/"),
        ('{% url "kpis:detail" slug number as there %}[{{ there }}]', "[/c/havtorn/kpis/3/]"),
        ('{% url "kpis:nowhere" as there %}[{{ there }}]', "[]"),
    ],
)
def test_an_address_is_written_as_django_writes_it(source, html):
    assert render(source, slug="havtorn", number=3) == html


def test_an_address_of_a_page_that_is_not_there_is_a_fault():
    with pytest.raises(NoReverseMatch):
        render('{% url "kpis:detail" "" 3 %}')


@pytest.mark.parametrize(("code", "html"), [("da", "da"), ("en-gb", "en-GB")])
def test_the_language_of_the_page_is_written_as_html_writes_it(code, html):
    with translation.override(code):
        assert render("{% page_language %}") == html


def test_small_filters():
    assert render("{{ 59.6|percent }}") == "60 %"
    assert [toolkit.phase(n) for n in (1, 5, 6, None)] == ["phase-1", "phase-5", "phase-1", ""]
    assert [toolkit.initials(n) for n in ("ingrid", "Å", "")] == ["IN", "Å", ""]


# --- the wheel --------------------------------------------------------------------------------------------------


def test_the_wheel_says_in_words_how_far_each_phase_is():
    phases = [Phase(1, "Foundation", 100, "/1"), Phase(2, "Analysis", 40, "/2"), Phase(3, "Direction", 0, "/3")]
    html = engines["django"].from_string('{% load toolkit %}{% wheel p variant="nav" %}').render({"p": phases})

    svg = ElementTree.fromstring(html)
    assert svg.get("aria-label") == "Strategy wheel: choose a phase"
    assert [a.get("aria-label") for a in svg.iter("a")] == [
        "1 Foundation: complete",
        "2 Analysis: 40\u00a0%",
        "3 Direction: not started",
    ]


def test_the_brand_is_five_full_phases_or_the_clusters_own():
    own = ElementTree.fromstring(toolkit.brand_wheel([Phase(1, percent=50), Phase(2)]))
    full = ElementTree.fromstring(toolkit.brand_wheel())

    assert [p.get("stroke-dasharray") for p in own.iter("path") if p.get("class") == "fill"] == ["50 200"]
    assert [p.get("stroke-dasharray") for p in full.iter("path") if p.get("class") == "fill"] == ["100 200"] * 5


# --- forms ------------------------------------------------------------------------------------------------------


def test_a_field_says_in_words_what_is_required_and_ties_its_help():
    assert render("{{ form.name|as_crispy_field }}", form=ActivityForm()) == (
        '<div id="div_id_name" class="mb-3">'
        '<label class="form-label" for="id_name">Name <span class="req">(required)</span></label>'
        '<input type="text" name="name" class="textinput form-control" required aria-describedby="id_name_helptext" '
        'id="id_name"><div id="id_name_helptext" class="form-text">Short.</div></div>'
    )


def test_a_field_with_an_error_is_marked_and_tied_to_it():
    assert render("{{ form.name|as_crispy_field }}", form=ActivityForm({})) == (
        '<div id="div_id_name" class="mb-3">'
        '<label class="form-label" for="id_name">Name <span class="req">(required)</span></label>'
        '<input type="text" name="name" class="textinput form-control is-invalid" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name">'
        '<div id="id_name_error"><p class="invalid-feedback"><span>This field is required.</span></p></div>'
        '<div id="id_name_helptext" class="form-text">Short.</div></div>'
    )


def test_a_group_of_choices_is_a_fieldset_that_carries_its_error():
    html = render("{{ form.pick|as_crispy_field }}", form=ActivityForm({}))

    assert html.startswith('<div id="div_id_pick" class="mb-3"><fieldset aria-describedby="id_pick_error">')
    assert '<legend class="form-label">Kind <span class="req">(required)</span></legend>' in html
    assert html.count('id="id_pick_error"') == 1


def test_where_all_fields_are_alike_and_at_an_optional_tick_nothing_is_said():
    class AllRequired(forms.Form):
        name = forms.CharField()

    form = ActivityForm()
    assert toolkit.requirement(AllRequired()["name"]) == ""
    assert [toolkit.requirement(f) for f in form] == ["(required)", "(optional)", "(required)", ""]


def test_several_errors_are_summed_up_with_links_to_their_fields():
    html = render("{% crispy form %}", form=ActivityForm({"start": "yesterday"}))

    assert 'role="alert" tabindex="-1" id="errors" data-autofocus' in html
    assert re.search(r"<h2>(.*?)</h2><ul>(.*?)</ul>", html).groups() == (
        "There are 3 things to correct",
        '<li><a href="#id_name">Name: This field is required.</a></li>'
        '<li><a href="#id_start">Start: Enter a valid date.</a></li>'
        '<li><a href="#id_pick_0">Kind: This field is required.</a></li>',
    )
    assert html.count("asteriskField") == html.count("style=") == 0


def test_one_error_at_a_field_needs_no_summary_but_one_of_the_form_does():
    assert toolkit.needs_summary([("id_name", "Write a name")]) is False
    assert toolkit.needs_summary([("", "The dates do not fit")]) is True


def test_the_errors_of_a_formset_are_gathered():
    class Rows(forms.BaseFormSet):
        def clean(self):
            raise forms.ValidationError("The rows do not fit.")

    rows = forms.formset_factory(ActivityForm, Rows, extra=0)
    formset = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-0-pick": "a"})

    assert toolkit.faults(formset) == [
        ("", "The rows do not fit."),
        ("id_form-0-name", "Name: This field is required."),
    ]


# --- components -------------------------------------------------------------------------------------------------


def test_what_is_given_to_a_component_is_escaped_and_its_content_is_kept():
    html = render(
        "{% page_head title lead=lead phase=7 %}<a href='/'>Read</a>{% endpage_head %}", title="<i>", lead="a < b"
    )

    assert html == (
        '<div class="page-head phase-2"><div class="grow"><h1>&lt;i&gt;</h1><p class="lead">a &lt; b</p></div>'
        "<div class=\"actions\"><a href='/'>Read</a></div></div>"
    )
    assert render("{% page_head 'T' %} {% endpage_head %}") == (
        '<div class="page-head"><div class="grow"><h1>T</h1></div></div>'
    )


def test_content_between_the_tags_is_escaped_where_it_comes():
    assert render("{% note kind='warn' %}{{ name }}{% endnote %}", name="<b>") == (
        '<div class="note warn"><div>&lt;b&gt;</div></div>'
    )


def test_the_stepper_marks_where_one_is_and_says_each_number():
    steps = [_step(1, 100, "Approved"), _step(2, 30, "3 of 10 answers")]

    html = render('{% include "components/stepper.html" with steps=steps current=2 only %}', steps=steps)

    assert re.findall(r'<a href="(/\d/)"( aria-current="step")?>', html) == [
        ("/1/", ""),
        ("/2/", ' aria-current="step"'),
    ]
    inside = [words(one) for one in fromstring(html).xpath("//li[1]/a/span")]
    assert inside == ["1 Phase 1", "Approved"]


def _step(number: int, percent: int, state: str) -> dict[str, object]:
    return {"number": number, "percent": percent, "label": f"Phase {number}", "url": f"/{number}/", "state": state}


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "æ & b", "page": "5"})
    page = Paginator(range(200), 10).get_page(5)

    html = render(
        '{% include "components/pagination.html" with page=page request=request only %}', page=page, request=request
    )

    assert re.findall(r'href="([^"]*)"', html)[0] == "?q=%C3%A6+%26+b&amp;page=4"
    assert re.findall(r'page-link"[^>]*>([^<]+)<', html) == ["1", "…", "4", "5", "6", "…", "20"]
    assert re.findall(r'aria-current="page">(\d+)<', html) == ["5"]


def test_a_single_page_shows_no_pages():
    page = Paginator(range(3), 10).get_page(1)

    assert render('{% include "components/pagination.html" with page=page only %}', page=page) == ""


# --- the shell --------------------------------------------------------------------------------------------------


def request_to(path: str, **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    return request


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ('"><b>', "auto")]
)
def test_the_theme_comes_from_its_cookie_and_nothing_else_gets_through(cookie, theme):
    said = interface(request_to("/", theme=cookie))
    assert (said["theme"], said["content_language"]) == (theme, "en")


def test_the_side_menu_says_where_one_is_and_what_waits():
    navigation = Navigation(
        home="/c/demo/",
        groups=[
            [
                NavItem(
                    "Strategy",
                    "/s/",
                    icon="route",
                    children=[NavItem("Aim", "/s/3/", current=True, number=3, percent=60)],
                )
            ],
            [NavItem("Plan", "/p/", count=3, count_label="waiting for you")],
        ],
    )

    html = render('{% include "components/side.html" with navigation=navigation only %}', navigation=navigation)

    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>', html) == [
        ("/s/", ""),
        ("/s/3/", ' aria-current="page"'),
        ("/p/", ""),
    ]
    assert '<li class="phase-3">' in html
    assert '<span class="count">3<span class="visually-hidden"> waiting for you</span></span>' in html
    assert html.count("<hr>") == 1


@pytest.mark.parametrize("code", ["400", "403", "404", "403_csrf"])
@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_error_pages_have_one_heading_and_a_way_on(code, language):
    with translation.override(language):
        html = render_to_string(f"{code}.html", {"theme": "auto"}, request=None)

    assert html.count("<h1") == 1
    assert re.findall(r'<a class="btn btn-(?:primary|secondary)" href="([^"]*)"', html) == ["/"]


def test_the_page_of_a_server_error_needs_no_request_and_no_database():
    html = render_to_string("500.html")

    assert html.count("<h1") == 1
    assert 'href="/static/css/app.css"' in html
    assert "<form" not in html


def test_no_template_carries_inline_style_or_script():
    root = Path(__file__).parent.parent.parent / "templates"
    found = {
        str(t.relative_to(root)): re.findall(
            r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", re.sub(r"{%.*?%}", "", t.read_text())
        )
        for t in root.rglob("*.html")
        if not {"print", "exports", "mail"} & set(t.parts)
    }

    assert {name: hits for name, hits in found.items() if hits} == {}
    assert "base.html" in found
