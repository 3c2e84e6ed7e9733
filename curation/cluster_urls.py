"""Addresses of a word to the curators, below what it is about."""

from django.urls import path

from curation.views import wishes

app_name = "wishes"
urlpatterns = [
    path("workbooks/<int:pk>/answers/<slug:key>/better/", wishes.question, name="question"),
    path("checklists/<int:number>/items/<int:item>/better/", wishes.item, name="item"),
]
