"""`guildworks replay` and `guildworks why`: what a shortlist rests on, checked and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guildworks.cli.console import err, out, print_json, told
from guildworks.cli.options import AsJson, EngineerId, get_engineer, read_text, ready

if TYPE_CHECKING:
    from guildworks.matching.replaying import Replayed

RECEIPT_BYTES_MOST = 20_000_000  # the limit `document_bytes` is lower, and says so better

Receipt = Annotated[
    str, typer.Argument(metavar="RECEIPT", help="A file from `shortlist --receipt`, or an id such as rcp_01JDQ…")
]


def replay(receipt: Receipt, as_json: AsJson = False) -> None:
    """Verify a receipt, search again on what was known then, and compare every value."""
    ready()
    from guildworks.matching.replaying import replay as search_again

    document = read_receipt(receipt)
    with err.status("Searching again"):
        found = search_again(document)
    if as_json:
        print_json(
            {
                "result": found.result,
                "reasons": list(found.reasons),
                "partial": found.partial,
                "redacted": found.redacted,
                "left_out": found.left_out,
            }
        )
    else:
        _print(found)
    raise typer.Exit(0 if found.result == "identical" else 1)


def why(receipt: Receipt, engineer: EngineerId, as_json: AsJson = False) -> None:
    """Explain why an engineer is on the list of a receipt, or which change would have brought them there."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.opening import opened
    from guildworks.matching.why import why as explained

    genuine, person = opened(read_receipt(receipt)), get_engineer(engineer)
    with err.status("Looking at that search again"):
        roles = explained(local_operator(), genuine, person)
    if as_json:
        first = asdict(roles[0])
        print_json({**first, "roles": [asdict(role) for role in roles]} if len(roles) > 1 else first)
        return
    for role in roles:
        explain(person.public_name, asdict(role))


def read_receipt(named: str) -> dict[str, Any]:
    """The receipt in this file, or with this id."""
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.queries import get_receipt, receipt_json
    from guildworks.platform.signatures import parse

    if named.startswith("rcp_") and not Path(named).exists():
        operator = local_operator()
        return receipt_json(operator, get_receipt(operator, named))
    return parse(read_text(Path(named), most=RECEIPT_BYTES_MOST))


def _print(found: Replayed) -> None:
    out.print(f"[{'accent' if found.result == 'identical' else 'refused'}]{found.result}[/]")
    for reason in found.reasons:
        out.print(f"  {told(reason)}")
    if found.partial:
        out.print(f"partial: {found.partial}; the rows that the receipt holds were scored and ordered again")
    if found.redacted:
        people = "1 engineer was" if found.redacted == 1 else f"{found.redacted} engineers were"
        out.print(f"redacted: {people} erased since; what the receipt held of them is gone")
    if found.left_out:
        out.print(f"left out: this copy does not hold what {found.left_out} below the list were judged by")


def explain(name: str, role: Mapping[str, Any]) -> None:
    """One role in sentences, as `why --json` tells it."""
    name, where = f"[name]{told(name)}[/]", f" as {told(role['role'])}" if role["role"] else ""
    if role["score"] is None:
        out.print(f"{name} could not be found when the list was made: not listed, or paused.")
        return
    if role["listed"]:
        out.print(f"{name} is number [figure]{role['rank']}[/] on the list{where}.")
    elif role["rank"]:
        out.print(f"{name} met every requirement{where}, and came out as number [figure]{role['rank']}[/].")
    else:
        out.print(f"{name} is not on the list{where}. They failed: {told(', '.join(role['excluded_by']))}.")
    if role["parts"] is not None:
        parts = ", ".join(f"{part} {value:.3f}" for part, value in role["parts"].items())
        out.print(f"Score [figure]{role['score']:.3f}[/]: {parts}")
    if role["smallest_change"]:
        out.print(f"The smallest change that would have listed them: {told(role['smallest_change'])}.")
    elif not role["listed"]:
        out.print("No single change would have listed them.")
