"""What a folder of a mailbox is called in the language of mail servers."""

import base64
import re


def quoted(folder: str) -> str:
    """Return the name of a folder as IMAP wants it: in quotes, other letters than English ones in its own UTF-7."""

    def packed(found: re.Match[str]) -> str:
        # https://www.rfc-editor.org/rfc/rfc3501#section-5.1.3
        letters = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{letters}-"

    name = re.sub(r"[^\x20-\x7e]+", packed, folder.replace("&", "&-"))
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
