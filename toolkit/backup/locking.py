"""Encrypting a backup to a public key, in the open format age (https://age-encryption.org), and opening it again.

The portal has the public key alone: who takes the machine cannot read its backups.
"""

from pathlib import Path
from typing import IO, Any

import pyrage

from toolkit.backup.faults import BackupError

BEGINS = b"age-encryption.org/v1"


def recipient_of(key: str) -> Any:
    """Return the public key; raises BackupError for what is none."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise BackupError(
            "The key for backups is no public key of age. It begins with age1; age-keygen makes a pair of them."
        ) from error


class _Remembering:
    """A stream that remembers what the disk said, since the library tells it in words alone."""

    def __init__(self, into: IO[bytes]) -> None:
        self.into = into
        self.fault: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self.into.write(piece)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self.into.flush()


def lock(source: IO[bytes], into: IO[bytes], key: str) -> None:
    """Encrypt all of the source to the public key; raises OSError when the disk does not take it."""
    target = _Remembering(into)
    try:
        pyrage.encrypt_io(source, target, [recipient_of(key)])
    except (pyrage.EncryptError, OSError) as fault:
        raise target.fault or fault from fault


def is_locked(file: Path) -> bool:
    """Tell whether a file begins as one that is encrypted."""
    with file.open("rb") as opened:
        return opened.read(len(BEGINS)) == BEGINS


def unlock(source: IO[bytes], into: IO[bytes], identity: Path) -> None:
    """Decrypt all of the source with the private key that lies in a file; raises BackupError."""
    try:
        lines = identity.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError as error:
        raise BackupError(f"The private key {identity} cannot be read: {error.strerror}.") from error
    keys = []
    for line in lines:
        if line.strip().startswith("AGE-SECRET-KEY-"):
            try:
                keys.append(pyrage.x25519.Identity.from_str(line.strip()))
            except pyrage.IdentityError as error:
                raise BackupError(f"{identity} holds no whole private key of age.") from error
    if not keys:
        raise BackupError(f"{identity} holds no private key of age; a line of it begins with AGE-SECRET-KEY-.")
    target = _Remembering(into)
    try:
        pyrage.decrypt_io(source, target, keys)
    except (pyrage.DecryptError, OSError) as error:
        if target.fault is not None:
            raise target.fault from error
        raise BackupError(
            "The backup cannot be opened: it was encrypted to another key, or it has been cut or changed."
        ) from error
