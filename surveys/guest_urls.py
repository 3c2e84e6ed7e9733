"""The addresses that member companies are sent; each carries its own secret."""

from django.urls import path

from surveys.views import public

app_name = "answering"
urlpatterns = [
    path("<str:token>/", public.answer, name="answer"),
    path("<str:token>/stop/", public.stop, name="stop"),
]
