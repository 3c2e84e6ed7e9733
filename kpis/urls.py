"""Addresses of the room `kpis`, below the cluster."""

from django.urls import path

from kpis.views import due, following, importing, listing, measuring, round_values, rounds, setting_up

app_name = "kpis"
urlpatterns = [
    path("", listing.index, name="index"),
    path("panel/<int:number>/", listing.panel, name="panel"),
    path("export.csv", listing.export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", listing.export, {"form": "xlsx"}, name="export_xlsx"),
    path("catalogue/", following.catalogue, name="catalogue"),
    path("choose/", setting_up.choose, name="choose"),
    path("set-up/", setting_up.setup, name="setup"),
    path("set-up/<int:number>/", setting_up.setup_row, name="setup_row"),
    path("catalogue/<slug:key>/", following.adopt, name="adopt"),
    path("new/", following.new, name="new"),
    path("due/", due.due, name="due"),
    path("import/", importing.upload, name="import"),
    path("import/template.xlsx", listing.template, name="import_template"),
    path("import/<int:number>/", importing.preview, name="import_preview"),
    path("import/<int:number>/<slug:seal>/confirm/", importing.confirm, name="import_confirm"),
    path("import/<int:number>/discard/", importing.discard, name="import_discard"),
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/new/", rounds.new, name="round_new"),
    path("rounds/compare/<int:number>/", rounds.compare, name="compare"),
    path("rounds/<int:number>/", round_values.detail, name="round"),
    path("rounds/<int:number>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<int:number>/close/", rounds.close, name="round_close"),
    path("rounds/<int:number>/delete/", rounds.delete, name="round_delete"),
    path("rounds/<int:number>/comments/", rounds.comments, name="round_comments"),
    path("rounds/<int:number>/correct/<int:kpi>/", rounds.correct, name="round_correct"),
    path("<int:number>/", measuring.detail, name="detail"),
    path("<int:number>/edit/", following.edit, name="edit"),
    path("<int:number>/definition/", following.redefine, name="redefine"),
    path("<int:number>/targets/", following.targets, name="targets"),
    path("<int:number>/measure/", measuring.measure, name="measure"),
    path("<int:number>/baseline/", measuring.measure, {"is_baseline": True}, name="baseline"),
    path("<int:number>/measurements/<int:pk>/correct/", measuring.correct, name="correct"),
    path("<int:number>/measurements/<int:pk>/withdraw/", measuring.withdraw, name="withdraw"),
    path("<int:number>/evidence/<int:pk>/", measuring.evidence, name="evidence"),
    path("<int:number>/drop/", following.drop, name="drop"),
    path("<int:number>/restore/", following.restore, name="restore"),
]
