"""Sends a mail past the outbox, and says step by step what happens."""

import smtplib
import socket
import ssl
from argparse import ArgumentParser
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.mail import headers

Result = TypeVar("Result")


class Command(BaseCommand):
    """`manage.py send_test_mail`."""

    help = "Sends a mail to an address, and says step by step what happens: name, connection, TLS, sign-in, mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        if not settings.MAIL_SERVER:
            raise CommandError("There is no mail server: set TOOLKIT_EMAIL_URL. Mails wait in the outbox.")
        host, port, limit = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
        self.step(f"Look up {host}", lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        context = ssl.create_default_context()
        if settings.EMAIL_USE_SSL:
            server: smtplib.SMTP = self.step(
                f"Connect to port {port} by TLS",
                lambda: smtplib.SMTP_SSL(host, port, timeout=limit, context=context),
            )
        else:
            server = self.step(f"Connect to port {port}", lambda: smtplib.SMTP(host, port, timeout=limit))
        try:
            if settings.EMAIL_USE_TLS:
                self.step("Make the connection safe by STARTTLS", lambda: server.starttls(context=context))
            if settings.EMAIL_HOST_USER:
                user, password = settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
                self.step("Sign in", lambda: server.login(user, password))
            self.step(f"Send from {settings.DEFAULT_FROM_EMAIL}", lambda: server.send_message(made_for(address)))
        finally:
            server.close()
        self.stdout.write("The mail server has taken the mail. If it does not arrive, look into the spam folder.")

    def step(self, what: str, do: Callable[[], Result]) -> Result:
        """Do one step, and say how it went; raise CommandError with the reason when it did not."""
        self.stdout.write(f"{what} ...", ending=" ")
        try:
            result = do()
        except TimeoutError as fault:
            self.stdout.write("no answer")
            raise CommandError(f"{what}: no answer within {settings.EMAIL_TIMEOUT} seconds.") from fault
        except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as fault:
            self.stdout.write("failed")
            raise CommandError(f"{what}: {fault or type(fault).__name__}") from fault
        self.stdout.write("done")
        return result


def made_for(address: str) -> EmailMessage:
    """Return the mail."""
    message = EmailMessage()
    message["From"], message["To"] = settings.DEFAULT_FROM_EMAIL, address
    message["Subject"] = "Test mail"
    for name, value in headers().items():
        message[name] = value
    message.set_content(f"The mail server of {settings.BASE_URL} works.\n")
    return message
