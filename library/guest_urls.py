"""What search engines ask for, at the root of the portal."""

from django.urls import path

from library.views import public

app_name = "public_library"
urlpatterns = [
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
]
