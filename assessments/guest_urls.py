"""The addresses of personal links; they carry their own secret."""

from django.urls import path

from assessments.views import scoring

app_name = "scoring"
urlpatterns = [
    path("<str:token>/", scoring.guest_start, name="start"),
    path("<str:token>/<slug:key>/", scoring.guest_statement, name="statement"),
    path("<str:token>/<slug:key>/files/<slug:mark>/", scoring.guest_file, name="file"),
]
