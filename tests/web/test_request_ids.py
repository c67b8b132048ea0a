"""What somebody saw and what the log says of it are brought together by one id."""

from __future__ import annotations

import json
import re
from types import ModuleType

import pytest
import structlog
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from guildworks.project import urls

NAME = re.compile(r"req_[0-9A-Z]{26}")


def fails(request: HttpRequest) -> None:
    raise ZeroDivisionError("a fault of ours")


fails.login_required = False


@pytest.fixture
def addresses(settings) -> None:
    """The addresses of the program, and one whose page fails."""
    module = ModuleType("addresses")
    vars(module).update(vars(urls))
    vars(module)["urlpatterns"] = [path("fails", fails), *urls.urlpatterns]
    settings.ROOT_URLCONF = module


@pytest.fixture
def browser(db) -> Client:
    return Client(raise_request_exception=False)


def test_a_fault_is_on_the_page_in_the_header_and_in_the_log_under_one_id(browser, addresses):
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        answer = browser.get("/fails")
    name = answer["X-Request-Id"]
    assert answer.status_code == 500
    assert NAME.findall(answer.content.decode()) == [name]
    assert [(line["event"], line["request"]) for line in logged] == [("view_failed", name)]


def test_each_answer_has_an_id_of_its_own_whatever_the_caller_sends(browser):
    answers = [browser.get(page, headers={"x-request-id": "req_mine"}) for page in ("/", "/health", "/nowhere")]
    names = [answer["X-Request-Id"] for answer in answers]
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) for name in names)
    assert names[2] in answers[2].content.decode()
    assert json.loads(answers[1].content)


def test_a_line_that_is_logged_afterwards_belongs_to_no_request(browser):
    browser.get("/health")
    assert "request" not in structlog.contextvars.get_contextvars()


def test_a_line_of_the_log_names_nothing_of_the_request_before(browser, addresses):
    structlog.contextvars.bind_contextvars(api_key="apk_1")
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        browser.get("/fails")
    assert [set(line) & {"api_key", "request"} for line in logged] == [{"request"}]
