"""The page that others are compared with in their own process: session, user, a small template."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

TEMPLATE = Engine().from_string(
    "<!doctype html><title>Bare</title><p>{{ user.email }}</p><ul>{% for n in lines %}<li>{{ n }}</li>{% endfor %}</ul>"
)


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Say who is signed in."""
    return HttpResponse(TEMPLATE.render(Context({"user": request.user, "lines": range(10)})))


page.access = "public"
urlpatterns = [path("bare/", page)]
