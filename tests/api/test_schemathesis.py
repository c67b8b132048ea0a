"""Whatever fits the document, sent with each kind of key: no fault of ours, no answer that it does not know."""

from __future__ import annotations

import copy
from collections import Counter
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    not_a_server_error,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guildworks.accounts.actions import change_role
from guildworks.accounts.models import Membership
from guildworks.accounts.queries import local_operator
from guildworks.api.document import openapi_document
from guildworks.platform.limits import LIMITS, set_limit
from tests.api.asking import key_of, key_of_engineer, key_of_operator
from tests.cast import hold, make_brief, make_cast, make_engineer, make_list

EXAMPLES = 12  # of each operation and key
LEAST_DONE = 30  # requests that did something, and that were refused: else this tried nothing
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
KINDS = ("client", "viewer", "narrowed", "operator", "engineer")
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def document() -> dict[str, object]:
    """The document, with ids of what is there as examples of those that stand in addresses."""
    return copy.deepcopy(openapi_document())


def ids() -> dict[str, str]:
    """Something of each kind that can be named in an address."""
    rosa, cast = make_engineer(), make_cast()
    brief = make_brief(cast.halden)
    made = make_list(cast.ada, brief)
    (held,) = hold(rosa, holder=brief.holder)
    places = {"brief": brief.shown_id, "shortlist": made.shown_id, "engineer": rosa.shown_id, "hold": held.shown_id}
    set_limit("api_requests_per_minute", LIMITS["api_requests_per_minute"].most)
    keys = {
        "client": key_of(cast.ada),
        "viewer": key_of(cast.bo),
        "narrowed": key_of(cast.ada, scopes=["briefs:read"]),
        "operator": key_of_operator(),
        "engineer": key_of_engineer(rosa),
    }
    bo = Membership.objects.select_related("user", "organisation").get(user=cast.bo.id, organisation=cast.halden)
    change_role(local_operator(), bo, role="viewer")
    return {**places, "skill": "python", **{kind: made.secret for kind, made in keys.items()}}


@pytest.mark.long
@pytest.mark.own_database
@pytest.mark.parametrize("kind", KINDS)
def test_no_request_that_fits_or_does_not_ends_in_a_fault_or_an_answer_that_the_document_does_not_know(
    kind, own_database
):
    from django.core.wsgi import get_wsgi_application

    known, answered = ids(), Counter()
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    sent = {"Authorization": f"Bearer {known[kind]}", "Accept-Encoding": "identity"}
    for result in schema.get_all_operations():
        operation = result.ok()

        @QUIET
        @schemathesis_given(operation)
        def send(case):
            for name, value in (case.path_parameters or {}).items():
                if crc32(str(value).encode("utf-8", "replace")) % 2:
                    case.path_parameters[name] = known[name]
            answer = case.call_and_validate(headers=sent, checks=list(CHECKS))
            answered[answer.status_code // 100] += 1

        send()
    assert answered[2] > LEAST_DONE and answered[4] > LEAST_DONE, answered
    assert answered.keys() <= {2, 3, 4}


def schemathesis_given(operation):
    """Hypothesis' `given` over the cases of an operation."""
    from hypothesis import given

    return given(case=operation.as_strategy())
