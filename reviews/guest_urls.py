"""The addresses that anybody may open who has them; they carry their own secret."""

from django.urls import path

from reviews.views import shared

app_name = "shared"
urlpatterns = [path("<str:token>/", shared.snapshot, name="snapshot")]
