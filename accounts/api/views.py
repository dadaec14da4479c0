"""Views under `/api/v1/auth/` and `/api/v1/profile/`."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import authenticate, update_session_auth_hash
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import devices, selectors, services
from accounts.api import serializers
from accounts.api.authentication import current_device, current_user
from accounts.api.throttles import AddressThrottle, MailboxThrottle
from accounts.choices import Platform
from accounts.models import Device, User
from common.serializers import ProblemSerializer

NO_CONTENT = {204: None}
LOOK_AT_MAIL = "Look at your mail: what to do next is in there."


class JSONView(GenericAPIView[Any]):
    """A view that reads one JSON object."""

    def read(self, request: Request) -> dict[str, Any]:
        """Return the validated body; raises ValidationError."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data: dict[str, Any] = serializer.validated_data
        return data


class OpenView(JSONView):
    """A view for someone who is not logged in (yet); tokens and cookies are not looked at."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = [AllowAny]
    throttle_classes = [AddressThrottle, MailboxThrottle]

    def get_authenticate_header(self, request: Request) -> str:
        """Make a failed login a 401."""
        return 'Bearer realm="api"'


class Register(OpenView):
    serializer_class = serializers.RegisterSerializer
    throttle_scope = "mail"

    @extend_schema(operation_id="auth_register", responses={202: serializers.DetailSerializer})
    def post(self, request: Request) -> Response:
        """Register an e-mail address. The answer is the same whether or not it has an account already."""
        services.register(request=request._request, **self.read(request))
        return Response({"detail": LOOK_AT_MAIL}, status=status.HTTP_202_ACCEPTED)


class VerifyEmail(OpenView):
    serializer_class = serializers.KeySerializer
    throttle_scope = "key"

    @extend_schema(operation_id="auth_verify_email", responses=NO_CONTENT)
    def post(self, request: Request) -> Response:
        """Confirm an e-mail address with the key from the mailed link."""
        services.verify_email(**self.read(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ResendVerification(OpenView):
    serializer_class = serializers.EmailSerializer
    throttle_scope = "mail"

    @extend_schema(operation_id="auth_resend", responses={202: serializers.DetailSerializer})
    def post(self, request: Request) -> Response:
        """Mail the link for confirmation again. The answer does not tell whether the address is known."""
        services.resend_verification(request=request._request, **self.read(request))
        return Response({"detail": LOOK_AT_MAIL}, status=status.HTTP_202_ACCEPTED)


class Login(OpenView):
    serializer_class = serializers.LoginSerializer
    throttle_scope = "login"

    @extend_schema(
        operation_id="auth_login",
        responses={200: serializers.LoginAnswerSerializer, 401: ProblemSerializer, 403: ProblemSerializer},
    )
    def post(self, request: Request) -> Response:
        """Log a device in. 401: address or password is wrong; 403: the address is not confirmed."""
        data = self.read(request)
        email = User.objects.normalize_email(data["email"])
        user = authenticate(request._request, email=email, password=data["password"])
        if not isinstance(user, User):
            raise AuthenticationFailed("The e-mail address or the password is wrong.", code="wrong_login")
        if not selectors.is_verified(user):
            raise PermissionDenied("Confirm your e-mail address first.", code="email_not_verified")
        named = data.get("device") or {"name": "API client", "platform": Platform.OTHER}
        device, pair = devices.open_with_tokens(user=user, **named)
        answer = {"access": pair.access, "refresh": pair.refresh, "device": device}
        context = {"current_device": device}
        return Response(serializers.LoginAnswerSerializer(answer, context=context).data)


class Refresh(OpenView):
    serializer_class = serializers.RefreshSerializer
    throttle_scope = "key"

    @extend_schema(
        operation_id="auth_refresh", responses={200: serializers.TokensSerializer, 401: ProblemSerializer}
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for the next pair. Using one twice logs its device out."""
        pair = devices.rotate(**self.read(request))
        if pair is None:
            raise AuthenticationFailed("Log in again.", code="refresh_not_valid")
        return Response(serializers.TokensSerializer(pair).data)


class Logout(OpenView):
    serializer_class = serializers.RefreshSerializer
    throttle_scope = "key"

    @extend_schema(operation_id="auth_logout", responses=NO_CONTENT)
    def post(self, request: Request) -> Response:
        """Log out the device that a refresh token belongs to; its access tokens end at once."""
        devices.close(**self.read(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PasswordReset(OpenView):
    serializer_class = serializers.EmailSerializer
    throttle_scope = "mail"

    @extend_schema(operation_id="auth_password_reset", responses={202: serializers.DetailSerializer})
    def post(self, request: Request) -> Response:
        """Mail a link for a new password. The answer does not tell whether the address is known."""
        services.request_password_reset(request=request._request, **self.read(request))
        return Response({"detail": LOOK_AT_MAIL}, status=status.HTTP_202_ACCEPTED)


class PasswordResetConfirm(OpenView):
    serializer_class = serializers.ResetSerializer
    throttle_scope = "key"

    @extend_schema(operation_id="auth_password_reset_confirm", responses=NO_CONTENT)
    def post(self, request: Request) -> Response:
        """Set a new password with the key from the mailed link; logs out everywhere."""
        services.reset_password(request=request._request, **self.read(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PasswordChange(JSONView):
    serializer_class = serializers.ChangePasswordSerializer
    throttle_classes = [AddressThrottle]
    throttle_scope = "key"

    @extend_schema(operation_id="auth_password_change", responses=NO_CONTENT)
    def post(self, request: Request) -> Response:
        """Change the password; logs out everywhere but here."""
        user = current_user(request)
        services.change_password(
            request=request._request, user=user, keep=current_device(request), **self.read(request)
        )
        if request.auth is None:
            update_session_auth_hash(request._request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Devices(ListAPIView[Device]):
    """Where the user is logged in, last seen first."""

    serializer_class = serializers.DeviceSerializer
    pagination_class = None
    queryset = Device.objects.none()

    def get_queryset(self) -> Any:
        """Return the user's own devices."""
        return selectors.devices_for(current_user(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the device that the request comes from."""
        return {**super().get_serializer_context(), "current_device": current_device(self.request)}


class OneDevice(APIView):
    @extend_schema(operation_id="auth_devices_revoke", request=None, responses=NO_CONTENT)
    def delete(self, request: Request, device_id: str) -> Response:
        """Log a device out, at once."""
        device = get_object_or_404(selectors.devices_for(current_user(request)), pk=device_id)
        devices.revoke(device=device)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProfileView(JSONView):
    serializer_class = serializers.ProfileSerializer

    @extend_schema(operation_id="profile_get")
    def get(self, request: Request) -> Response:
        """Return what the user told about themselves."""
        return Response(self.get_serializer(selectors.profile_for(current_user(request))).data)

    @extend_schema(operation_id="profile_update")
    def patch(self, request: Request) -> Response:
        """Change some of it; what is not named stays."""
        serializer = self.get_serializer(
            selectors.profile_for(current_user(request)), data=request.data, partial=True
        )
        serializer.is_valid(raise_exception=True)
        profile = services.update_profile(user=current_user(request), changes=serializer.validated_data)
        return Response(self.get_serializer(profile).data)
