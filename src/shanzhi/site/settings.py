"""Django settings. What an operator may change comes from the environment; `docs/operators.md` lists it."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex

from shanzhi.method.words import Sentence
from shanzhi.site.database import postgresql, sqlite
from shanzhi.site.environment import BadSetting, is_on, number, one_of
from shanzhi.site.home import home, kept_secret, make_home, secret
from shanzhi.site.identity import is_safe_issuer
from shanzhi.site.logs import logging_config
from shanzhi.site.translations import compile_stale

SHANZHI_HOME = home()
# Reading the settings makes nothing: what has no key of its own yet (help, checks) gets one that nobody keeps.
SECRET_KEY = kept_secret("django") or token_hex(32)
DEBUG = is_on("SHANZHI_DEBUG")
ALLOWED_HOSTS = os.environ.get("SHANZHI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SHANZHI_DEMO = is_on("SHANZHI_DEMO")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "leaflet",
    "ninja",
    "shanzhi.places",
    "shanzhi.people",
    "shanzhi.matters",
    "shanzhi.ledger",
    "shanzhi.registers",
    "shanzhi.web",
]
MIDDLEWARE = [
    "shanzhi.web.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shanzhi.web.headers.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shanzhi.people.sessions.IdleTimeout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shanzhi.web.errors.ClearSentences",
    "shanzhi.web.sign_in_required.SignInRequired",
    "shanzhi.web.local_words.LocalWords",
]
ROOT_URLCONF = "shanzhi.site.urls"
WSGI_APPLICATION = "shanzhi.site.wsgi.application"
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
                "shanzhi.web.context.page",
            ]
        },
    }
]

_url = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": postgresql(_url) if _url else sqlite(SHANZHI_HOME / "shanzhi.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "shanzhi.people.passwords.WithoutUserName"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "shanzhi.people.passwords.MixedCharacters"},
]
AUTHENTICATION_BACKENDS = ["shanzhi.people.sign_in.AccountBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "shanzhi.web.errors.csrf_failure"
SESSION_ENGINE = "shanzhi.database.full_disk"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if is_on("SHANZHI_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SHANZHI_PROXIES = number("SHANZHI_PROXIES", 0, most=16)  # reverse proxies of ours in front

# A tile server for the map ("" for none: our own outlines alone), its attribution, its coordinate system and zoom.
SHANZHI_TILES = os.environ.get("SHANZHI_TILES", "")
SHANZHI_TILES_ATTRIBUTION = os.environ.get("SHANZHI_TILES_ATTRIBUTION", "")
SHANZHI_TILES_CRS = one_of(
    "SHANZHI_TILES_CRS", "wgs84", ("wgs84", "gcj02")
)  # wgs84, or gcj02 (Amap, Tencent)
SHANZHI_TILES_ZOOM = number("SHANZHI_TILES_ZOOM", 18, most=24)

# Requests a minute to the API: for each token or account, and for each address of those not signed in; 0: any number.
SHANZHI_API_RATE = number("SHANZHI_API_RATE", 1200)
SHANZHI_API_RATE_OPEN = number("SHANZHI_API_RATE_OPEN", 240)

# Sign-in and personal data; the defaults are those of GB/T 22239 (等保) and PIPL.
SHANZHI_SECRET = secret
SHANZHI_MAKE_HOME = make_home
SHANZHI_CRYPTO = one_of("SHANZHI_CRYPTO", "aes", ("aes", "sm"))  # aes: AES-256-GCM, SHA-256; sm: SM4-GCM, SM3
SHANZHI_LOCK_FAILURES = number("SHANZHI_LOCK_FAILURES", 5, least=1)
SHANZHI_LOCK_MINUTES = number("SHANZHI_LOCK_MINUTES", 5, least=1)
SHANZHI_LOCK_NAMES = number("SHANZHI_LOCK_NAMES", 5, least=1)  # different names from one address
SHANZHI_IDLE_MINUTES = number("SHANZHI_IDLE_MINUTES", 30, least=1)
SHANZHI_PASSWORD_DAYS = number("SHANZHI_PASSWORD_DAYS", 90)  # 0: never asked to change
SHANZHI_SECOND_FACTOR = one_of(
    "SHANZHI_SECOND_FACTOR", "none" if SHANZHI_DEMO else "admins", ("none", "admins", "all")
)
SHANZHI_AUDIT_MONTHS = number("SHANZHI_AUDIT_MONTHS", 6)

# The district's own identity system, by OpenID Connect. The claim holds the user name of an account that is there.
SHANZHI_OIDC_ISSUER = os.environ.get("SHANZHI_OIDC_ISSUER", "")
SHANZHI_OIDC_CLIENT_ID = os.environ.get("SHANZHI_OIDC_CLIENT_ID", "")
SHANZHI_OIDC_CLIENT_SECRET = os.environ.get("SHANZHI_OIDC_CLIENT_SECRET", "")
SHANZHI_OIDC_CLAIM = os.environ.get("SHANZHI_OIDC_CLAIM", "sub")
SHANZHI_OIDC_SCOPE = os.environ.get("SHANZHI_OIDC_SCOPE", "openid profile")
SHANZHI_OIDC_TITLE = os.environ.get("SHANZHI_OIDC_TITLE", "统一身份认证")
if SHANZHI_OIDC_ISSUER and not is_safe_issuer(SHANZHI_OIDC_ISSUER):
    raise BadSetting(
        Sentence(
            "环境变量 SHANZHI_OIDC_ISSUER 须以 https:// 开头。",
            "SHANZHI_OIDC_ISSUER must begin with https://.",
        )
    )

# How long a phone may show what it took along for work without a signal; 0: nothing is taken along.
SHANZHI_OFFLINE_HOURS = number("SHANZHI_OFFLINE_HOURS", 24)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
compile_stale(LOCALE_PATHS[0])
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = SHANZHI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shanzhi.static_files.StaticFiles"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = SHANZHI_HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
SHANZHI_FILE_MB = number("SHANZHI_FILE_MB", 20, least=1)  # the largest file
SHANZHI_BODY_MB = number("SHANZHI_BODY_MB", 8 * SHANZHI_FILE_MB, least=1)  # the largest request
LOGGING = logging_config()
