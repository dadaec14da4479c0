"""Settings, all from the environment.

Without any variable the project runs embedded: SQLite, memory cache, e-mail on the console.
`PRODUCTION=true` asks for what must not be defaulted there (SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL)
and turns on HTTPS. A `.env` file beside manage.py is read when there is one.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

from config import curators_desk, secret_key, static_files

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = (
    env.str("SECRET_KEY")
    if PRODUCTION
    else env.str("SECRET_KEY", default="") or secret_key.load_or_create(VAR_DIR / "secret_key")
)
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS")
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies in front add their client to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- Apps: one line each; a new app of the project goes into PROJECT_APPS, lowest layer last ---

PROJECT_APPS = [
    "web",
    "ml",
    "meals",
    "nutrition",
    "accounts",
]
THIRD_PARTY_APPS = [
    # Before django.contrib.admin, whose templates it replaces.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "import_export",
    "simple_history",
    "allauth",
    "allauth.account",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "csp",
]
DJANGO_APPS = [
    "config.admin_site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = PROJECT_APPS + THIRD_PARTY_APPS + DJANGO_APPS

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.web.WebDeviceMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database, cache, e-mail ---

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
)


def _database() -> dict[str, Any]:
    """Return the default database: DATABASE_URL, or SQLite under VAR_DIR when it is not required."""
    if PRODUCTION or env.str("DATABASE_URL", default=""):
        database: dict[str, Any] = dict(env.db_url("DATABASE_URL"))
    else:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "platewise.sqlite3")}
    if database["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock when the transaction starts, so that two writers queue
        # (up to `timeout` seconds) where a late upgrade of a read lock would fail at once.
        database["OPTIONS"] = {
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    else:
        database.setdefault("CONN_MAX_AGE", 60)
        database.setdefault("CONN_HEALTH_CHECKS", True)
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {"default": env.cache_url("CACHE_URL", default="locmemcache://platewise")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # The default of 300 would throw resolutions out as fast as they come in; one takes about 2 kB.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 10_000)

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Platewise <noreply@platewise.local>")

# --- Jobs: by a worker where there is a broker, else at once in this process ---

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_TASK_ALWAYS_EAGER = CELERY_BROKER_URL == "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"

# Run by `celery beat`.
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "warm the resolution cache": {
        "task": "nutrition.tasks.warm_resolution_cache",
        "schedule": timedelta(hours=6),
    },
    "propose mends of the food tables": {
        "task": "nutrition.tasks.propose_mends_of_the_tables",
        "schedule": timedelta(hours=24),
    },
    "count how often foods are logged": {
        "task": "meals.tasks.count_food_use",
        "schedule": timedelta(hours=24),
    },
    "look for what is wrong in the food tables": {
        "task": "nutrition.tasks.inspect_all_foods",
        "schedule": timedelta(hours=24),
    },
}

# --- Outside: sources of figures, each off until its key (or, needing none, its address) is set ---

# All lookups of one request together wait at most so long.
OUTSIDE_SECONDS = env.float("OUTSIDE_SECONDS", default=8.0)
USDA_FDC_URL = env.str("USDA_FDC_URL", default="https://api.nal.usda.gov/fdc")
USDA_FDC_KEY = env.str("USDA_FDC_KEY", default="")
# Needs no key: https://world.openfoodfacts.org turns it on.
OPEN_FOOD_FACTS_URL = env.str("OPEN_FOOD_FACTS_URL", default="")
EDAMAM_URL = env.str("EDAMAM_URL", default="https://api.edamam.com")
EDAMAM_APP_ID = env.str("EDAMAM_APP_ID", default="")
EDAMAM_APP_KEY = env.str("EDAMAM_APP_KEY", default="")
# Edamam's basic plan lets no nutrients be cached; say how many days where yours does.
EDAMAM_CACHE_DAYS = env.int("EDAMAM_CACHE_DAYS", default=0)
SUPERMARKET_URL = env.str("SUPERMARKET_URL", default="")
SUPERMARKET_KEY = env.str("SUPERMARKET_KEY", default="")

# --- Outside: an OpenAI-compatible model, off until its address is set ---
# It may rephrase a comparison, and is the last resort where no source knows a food.

LANGUAGE_MODEL_URL = env.str("LANGUAGE_MODEL_URL", default="")
LANGUAGE_MODEL_KEY = env.str("LANGUAGE_MODEL_KEY", default="")
LANGUAGE_MODEL_NAME = env.str("LANGUAGE_MODEL_NAME", default="gpt-4o-mini")
LANGUAGE_MODEL_SECONDS = env.float("LANGUAGE_MODEL_SECONDS", default=5.0)

# --- The admin: dense, calm, in the colours of the pages ---

UNFOLD: dict[str, Any] = curators_desk.UNFOLD

# A cell that begins like a formula is written with an apostrophe before it.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- Language, time, files ---

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Embedded, files are served from where they lie; production serves what collectstatic gathered.
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")) if PRODUCTION else None
# Of the packages of package.json, what browsers are given: prefix in the address, folder.
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("lit-html", NODE_MODULES / "lit-html"),
    ("figtree", NODE_MODULES / "@fontsource-variable" / "figtree" / "files"),
]
# Of packages that hold far more than browsers are given, file by file: prefix, folder, files.
PACKAGE_FILES: dict[str, tuple[Path, tuple[str, ...]]] = {
    "onnxruntime": (
        NODE_MODULES / "onnxruntime-web" / "dist",
        ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"),
    ),
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static_files.PackageFinder",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ADD_HEADERS_FUNCTION = static_files.add_headers
# A model's card is to be read, not to be saved.
WHITENOISE_MIMETYPES = {".md": "text/plain"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# --- Who: accounts, sessions, tokens ---

AUTH_USER_MODEL = "accounts.User"
# Log in by e-mail address, once it is verified; answers never tell whether an address is known.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# --- Browser security ---

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
if PRODUCTION:
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

# --- API ---

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.DeviceAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "config.schema.ProblemAutoSchema",
    "EXCEPTION_HANDLER": "config.problems.exception_handler",
    # By view (`throttle_scope`) and by what is counted: the client's address, the mailbox named.
    "DEFAULT_THROTTLE_RATES": {
        "login_address": "30/min",
        "login_mailbox": "10/min",
        "mail_address": "20/hour",
        "mail_mailbox": "5/hour",
        "key_address": "60/min",
        "key_mailbox": None,
        # Without an account, by the client's address.
        "analyze_guest": "60/min",
        "foods_guest": "600/min",
        "outside_guest": "10/min",
        # By account, or by address without one.
        "corrections": "120/hour",
    },
    # 0: the peer's address counts; a header that anyone can send does not.
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Platewise API",
    "DESCRIPTION": "Meals in words become nutrients, with the source of every figure.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "LetterEnum": "nutrition.api.grade_serializers.LETTERS",
        "FocusLetterEnum": "nutrition.api.grade_serializers.FOCUS_LETTERS",
        "BandEnum": "nutrition.api.grade_serializers.BANDS",
        "SatietyBandEnum": "nutrition.api.grade_serializers.SATIETY_BANDS",
        "GlycemicKindEnum": "nutrition.api.grade_serializers.GLYCEMIC_KINDS",
        "PhrasingEnum": "nutrition.phrasing.PHRASINGS",
        "MealKindEnum": "meals.models.Meal.Kind",
        "RegionEnum": "accounts.choices.Region",
        "RegionOfWordsEnum": "nutrition.api.requests.REGIONS",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
SIMPLE_JWT: dict[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
}

# --- Monitoring: `/metrics` answers staff, and whoever bears this token; without one staff only ---

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- Logging: everything to standard error, as plain lines ---

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A 4xx is the client's affair and stands in the access log.
    "loggers": {"django.request": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
