"""The pages that the others are compared with: one that shows who is signed in, one that stores a row."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.backends import PersonBackend
from bench.models import Note

# The person is read as Django reads them, whatever the portal does to be faster; sessions name the portal's backend.
PersonBackend.get_user = AuthenticationBackend.get_user


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Say who is signed in."""
    return render(request, "bench/bare.html", {"user": request.user, "lines": range(10)})


@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Store one row and say so."""
    note = Note.objects.create(text=request.POST["text"])
    return render(request, "bench/bare.html", {"user": request.user, "lines": [note.pk]})


page.access = save.access = "public"
urlpatterns = [path("bare/", page), path("bare/save/", save)]
