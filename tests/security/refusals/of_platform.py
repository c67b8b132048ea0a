"""What may be done with what everything stands on, and by whom."""

from __future__ import annotations

from guildworks.platform import actions as platform
from guildworks.platform.models import Mail
from tests.security.refusals.scene import Row, row

ROWS: dict[str, Row] = {
    "platform.rotate_signing_key": row(lambda actor, _: platform.rotate_signing_key(actor), "operator"),
    "platform.retry_mails": row(lambda actor, _: platform.retry_mails(actor, [a_failed_mail()]), "operator"),
    "platform.erase_mails_to": row(lambda actor, _: platform.erase_mails_to(actor, "ada@example.org"), "operator"),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "platform.answer_once",  # what it calls asks
    "platform.forget_answers",
    "platform.delete_finished_jobs",
    "platform.write_mails",
    "platform.deliver_mail",
    "platform.take_up_mails",
    "platform.forget_mails",
}


def a_failed_mail() -> Mail:
    return Mail.objects.all()[0]
