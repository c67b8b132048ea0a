"""A real mail server in a thread, which does what a test asks of it."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Condition
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SECONDS_MOST = 60.0


@dataclass
class Post:
    """What the server has taken, and how it answers: `at_recipient` and `at_data` may give another answer than yes."""

    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    at_recipient: Callable[[str], str | None] = lambda address: None
    at_data: Callable[[EmailMessage], str | None] = lambda message: None
    port: int = 0
    changed: Condition = field(default_factory=Condition)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.tries[address] += 1
        if refusal := self.at_recipient(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if refusal := self.at_data(message):
            return refusal
        with self.changed:
            self.taken.append(message)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
            self.changed.notify_all()
        return "250 2.0.0 Taken as number 7"

    def wait_for(self, count: int) -> list[EmailMessage]:
        """The mails, once there are so many."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.taken) >= count, SECONDS_MOST), f"only {len(self.taken)} came"
        return self.taken

    def recipients(self) -> Counter[str]:
        """How often each address was sent a mail."""
        return Counter(address for _, addresses in self.envelopes for address in addresses)


class Listening(Controller):
    """The server on a port that is free."""

    def __init__(self, post: Post, **options: Any) -> None:
        super().__init__(post, hostname="127.0.0.1", port=0, **options)
        self.post = post

    def _trigger_server(self) -> None:
        """Says the port before aiosmtpd connects to itself, to see that it works."""
        self.port = self.post.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def passwords(user: str, password: str) -> Callable[..., AuthResult]:
    """Lets in whoever has this name and password."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=right)

    return check


def certificate(folder: Path, *, host: str) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for this host, and the file of the certificate that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "cert.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(*form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return context, trusted
