"""What people relied on before a backup they can rely on after its restore, elsewhere and with all else destroyed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.program import environment
from tests.conftest import CHECKOUT

CV = "Rosa Lind\n\nSkills\nPython, Docker\n"
# A client with a list, its receipt, an API key and a webhook; an engineer who has sent a resume.
BEFORE = """
import json, sys
from guildworks.project import start
start.configure()
from guildworks.accounts.queries import local_operator
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.matching.queries import get_receipt, receipt_json
from guildworks.platform.actor import Actor
from guildworks.talent.reading import read_resume
from guildworks.talent.resumes.actions import send_resume
from tests.api.asking import key_of
from tests.cast import make_account, make_brief, make_cast, make_engineer, make_list
cast = make_cast()
rosa = make_engineer("Rosa Lind", skills=["python"], seen={"python": 3.4})
make_engineer("Dear", skills=["python"], rate=(400, "EUR"))
content = sys.stdin.read().encode()
send_resume(Actor("engineer", rosa.id), rosa, content=content, name="cv.txt", read=read_resume(content, name="cv.txt"))
made = make_list(cast.ada, make_brief(cast.halden), top=5)
webhook, secret = register_webhook(
    cast.ada, cast.halden, address="https://example.org/hook", names=["hold.placed"]
)
print(json.dumps({
    "receipt": receipt_json(local_operator(), get_receipt(local_operator(), made.receipt.shown_id)),
    "key": key_of(cast.ada).secret,
    "person": str(make_account(rosa).id),
    "webhook": secret,
}))
"""
AFTER = """
import json, sys
from guildworks.project import start
start.configure()
from django.test import Client
from guildworks.accounts.models import User
from guildworks.conversations.webhooks.models import Webhook
from guildworks.conversations.webhooks.signing import secrets_of, signed_headers
from guildworks.platform import clock
told, now = json.load(sys.stdin), clock.now()
program = Client(headers={"host": "localhost", "authorization": "Bearer " + told["key"]})
engineer = Client(headers={"host": "localhost"})
engineer.force_login(User.objects.get(id=told["person"]))
def signature(secrets):
    return signed_headers("msg_1", b"{}", secrets=secrets, at=now)
print(json.dumps({
    "key": program.get("/api/v1/me").status_code,
    "webhook": signature(secrets_of(Webhook.objects.get(), at=now)) == signature([told["webhook"]]),
    "resume": engineer.get("/me/profile/resume/file").content.decode(),
}))
"""


def test_receipts_replay_keys_work_webhooks_are_signed_and_files_are_read(here, there, tmp_path):
    told = script(here, BEFORE, CV)
    receipt, archive = tmp_path / "receipt.json", tmp_path / "monday.tar"
    receipt.write_text(json.dumps(told["receipt"]))
    replayed = here("replay", str(receipt), "--json").json
    assert replayed["result"] == "identical"
    assert here("backup", str(archive), "--no-verify", "--json").json["keys"] == ["secret.key", "signing.key"]
    shutil.rmtree(here.home)
    assert there("restore", str(archive), "--json").status == 0
    assert there("replay", str(receipt), "--json").json == replayed
    assert script(there, AFTER, json.dumps(told)) == {"key": 200, "webhook": True, "resume": CV}
    changed = told["receipt"] | {"statement": told["receipt"]["statement"] | {"top": 4}}
    receipt.write_text(json.dumps(changed))
    refused = there("replay", str(receipt))
    assert (refused.status, refused.out.splitlines()[0]) == (1, "changed content")


@pytest.mark.long
def test_so_it_is_where_the_keys_were_kept_elsewhere_and_are_brought_back(here, there, tmp_path):
    told = script(here, BEFORE, CV)
    archive, keys = tmp_path / "monday.tar", tmp_path / "keys"
    here("backup", str(archive), "--no-verify", "--without-keys")
    keys.mkdir()
    for name in ("secret.key", "signing.key"):
        shutil.copy(here.home / name, keys / name)
    assert there("restore", str(archive), "--json").status == 0
    for path in keys.iterdir():
        shutil.copy(path, there.home / path.name)
    assert script(there, AFTER, json.dumps(told)) == {"key": 200, "webhook": True, "resume": CV}


def script(run: Run, text: str, given: str) -> Any:
    """What a program of this installation says last, as JSON."""
    addresses = {
        "GUILDWORKS_DATABASE_URL": run.app,
        "GUILDWORKS_MIGRATION_URL": run.owner,
        "GUILDWORKS_HOME": str(run.home),
    }
    done = subprocess.run(
        [sys.executable, "-c", text],
        input=given,
        env=environment(**addresses),
        cwd=Path(CHECKOUT),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
