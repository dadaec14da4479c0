"""Addresses under `/api/v1/`."""

from django.urls import path

from accounts.api import views

urlpatterns = [
    path("auth/register", views.Register.as_view(), name="auth-register"),
    path("auth/verify-email", views.VerifyEmail.as_view(), name="auth-verify-email"),
    path("auth/resend", views.ResendVerification.as_view(), name="auth-resend"),
    path("auth/login", views.Login.as_view(), name="auth-login"),
    path("auth/refresh", views.Refresh.as_view(), name="auth-refresh"),
    path("auth/logout", views.Logout.as_view(), name="auth-logout"),
    path("auth/password/reset", views.PasswordReset.as_view(), name="auth-password-reset"),
    path(
        "auth/password/reset/confirm",
        views.PasswordResetConfirm.as_view(),
        name="auth-password-reset-confirm",
    ),
    path("auth/password/change", views.PasswordChange.as_view(), name="auth-password-change"),
    path("auth/devices/", views.Devices.as_view(), name="auth-devices"),
    path("auth/devices/<uuid:device_id>", views.OneDevice.as_view(), name="auth-device"),
    path("profile/", views.ProfileView.as_view(), name="profile"),
]
