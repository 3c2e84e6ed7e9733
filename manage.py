#!/usr/bin/env python3
"""Django's command line for this project."""

import errno
import os
import sys

# A disk that is full, or that can only be read.
NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def main() -> None:
    """Run the command named on the command line; what is wrong with the installation is said in a sentence."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolkit.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the settings are named
    from django.db import OperationalError  # noqa: PLC0415

    from toolkit.given import WrongSettingError, status_of  # noqa: PLC0415

    try:
        if sys.argv[1:2] == ["version"]:
            # Django would answer with its own.
            tell_version(sys.argv[2:])
        else:
            execute_from_command_line(sys.argv)
    except WrongSettingError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(status_of(fault))
    except OSError as fault:
        # What else goes wrong with a file is a fault of ours, or is said by the command itself.
        if "--traceback" in sys.argv or fault.errno not in NOT_WRITTEN:
            raise
        sys.exit(
            f"Nothing can be written{f' into {fault.filename}' if fault.filename else ''}: {fault.strerror}. Make room "
            "on the disk, let it be written, and do it again: what is half done is done whole then."
        )
    except OperationalError as fault:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"The database did not do what it was asked: {str(fault).strip() or type(fault).__name__}\n"
            f"{what_to_look_at(str(fault))} With --traceback you see where it happened."
        )


def what_to_look_at(words: str) -> str:
    """Return what an administrator can do about a database that refuses."""
    if "startup parameter" in words:
        # PgBouncer refuses what holds for a connection, since others get the same one.
        return "The address leads to PgBouncer: set TOOLKIT_DATABASE_POOLED=true, and see “PgBouncer” in docs/scale.md."
    return "Is it running, and does TOOLKIT_DATABASE_URL lead to it? Is there room on its disk?"


def tell_version(arguments: list[str]) -> None:
    """Run our own command of this name."""
    import django  # noqa: PLC0415 -- after the settings are named
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("version", *arguments)


if __name__ == "__main__":
    main()
