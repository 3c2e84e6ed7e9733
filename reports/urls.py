"""Addresses of the room `reports`, below the cluster."""

from django.urls import path

from reports.views import alone, assessments, documents, packs, parked, sent, shelf, snapshots, surveys

app_name = "reports"
urlpatterns = [
    path("", shelf.index, name="index"),
    path("exports/<int:pk>/", documents.export, name="export"),
    path("exports/<int:pk>/file/", documents.export_file, name="export_file"),
    path("exports/<int:pk>/send/", sent.send, name="send"),
    path("send/", sent.send_file, name="send_file"),
    path("sent/", sent.index, name="sent_list"),
    path("sent/<int:number>/", sent.sent, name="sent"),
    path("sent/<int:number>/file/", sent.sent_file, name="sent_file"),
    path("sent/<int:number>/revoke/", sent.revoke, name="sent_revoke"),
    path("strategies/<int:number>/", documents.strategy, name="strategy"),
    path("strategies/<int:number>/choices/", documents.strategy_choices, name="strategy_choices"),
    path("strategies/<int:number>/<slug:language>.pdf", documents.strategy_pdf, name="strategy_pdf"),
    path("strategies/<int:number>/<slug:language>.docx", documents.strategy_word, name="strategy_word"),
    path("strategies/<int:number>/<slug:language>/preview.pdf", documents.strategy_preview, name="strategy_preview"),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/<slug:language>.pdf",
        snapshots.snapshot_pdf,
        name="snapshot_pdf",
    ),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/<slug:language>.docx",
        snapshots.snapshot_word,
        name="snapshot_word",
    ),
    path("parked/<int:pk>/<slug:language>.<slug:form>", parked.parked, name="parked"),
    path("strategies/<int:number>/<slug:what>/<slug:language>.pdf", alone.alone_pdf, name="alone_pdf"),
    path("strategies/<int:number>/<slug:what>/<slug:language>.docx", alone.alone_word, name="alone_word"),
    path("packs/", packs.index, name="packs"),
    path("packs/new/", packs.new, name="pack_new"),
    path("packs/<int:number>/", packs.pack, name="pack"),
    path("packs/<int:number>/change/", packs.edit, name="pack_edit"),
    path("packs/<int:number>/send/", packs.send, name="pack_send"),
    path("packs/<int:number>/mail/", packs.mail, name="pack_mail"),
    path("packs/<int:number>/<slug:language>.pdf", packs.pdf, name="pack_pdf"),
    path("packs/<int:number>/<slug:language>.docx", packs.word, name="pack_word"),
    path("assessments/<int:number>/<slug:language>.pdf", assessments.assessment_pdf, name="assessment_pdf"),
    path("assessments/<int:number>/<slug:language>.docx", assessments.assessment_word, name="assessment_word"),
    path("surveys/<int:number>/<slug:language>.pdf", surveys.survey_pdf, name="survey_pdf"),
    path("surveys/<int:number>/<slug:language>.docx", surveys.survey_word, name="survey_word"),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/changes/<slug:language>.pdf",
        snapshots.comparison_pdf,
        name="comparison_pdf",
    ),
    path(
        "strategies/<int:number>/snapshots/<int:snapshot>/changes/<slug:language>.docx",
        snapshots.comparison_word,
        name="comparison_word",
    ),
    path("rounds/<int:number>/", documents.evaluation, name="evaluation"),
    path("rounds/<int:number>/<slug:language>.pdf", documents.evaluation_pdf, name="evaluation_pdf"),
    path("rounds/<int:number>/<slug:language>.docx", documents.evaluation_word, name="evaluation_word"),
    path("rounds/<int:number>/<slug:language>/preview.pdf", documents.evaluation_preview, name="evaluation_preview"),
]
