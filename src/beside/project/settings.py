"""Django settings. What an operator may change is in `environment.py` and in the helpline settings page."""

import base64

from django.utils.translation import gettext_lazy as _

from beside.foundation import vault
from beside.project import databases, environment, guarding, logs, mail, rootkey, sign_in

ENVIRONMENT = environment.read()
KEY_EPOCH_DAYS = ENVIRONMENT.key_days
SECRET_KEY = base64.b64encode(vault.derive(rootkey.prepared(ENVIRONMENT), "django")).decode()
DEBUG = ENVIRONMENT.debug
DATA = ENVIRONMENT.data
BACKUP_FOLDER = ENVIRONMENT.backup
BACKUP_HOUR = ENVIRONMENT.backup_hour
RESERVE_MB = ENVIRONMENT.reserve
METRICS_TOKEN = ENVIRONMENT.metrics_token
IS_PRODUCTION = ENVIRONMENT.production
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public]
if ENVIRONMENT.proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOGGING = logs.configured(ENVIRONMENT.log_level)
vars().update(mail.configured(ENVIRONMENT))
vars().update(sign_in.configured(ENVIRONMENT))
MAIL_IS_SET_UP = bool(ENVIRONMENT.mail_url)
ON_CALL_WEBHOOKS = {1: ENVIRONMENT.on_call, 2: ENVIRONMENT.on_call_second}
PUBLIC_ORIGIN = ENVIRONMENT.public
MADE_UP_STAFF_SKIP_SECOND_STEP = not ENVIRONMENT.production

INSTALLED_APPS = [
    "beside.web",
    "beside.journal",
    "beside.people",
    "beside.conversations",
    "beside.safety",
    "beside.desk",
    "beside.operations",
    "beside.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "beside.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "beside.web.middleware.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "beside.web.middleware.Refusals",
]

ROOT_URLCONF = "beside.project.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "beside.web.context.page",
            ],
        },
    }
]

DATABASES = databases.configured(ENVIRONMENT)
DATABASE_ROUTERS = ["beside.project.databases.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
TASKS = {"default": {"BACKEND": "beside.journal.queue.LeasedBackend", "QUEUES": ["default", "outward"]}}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [environment.SOURCE / room / "locale" for room in ("foundation", "gateway", "project")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "beside.web.storage.HashedStatic"},
}

vars().update(guarding.configured(production=ENVIRONMENT.production))
