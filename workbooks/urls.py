"""Addresses of the room `workbooks`, below the cluster."""

from django.urls import path

from workbooks import views

app_name = "workbooks"
urlpatterns = [
    path("<int:pk>/presence/", views.presence, name="presence"),
    path("<int:pk>/borrowed/empty/", views.empty, name="empty"),
    path("<int:pk>/borrowed/restore/", views.bring_back, name="bring_back"),
    path("<int:pk>/answers/<slug:key>/", views.answer, name="answer"),
    path("<int:pk>/answers/<slug:key>/history/", views.history, name="history"),
]
