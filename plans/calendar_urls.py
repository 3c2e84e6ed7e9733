"""The addresses that calendar programmes read; they carry their own secret."""

from django.urls import path

from plans.views import feeds

app_name = "calendars"
urlpatterns = [
    path("<str:token>.ics", feeds.feed, name="feed"),
    path("<str:token>/<slug:what>.<slug:form>", feeds.figures, name="figures"),
]
