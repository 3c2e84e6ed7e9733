"""Addresses of the room `reports`, below the cluster."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("exports/<int:pk>/", views.export, name="export"),
    path("exports/<int:pk>/file/", views.export_file, name="export_file"),
    path("strategies/<int:number>/", views.strategy, name="strategy"),
    path("strategies/<int:number>/<slug:language>.pdf", views.strategy_pdf, name="strategy_pdf"),
    path("strategies/<int:number>/<slug:language>.docx", views.strategy_word, name="strategy_word"),
    path("strategies/<int:number>/<slug:language>/preview.pdf", views.strategy_preview, name="strategy_preview"),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/<slug:language>.pdf", views.snapshot_pdf, name="snapshot_pdf"
    ),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/<slug:language>.docx",
        views.snapshot_word,
        name="snapshot_word",
    ),
    path("rounds/<int:number>/", views.evaluation, name="evaluation"),
    path("rounds/<int:number>/<slug:language>.pdf", views.evaluation_pdf, name="evaluation_pdf"),
    path("rounds/<int:number>/<slug:language>.docx", views.evaluation_word, name="evaluation_word"),
    path("rounds/<int:number>/<slug:language>/preview.pdf", views.evaluation_preview, name="evaluation_preview"),
]
