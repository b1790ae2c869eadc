"""Is a clean copy nothing but a picture? Looked at byte by byte, as if it were hostile itself."""

import io

#: What a JPEG of ours consists of: start, JFIF head, tables, frame, scan, end.
_MARKS = frozenset((0xC0, 0xC4, 0xDA, 0xDB, 0xE0))


def odd_in(content: bytes) -> str:
    """What is in a clean copy besides the picture; nothing if it is only that."""
    file = io.BytesIO(content)
    if file.read(2) != b"\xff\xd8":
        return "no JPEG"
    while True:
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF or mark[1] not in _MARKS:
            return f"mark {mark.hex()}"
        length = int.from_bytes(file.read(2), "big")
        file.seek(length - 2, io.SEEK_CUR)
        if mark[1] == 0xDA:
            break
    # Within the scan 0xFF is followed by 0 or a restart; so the first end is the end.
    return "" if content.find(b"\xff\xd9", file.tell()) == len(content) - 2 else "bytes behind it"
