"""Addresses of conversations, below their strategy's."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("comments/", views.index, name="index"),
    path("comments/add/", views.add, name="add"),
    path("comments/beside/", views.beside, name="beside"),
    path("comments/read/", views.read_all, name="read_all"),
    path("comments/<int:talk>/", views.conversation, name="conversation"),
    path("comments/<int:talk>/resolve/", views.resolve, name="resolve"),
    path("comments/<int:talk>/reopen/", views.reopen, name="reopen"),
    path("comments/<int:talk>/<int:pk>/edit/", views.edit, name="edit"),
]
