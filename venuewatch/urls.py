"""Addresses: each app brings its own."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from venuewatch.sign_in import SignInForm

sign_in = auth.LoginView.as_view(form_class=SignInForm, redirect_authenticated_user=True)
urlpatterns = [
    path("sign-in/", sign_in, name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("me/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("venues/", include("venues.urls")),
    path("", include("inspections.urls")),
]
