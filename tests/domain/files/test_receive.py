"""The web process looks at size and first bytes, keeps what may be opened, refuses the rest."""

import hashlib

import pytest

from anzhu.files import storage
from anzhu.files.models import Received, State
from anzhu.files.names import MOST, shown_name
from anzhu.kernel.errors import Refused
from tests.domain.files import samples

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


@pytest.mark.parametrize(
    ("content", "name", "refused_for"),
    [
        (b"", "empty.jpg", "file.empty"),
        (b"\xff\xd8\xff" + b"\0" * (20 * samples.MEBIBYTE - 2), "large.jpg", "file.too_big"),
        (b"\xff\xd8\xff" + b"\0" * (40 * samples.MEBIBYTE), "huge.jpg", "file.too_big"),
        (b"<html><script>alert(1)</script></html>", "page.jpg", "file.type_unknown"),
        (SVG, "drawing.svg", "file.type_unknown"),
        (samples.animated("GIF"), "moving.gif", "file.type_unknown"),
        (b"PK\x03\x04 a zip", "scan.pdf", "file.type_unknown"),
        (b"MZ\x90\x00", "scan.png", "file.type_unknown"),
    ],
)
def test_what_cannot_be_a_scan_is_refused_and_nothing_is_kept(
    receive, kept, content, name, refused_for
):
    with pytest.raises(Refused) as refused:
        receive(content, name)
    assert refused.value.codes == [refused_for]
    assert kept() == {"quarantine": 0, "clean": 0}
    assert not Received.objects.exists()


def test_the_limit_itself_is_still_received(receive):
    content = b"\xff\xd8\xff" + b"\0" * (20 * samples.MEBIBYTE - 3)
    assert receive(content).size == 20 * samples.MEBIBYTE


def test_too_big_says_how_big(receive):
    with pytest.raises(Refused) as refused:
        receive(b"\xff\xd8\xff" + b"\0" * (21 * samples.MEBIBYTE))
    assert dict(refused.value.objections[0].params) == {"megabytes": 21.0, "most": 20}


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.jpeg(), "image/jpeg"),
        (samples.saved(samples.picture(), "PNG"), "image/png"),
        (samples.saved(samples.picture(), "WEBP"), "image/webp"),
        (samples.tiff(1), "image/tiff"),
        (samples.heic(), "image/heic"),
        (samples.pdf(), "application/pdf"),
        (b"\xef\xbb\xbf\r\n" + samples.pdf(), "application/pdf"),
    ],
)
def test_type_is_by_content_whatever_the_name(receive, media_type, content):
    assert receive(content, "virus.exe").media_type == media_type


def test_what_is_received_lies_in_quarantine_under_a_name_that_tells_nothing(receive, kept, actor):
    content = samples.jpeg()
    received = receive(content, "张三身份证.jpg")
    assert kept() == {"quarantine": 1, "clean": 0}
    assert received.state == State.RECEIVED
    assert received.digest == hashlib.sha256(content).hexdigest()
    assert (received.shown_name, received.uploader_id) == ("张三身份证.jpg", actor.account_id)
    assert "张三" not in received.key
    with storage.open_key(storage.QUARANTINE, received.key) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("合同 第1页.jpg", "合同 第1页.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\李\\scan.pdf", "scan.pdf"),
        ("..", "文件"),
        ("", "文件"),
        (None, "文件"),
        ("a\0b.jpg", "ab.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\u2066a\u2069\u200b.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: b.jpg", "aSet-Cookie: b.jpg"),
        ("长" * 300 + ".jpeg", "长" * (MOST - 6) + "….jpeg"),
    ],
)
def test_names_are_for_display_only(sent, shown):
    assert shown_name(sent) == shown
