"""ZIP files that are a list of members and nothing else."""

import struct


def many_members(count: int, name: bytes = b"") -> bytes:
    """Return a file that names so many members, each in as few letters as the format allows."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0)
    members = (one + name) * count
    head = b"PK\x03\x04" + bytes(26)
    end = len(head) + len(members)
    whole = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(members), len(head))
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return head + members + whole + place + tail
