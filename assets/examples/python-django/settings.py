{{os_import}}import secrets
from urllib.parse import urlsplit

SECRET_KEY = secrets.token_hex(32)
DEBUG = True
ALLOWED_HOSTS = [urlsplit("{{app_url}}").hostname]{{behind_proxy}}
ROOT_URLCONF = "urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "mozilla_django_oidc",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.sqlite3"}}

AUTHENTICATION_BACKENDS = ["urls.Frontdesk"]
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ALLOW_LOGOUT_GET_METHOD = True

OIDC_RP_CLIENT_ID = "{{client_id}}"
OIDC_RP_CLIENT_SECRET = {{client_secret_value}}
OIDC_TOKEN_USE_BASIC_AUTH = {{use_basic}}
OIDC_RP_SCOPES = "{{scopes}}"
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_OP_AUTHORIZATION_ENDPOINT = "{{issuer}}/oauth2/authorize"
OIDC_OP_TOKEN_ENDPOINT = "{{issuer}}/oauth2/token"
OIDC_OP_USER_ENDPOINT = "{{issuer}}/oauth2/userinfo"
OIDC_OP_JWKS_ENDPOINT = "{{issuer}}/oauth2/jwks"
OIDC_STORE_ID_TOKEN = True
OIDC_OP_LOGOUT_URL_METHOD = "urls.logout_url"
