"""Uploaded files in a bucket of an S3 store, with limits of time, since a page waits for it."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class Storage(S3Storage):
    """Files in a private bucket, under names that are never written over."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what holds for every installation; the settings add which bucket it is."""
        known: dict[str, Any] = super().get_default_settings()
        return {
            **known,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "max_memory_size": 12 * 1024**2,
            "client_config": Config(
                connect_timeout=5, read_timeout=20, retries={"max_attempts": 2}, signature_version="s3v4"
            ),
        }

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and files of a folder; one that is not there is said so, as a disk says it."""
        folders, files = super().listdir(name)
        if not folders and not files:
            raise FileNotFoundError(name)
        return folders, files
