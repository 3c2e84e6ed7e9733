"""Django's settings. What an installation may choose comes through `toolkit.env`; the rest is decided here."""

from datetime import timedelta
from pathlib import Path

from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from toolkit import env, version
from toolkit.given import identity_provider, key_of_issuer, mail_server, mailbox, sender

BASE_DIR = env.BASE_DIR
DATA_DIR: Path = env.DATA_DIR
EXPORT_DIR = DATA_DIR / "exports"

VERSION = version.VERSION
DEBUG = env.DEBUG
DEMO = env.DEMO
PUBLIC_LIBRARY = env.PUBLIC_LIBRARY
BASE_URL = env.BASE_URL.rstrip("/")
# What the installation is called, in the place of the product; and who administers it first.
INSTALLATION_NAME = env.NAME
FIRST_ADMINISTRATOR = env.ADMIN_EMAIL
SECRET_KEY = env.secret_key(env.SECRET_KEY, DATA_DIR)
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "toolkit",
    "installation",
    "dashboard",
    "moving",
    "curation",
    "reminders",
    "funders",
    "documents",
    "analyses",
    "reports",
    "reviews",
    "findings",
    "assessments",
    "checklists",
    "plans",
    "kpis",
    "surveys",
    "comments",
    "strategy",
    "workbooks",
    "library",
    "search",
    "clusters",
    "accounts",
    "exports",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if env.OIDC_ISSUER else []),  # six megabytes of a process
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.packing.PackingMiddleware",
    "core.security.OwnAnswerMiddleware",
    "core.security.ContentSecurityPolicyMiddleware",
    "core.security.PrivateMiddleware",
    "core.security.HeadMiddleware",
    "installation.health.HealthMiddleware",
    "installation.metrics.MetricsMiddleware",
    "installation.requests.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything asks for which host a request is: a refusal, too, is a page that looks at what was sent.
    "core.security.RequestBoundsMiddleware",
    "core.security.SecretAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.submissions.keeping.KeepingMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "clusters.entrance.EntranceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.notices.MaintenanceMiddleware",
    "toolkit.serving.bodies.BodyLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.access.AccessMiddleware",
    "accounts.middleware.FreshStepMiddleware",
    "core.unreadable.UnreadableMiddleware",
    "core.contention.ContentionMiddleware",
]

ROOT_URLCONF = "toolkit.urls"
WSGI_APPLICATION = "toolkit.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["core.loading.Loader", "django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["core.templatetags.sending", "core.templatetags.parts", "core.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.interface",
                "dashboard.context_processors.navigation",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.DATABASE_URL, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all web processes, so that sign-in is throttled once and not once a process.
CACHES = {"default": {"BACKEND": "core.room.Cache", "LOCATION": "cache"}}
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "account_login"

ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail because somebody typed it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_email": "accounts.forms.ChangeEmailForm",
}

# Sign-in by the organisation's own service, beside passwords or instead of them.
PASSWORDS = env.PASSWORDS
OIDC_ISSUER = env.OIDC_ISSUER
OIDC_NAME = env.OIDC_NAME
OIDC_TRUSTS_EMAIL = env.OIDC_TRUSTS_EMAIL
OIDC_KEY = key_of_issuer(env.OIDC_ISSUER)
SOCIALACCOUNT_ADAPTER = "clusters.single_sign_on.ClusterSingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = identity_provider(env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET, env.OIDC_NAME)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# The second step at sign-in; a cluster may require it, and the installation for what administrators do.
ADMIN_SECOND_FACTOR_MINUTES = env.ADMIN_SECOND_FACTOR_MINUTES
MFA_ADAPTER = "clusters.second_factor.ClusterSecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
# People come by invitation and an e-mail counts when it is confirmed, so that a change that waits is no danger.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.AddAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.ConfirmPasskeyForm",
}

