from urllib.parse import urlencode

from django.contrib.auth.models import Group, User
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.urls import path
from django.utils.html import format_html
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
    OIDCLogoutView,
)


class Frontdesk(OIDCAuthenticationBackend):
    """A Django user for each person, known by their stable id, in the groups they have at Frontdesk."""

    def verify_token(self, token, **kwargs):
        payload = super().verify_token(token, **kwargs)
        if payload["iss"] != "{{issuer}}" or payload["aud"] != self.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("This ID token is not for this app.")
        return payload

    def filter_users_by_claims(self, claims):
        return User.objects.filter(username=claims["sub"])

    def create_user(self, claims):
        return self.update_user(User(username=claims["sub"]), claims)

    def update_user(self, user, claims):
        user.email = claims.get("email", "")
        user.first_name = claims.get("name", "")
        user.save()
        names = claims.get("groups", [])
        user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
        return user


def logout_url(request):
    query = {
        "id_token_hint": request.session.get("oidc_id_token", ""),
        "post_logout_redirect_uri": "{{app_url}}/",
    }
    return "{{issuer}}/logout?" + urlencode(query)


def home(request):
    user = request.user
    if not user.is_authenticated:
        return HttpResponse('<a href="/login">Sign in</a>')
    groups = ", ".join(user.groups.values_list("name", flat=True))
    return HttpResponse(format_html(
        '<p>{}, {}, groups: {}</p> <a href="/logout">Sign out</a>', user.first_name, user.email, groups
    ))


urlpatterns = [
    path("", home),
    path("login", OIDCAuthenticationRequestView.as_view(), name="oidc_authentication_init"),
    path("{{redirect_path}}"[1:], OIDCAuthenticationCallbackView.as_view(), name="oidc_authentication_callback"),
    path("logout", OIDCLogoutView.as_view(), name="oidc_logout"),
]
