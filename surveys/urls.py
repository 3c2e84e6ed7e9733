"""Addresses below /c/<cluster>/surveys/."""

from django.urls import path

from surveys.views import companies, importing, links, results, rounds

app_name = "surveys"
urlpatterns = [
    path("", rounds.index, name="index"),
    path("panel/", rounds.panel, name="panel"),
    path("new/", rounds.new, name="round_new"),
    path("<int:number>/", rounds.detail, name="round"),
    path("<int:number>/edit/", rounds.edit, name="round_edit"),
    path("<int:number>/links/", links.links, name="links"),
    path("<int:number>/links/<int:company>/withdraw/", links.withdraw, name="link_withdraw"),
    path("<int:number>/links/test/", links.renew, {"which": "test"}, name="link_test"),
    path("<int:number>/links/open/", links.renew, {"which": "open"}, name="link_open"),
    path("<int:number>/send/", rounds.send, name="round_send"),
    path("<int:number>/close/", rounds.close, name="round_close"),
    path("<int:number>/reopen/", rounds.reopen, name="round_reopen"),
    path("<int:number>/delete/", rounds.delete, name="round_delete"),
    path("<int:number>/results/", results.results, name="results"),
    path("<int:number>/results.csv", results.export, {"form": "csv"}, name="results_csv"),
    path("<int:number>/results.xlsx", results.export, {"form": "xlsx"}, name="results_xlsx"),
    path("<int:number>/results/<slug:key>/<slug:mark>/hide/", results.text, name="hide_text"),
    path("rules/", companies.rules, name="rules"),
    path("companies/", companies.companies, name="companies"),
    path("companies/new/", companies.company_new, name="company_new"),
    path("companies/import/", importing.upload, name="import"),
    path("companies/import/<int:number>/", importing.preview, name="import_preview"),
    path("companies/import/<int:number>/forget/", importing.discard, name="import_discard"),
    path("companies/import/<int:number>/<slug:seal>/confirm/", importing.confirm, name="import_confirm"),
    path("companies/export.csv", companies.companies_export, {"form": "csv"}, name="companies_csv"),
    path("companies/export.xlsx", companies.companies_export, {"form": "xlsx"}, name="companies_xlsx"),
    path("companies/<int:number>/", companies.company, name="company"),
    path("companies/<int:number>/merge/", companies.company_merge, name="company_merge"),
    path("companies/<int:number>/erase/", companies.company_erase, name="company_erase"),
]
