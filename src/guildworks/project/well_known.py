"""What others look up at an address that every installation has."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from guildworks.platform.signing_keys import keys_json


@login_not_required
@require_safe
def public_keys(request: HttpRequest) -> JsonResponse:
    """All public keys of this installation, also the retired ones, for whoever verifies a signature."""
    return JsonResponse(keys_json())
