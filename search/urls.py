"""Addresses of the room `search`."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("search/", views.shared, name="shared"),
    path("c/<slug:cluster>/search/", views.cluster, name="cluster"),
]
