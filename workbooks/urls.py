"""Addresses of the room `workbooks`, below the cluster."""

from django.urls import path

from workbooks import views

app_name = "workbooks"
urlpatterns = [
    path("<int:pk>/presence/", views.presence, name="presence"),
    path("<int:pk>/answers/<slug:key>/", views.answer, name="answer"),
    path("<int:pk>/answers/<slug:key>/history/", views.history, name="history"),
]
