"""Every setting, each from the environment; with DEBUG off nothing unsafe is accepted."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def served_port(words: list[str], otherwise: int) -> int:
    """The port that `runserver 8101` or `runserver 127.0.0.1:8101` listens on; any other command
    leaves it as it is."""
    if "runserver" in words[1:2]:
        for word in words[2:]:
            port = word.rpartition(":")[2]
            if port.isascii() and port.isdecimal():
                return int(port)
    return otherwise


DEVELOPMENT_KEY = "development-key-that-no-installation-may-use-0123456789-abcdefghij"

DEBUG = env.bool("DEBUG", default=True)
PORT = served_port(sys.argv, env.int("PORT", default=8000))
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY)
# What was signed or written in cipher with an earlier key can still be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}" if DEBUG else "").rstrip("/")

# Everything the process writes lies here: database, media, mails, broker folders, made fonts.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

if not DEBUG:
    faults = []
    if SECRET_KEY == DEVELOPMENT_KEY or len(SECRET_KEY) < 50:
        faults.append("SECRET_KEY: set a long random value of your own")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        faults.append("ALLOWED_HOSTS: name the hosts, no wildcard")
    if urlsplit(SITE_URL).scheme != "https":
        faults.append("SITE_URL: set the public https:// address")
    if faults:
        raise ImproperlyConfigured("Refusing to start with DEBUG off. " + "; ".join(faults) + ".")

INSTALLED_APPS = [
    # Ours first: their templates stand before those of the packages below.
    "lms",
    "courses",
    "badges",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    # Only its static files: the editor that lms/js/prose.js builds on (docs/decisions/0013).
    "django_prose_editor",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    # Outermost, so that no answer is without them: neither a file that WhiteNoise sends nor what another
    # middleware refuses.
    "lms.common.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.common.middleware.PackingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.common.middleware.LanguageMiddleware",
    "lms.common.middleware.Utf8Middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.accounts.middleware.SuspensionMiddleware",
    "lms.accounts.middleware.ParentMiddleware",
    "lms.accounts.middleware.SecondStepMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.hub.context.hub",
            ],
            "builtins": ["lms.common.templatetags.laukas"],
        },
    }
]

# --- database ------------------------------------------------------------------------------------

VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'laukas.sqlite3'}")
}
_db = DATABASES["default"]
if _db["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its lock at the start and waits its turn;
    # the default upgrades a read lock half-way and fails under concurrent saves.
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    _db["OPTIONS"] = {
        **_db.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10},
        "options": "-c lock_timeout=10s -c statement_timeout=30s",
    }
    _db["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttles only; everything else that is cached is immutable and lives in the process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lms_throttle",
        # Few entries would let anybody push other people's counters out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- people --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "lms.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "pages:landing"

ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.SignInForm",
    "signup": "lms.accounts.forms.SignUpForm",
    "reset_password": "lms.accounts.forms.AskResetForm",
    "reset_password_from_key": "lms.accounts.forms.ResetForm",
    "change_password": "lms.accounts.forms.ChangeForm",
    "set_password": "lms.accounts.forms.FirstPasswordForm",
    "request_login_code": "lms.accounts.code_forms.AskCodeForm",
    "confirm_login_code": "lms.accounts.code_forms.MailedCodeForm",
    "reauthenticate": "lms.accounts.code_forms.PasswordAgainForm",
}
# allauth's own generator may write a row when a link is looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class, no secret
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "confirm_email": "1/1m/key,5/h/key",
    "request_login_code": "20/m/ip,3/10m/key",
    "reauthenticate": "10/m/user",
    "manage_email": "5/h/user",
    "tell_me": "20/h/ip,3/h/key",
    # A hostile file costs up to two seconds of processor time, a PDF three more.
    "check_file": "12/m/ip",
}
MFA_RATE_LIMITS: dict[str, str] | bool = {"webauthn_login": "30/m/ip"}
if not env.bool("THROTTLE", default=True):
    ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

# Sign-in by a code from a mail. A code dies after five wrong tries, and three codes may be asked for
# in ten minutes: eight digits are enough.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Another address and closing the account ask for the password again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60

# The second step at sign-in: app, passkey, recovery codes.
MFA_ADAPTER = "lms.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "lms.accounts.code_forms.SecondStepForm",
    "reauthenticate": "lms.accounts.code_forms.SecondStepAgainForm",
    "activate_totp": "lms.accounts.code_forms.NewAppForm",
    "add_webauthn": "lms.accounts.code_forms.NewPasskeyForm",
    "edit_webauthn": "lms.accounts.code_forms.RenamePasskeyForm",
    "authenticate_webauthn": "lms.accounts.code_forms.UsePasskeyForm",
    "login_webauthn": "lms.accounts.code_forms.EnterByPasskeyForm",
    "reauthenticate_webauthn": "lms.accounts.code_forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The clock of a phone may go half a minute wrong.
MFA_TOTP_TOLERANCE = 1
# allauth's rule is against accounts that never confirmed their address; here nobody signs in to one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Whoever teaches or administers needs a second step before studio and administration open.
MFA_FOR_STAFF = env.bool("MFA_FOR_STAFF", default=False)

EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Laukas <laukas@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# From this hour by TIME_ZONE the letter of the day goes: what came in until then, one to a person.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)
MAIL_DIR = VAR_DIR / "mail"
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email_url("EMAIL_URL"))
else:
    # Mails become files; in debug they can be read in the browser at /mail/.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)

# --- languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "lt"
LANGUAGES = [("lt", "Lietuvių"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
FORMAT_MODULE_PATH = ["lms.common.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Vilnius"
USE_THOUSAND_SEPARATOR = False
LANGUAGE_COOKIE_NAME = "laukas_language"

# --- files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_FINDERS = [
    "lms.common.staticfiles.JoinedFinder",
    "lms.common.staticfiles.FontFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# In debug the finders serve; with debug off the collected, hashed and compressed files do.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
# What credentials are signed with: an Ed25519 key as PEM, in the environment or in a file. Where nothing
# is at stake one is made at the first use, and is marked as such in the issuer's document.
CREDENTIAL_KEY = env.str("CREDENTIAL_KEY", default="")
CREDENTIAL_KEY_FILE = env.str("CREDENTIAL_KEY_FILE", default=str(VAR_DIR / "credential-key.pem"))
CREDENTIAL_KEY_MADE = DEBUG
# A folder of fonts (.ttf, .otf) for names in scripts that the site's own fonts lack: Latin, Greek and
# Cyrillic are there without it.
CERTIFICATE_FONTS = env.str("CERTIFICATE_FONTS", default="")
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STAGED_DIR = VAR_DIR / "staged"
# Whose accounts were erased, by number: kept apart from the backups of the database, which it mends.
ERASED_LIST = env.str("ERASED_LIST", default=str(VAR_DIR / "erased.jsonl"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A quiz of sixty sorting tasks with twenty cards each is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- guards --------------------------------------------------------------------------------------

TLS = urlsplit(SITE_URL).scheme == "https"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-laukas" if TLS else "laukas"
CSRF_COOKIE_NAME = "__Host-laukas-csrf" if TLS else "laukas-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lms.pages.error_views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if TLS else []
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = TLS and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31536000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Without it everybody behind the proxy would share one throttle.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Name as in Django 6, so that its own middleware can take over.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'nonce'"],
    "style-src": ["'self'", "'nonce'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

# Whom a page may ask once its reader has said yes; nobody is asked before. The addresses are read in
# courses.content.hosts. An installation adds hosts as name=host: EMBED_HOSTS="Our maps=maps.example.org".
VIDEO_HOSTS = env.list("VIDEO_HOSTS", default=["www.youtube-nocookie.com", "player.vimeo.com"])
_more_hosts = [one.partition("=") for one in env.list("EMBED_HOSTS", default=[])]
EMBED_HOSTS = {
    "www.openstreetmap.org": "OpenStreetMap",
    "umap.openstreetmap.fr": "uMap",
    "www.inaturalist.org": "iNaturalist",
    "www.gbif.org": "GBIF",
    "zenodo.org": "Zenodo",
    "docs.google.com": "Google Docs",
    **{host.strip().lower(): name.strip() for name, _sign, host in _more_hosts},
}

# --- work that may wait --------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost/")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _broker = VAR_DIR / "broker"
    for _name in ("messages", "processed", "control"):
        (_broker / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.3,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A dead broker must not be felt by whoever is waiting for a page.
        "socket_timeout": 0.5,
        "socket_connect_timeout": 0.5,
        # Not once more: the wait would be felt twice.
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        "visibility_timeout": 3600,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "lms.sweep", "schedule": env.float("SWEEP_SECONDS", default=60.0)},
}

# --- for programs --------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lms.common.api.parsing.Json"],
    # Whoever is not signed in is told so by the first of them: 401, and that a token would do.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "lms.accounts.api_door.ByToken",
        "lms.accounts.api_door.BySession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["lms.common.api.permissions.MayAsk"],
    "DEFAULT_THROTTLE_CLASSES": ["lms.common.api.throttles.Limits"],
    "DEFAULT_SCHEMA_CLASS": "lms.common.api.describing.Described",
    "EXCEPTION_HANDLER": "lms.common.api.errors.answer_to",
    "URL_FORMAT_OVERRIDE": None,
    # Without it everybody behind the proxy would share one limit.
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
}
API_LIMITS = env.bool("THROTTLE", default=True)
SPECTACULAR_SETTINGS = {
    "TITLE": "Laukas",
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": SITE_URL}],
    # What is sent and what is answered are shapes of their own.
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    # Choices stand where they are chosen, without names of their own.
    "POSTPROCESSING_HOOKS": [],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "lms.common.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"without-keys": {"()": "lms.common.logs.WithoutKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        **{
            name: {"filters": ["without-keys"]}
            for name in ("django.request", "django.security.csrf")
        },
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
