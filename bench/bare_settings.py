"""A bare Django page: session, user, a small template; on the same database and with the same sessions."""

from bench.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"
MIDDLEWARE = [
    "bench.counting.CountQueries",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # the app that brings the e-mails refuses to start without
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LOGIN_URL = "/"