# --- mail -----------------------------------------------------------------------------------------------------
# Every mail goes to the outbox; from there the worker takes it to the mail server, or the administrator reads it.
DEFAULT_FROM_EMAIL = sender(env.NAME, env.EMAIL_FROM)
SERVER_EMAIL = env.EMAIL_FROM
EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_SERVER = bool(env.EMAIL_URL)
BOUNCES_URL = mailbox(env.BOUNCES_URL)
# For connecting and for each step after it: a mail server that says nothing must not hold anybody up.
EMAIL_TIMEOUT = 10
EMAIL_USE_LOCALTIME = False
if env.EMAIL_URL:
    globals().update(mail_server(env.EMAIL_URL))

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = env.LANGUAGE
LANGUAGES = [("da", _("Danish")), ("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- background work ------------------------------------------------------------------------------------------
# One more process and no broker; `script/run` starts it, and `manage.py db_worker` is it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A worker whose work has not moved for so long is given nothing more, and /readyz says that it is stuck ...
LONGEST_QUIET = timedelta(minutes=2)
# ... and after so long it ends, and another takes up its tasks; documents and mails have shorter limits of their own.
LONGEST_STEP = timedelta(minutes=10)

# --- static files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.finders.JoinedFilesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": env.storage(DATA_DIR),
    **env.store_of_documents(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FORM_RENDERER = "core.forms.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {
    messages.DEBUG: "none",
    messages.INFO: "none",
    messages.SUCCESS: "ok",
    messages.WARNING: "warn",
    messages.ERROR: "bad",
}

# --- security ---------------------------------------------------------------------------------------------------
# Django 6 reads the same name, so that the middleware of our own goes away with the upgrade.
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.HTTPS
SECURE_SSL_REDIRECT = False  # the balancer or proxy in front does that, and knows which addresses it serves
SECURE_HSTS_SECONDS = 31536000 if env.HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.HTTPS else None
# Bytes of uploaded files that a cluster may have; 0 is no limit.
FILES_PER_CLUSTER = env.FILES_PER_CLUSTER * 1024**2
# What people entrust to the portal is nobody else's on the machine.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
LARGEST_REQUEST = 110 * 1024 * 1024  # ten files of ten megabytes, and the form around them
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20000  # a phase with long tables is one form, and saves without JavaScript too

# With none kept the worker makes none, and nobody is told that there is none.
BACKUP_KEEP = env.BACKUP_KEEP
# Whether another curator has to approve what one publishes.
SECOND_CURATOR = env.SECOND_CURATOR
# Who may read the metrics, and where errors are reported; nobody and nowhere without these.
METRICS_TOKEN = env.METRICS_TOKEN
ERRORS_DSN = env.ERRORS_DSN
LOGS_REQUESTS = env.LOG_JSON
LOGGING_CONFIG = "toolkit.logs.configure"
LOGGING = {"json": env.LOG_JSON}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mails are unique whatever their case, by a constraint it cannot read
    # Redirects and the subdomains of somebody else's domain are decided by the proxy in front and its owner.
    "security.W005",
    "security.W008",
    "security.W021",
]

# What people have to do by a day: the rooms that offer it, in the order in which the handover lists it.
DUTIES = [
    "strategy.duties.GoalDuties",
    "kpis.duties.KpiDuties",
    "plans.duties.PlanDuties",
    "checklists.duties.ItemDuties",
    "reviews.duties.ReviewDuties",
    "assessments.duties.ScorerDuties",
    "documents.duties.DocumentDuties",
    "analyses.duties.AnalysisDuties",
    "surveys.duties.SurveyDuties",
    "curation.duties.CopyDuties",
]

# What people call by a key, S1, K3 or A7: the rooms whose things have one.
KEYED = [
    "strategy.keyed.GoalKeys",
    "kpis.keyed.KpiKeys",
    "plans.keyed.ActivityKeys",
]

# What a search finds: what each room offers, in the order in which the kinds are named.
FOUND = [
    "library.found.LibrarySource",
    "strategy.found.StrategySource",
    "strategy.found.GoalSource",
    "strategy.found.AnswerSource",
    "analyses.found.AnalysisSource",
    "analyses.found.AnalysisAnswerSource",
    "kpis.found.KpiSource",
    "plans.found.ActivitySource",
    "plans.found.MilestoneSource",
    "plans.found.YearSource",
    "checklists.found.ChecklistSource",
    "checklists.found.ItemSource",
    "assessments.found.AssessmentSource",
    "surveys.found.SurveyRoundSource",
    "surveys.found.CompanySource",
    "comments.found.CommentSource",
    "documents.found.DocumentSource",
    "documents.found.DocumentAnswerSource",
    "documents.found.ClauseSource",
]

# What stands on the shelf of documents: what each room can hand on, in the order of the page.
SHELVES = [
    "reports.shown.shelved.Strategies",
    "reports.shown.shelved.Evaluations",
    "funders.shown.shelf.FunderReports",
    "reports.shown.shelved.Packs",
    "reports.shown.shelved.Assessments",
    "analyses.shown.shelf.Analyses",
    "documents.shown.shelf.Documents",
]

# What holds a workbook: the rooms that know where it is read and written.
HOLDERS = [
    "strategy.held.holder",
    "funders.held.holder",
    "analyses.held.holder",
    "documents.held.holder",
]

# Whether a panel of a strategy has something in it: the rooms that own what stands there, by the panel's name.
FILLINGS = {
    "goals": "strategy.filled.goals",
    "kpis": "kpis.filled.kpis",
    "activities": "plans.filled.activities",
}

# Where answers of a workbook were carried over from: the rooms that carry results over.
LINKS = ["analyses.linked.AnalysisLinks"]
