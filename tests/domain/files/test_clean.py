"""From quarantine to clean copies through the real child: all or nothing, and only once."""

import io
from uuid import UUID

import pytest
from PIL import Image

from anzhu import words
from anzhu.files import actions, sandbox, storage
from anzhu.files.models import Received, State, StoredFile, Variant
from anzhu.kernel.errors import Refused
from tests.domain.files import samples

NOTHING = {"quarantine": 0, "clean": 0}


def test_a_photographed_page_becomes_three_clean_pictures(receive, kept, now):
    received = receive(samples.with_a_zip_behind(samples.jpeg_of_a_phone(6)))
    (page,) = actions.clean(received.pk, now=now)
    full = StoredFile.objects.get(pk=page.stored_id)
    assert (page.number, page.width, page.height) == (1, 400, 300)
    assert (full.purpose, full.media_type, full.width) == ("material", "image/jpeg", 400)
    assert set(full.variants.values_list("variant", flat=True)) == {"preview", "thumbnail"}
    assert set(page.measures) == {"light", "glare", "beyond", "cut_ink", "long_side"}
    assert kept() == {"quarantine": 0, "clean": 3}


def test_nothing_that_was_hidden_in_a_picture_is_left(receive, now):
    received = receive(samples.with_a_zip_behind(samples.jpeg_of_a_phone(6)))
    (page,) = actions.clean(received.pk, now=now)
    stored = StoredFile.objects.get(pk=page.stored_id)
    for variant in Variant:
        with actions.open_clean(stored, variant) as file:
            content = file.read()
        for trace in (samples.SECRET, b"Exif", b"PK\x03\x04", b"http://ns.adobe.com", b"GPS"):
            assert trace not in content
        assert content.endswith(b"\xff\xd9")
        assert not Image.open(io.BytesIO(content)).getexif()


def test_sizes_are_for_reading_looking_and_choosing(receive, now):
    (page,) = actions.clean(receive(samples.jpeg(6000, 4500)).pk, now=now)
    stored = StoredFile.objects.get(pk=page.stored_id)
    sizes = {}
    for variant in Variant:
        with actions.open_clean(stored, variant) as file:
            sizes[variant.value] = Image.open(file).size
    assert sizes == {"full": (3000, 2250), "preview": (1600, 1200), "thumbnail": (320, 240)}
    # Counted in the pixels of what was sent, not of what is kept; the bright half is the sheet.
    assert page.measures["long_side"] == pytest.approx(3000, abs=30)


def test_pages_of_a_pdf_come_in_order_with_their_codes(receive, now):
    first, second = samples.page_with_code("FORM 1"), samples.page_with_code("FORM 2")
    content = samples.saved(first, "PDF", save_all=True, append_images=[second.rotate(180)])
    pages = actions.clean(receive(content, "form.pdf").pk, now=now)
    assert [page.number for page in pages] == [1, 2]
    assert [[(code.text, code.turned) for code in page.codes] for page in pages] == [
        [("FORM 1", 0)],
        [("FORM 2", 180)],
    ]


def test_a_job_that_runs_twice_gives_the_same_pages(receive, kept, now):
    received = receive(samples.jpeg())
    first = actions.clean(received.pk, now=now)
    again = actions.clean(received.pk, now=now)
    assert again == first
    assert kept() == {"quarantine": 0, "clean": 3}
    assert isinstance(first[0].stored_id, UUID)


def test_of_two_workers_with_the_same_job_one_keeps_the_pages(receive, kept, now, monkeypatch):
    received = receive(samples.jpeg())
    keep = actions._keep_pages

    def after_the_twin(mine, outcome, *, now):
        keep(mine, outcome, now=now)
        return keep(mine, outcome, now=now)

    monkeypatch.setattr(actions, "_keep_pages", after_the_twin)
    (page,) = actions.clean(received.pk, now=now)
    assert StoredFile.objects.filter(of=None).get().pk == page.stored_id
    assert kept() == {"quarantine": 0, "clean": 3}


def test_only_pictures_are_kept_of_what_the_child_wrote(receive, kept, now, monkeypatch):
    received = receive(samples.jpeg())
    monkeypatch.setattr(sandbox.Outcome, "read", lambda outcome, name: b"<html>")
    with pytest.raises(sandbox.Broken):
        actions.clean(received.pk, now=now)
    assert Received.objects.get().state == State.RECEIVED
    assert kept() == {"quarantine": 1, "clean": 0}
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "refused_for"),
    [
        (samples.jpeg()[:4000], "cut.jpg", "file.damaged"),
        (b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "page.jpg", "file.damaged"),
        (samples.png_that_claims(60_000, 60_000), "flood.png", "file.too_many_pixels"),
        (samples.pdf_with_a_password(), "locked.pdf", "file.encrypted"),
        (samples.pdf(100), "book.pdf", "file.too_many_pages"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_of_it_is_kept(
    receive, kept, now, content, name, refused_for
):
    received = receive(content, name)
    with pytest.raises(Refused) as refused:
        actions.clean(received.pk, now=now)
    assert refused.value.codes == [refused_for]
    assert words.objection(refused.value.objections[0]).endswith("。")
    assert kept() == NOTHING
    assert not StoredFile.objects.exists()
    received.refresh_from_db()
    assert received.state == State.REFUSED
    with pytest.raises(Refused) as again:
        actions.clean(received.pk, now=now)
    assert again.value.objections == refused.value.objections


def test_a_page_too_many_for_its_slot_is_refused(receive, now):
    with pytest.raises(Refused) as refused:
        actions.clean(receive(samples.pdf(3)).pk, now=now, most_pages=2)
    assert dict(refused.value.objections[0].params) == {"pages": 3, "most": 2}


def test_a_child_without_memory_costs_one_file_and_not_the_worker(receive, kept, now, monkeypatch):
    little = sandbox.Bounds(memory=90 * 1024 * 1024)
    greedy = samples.saved(samples.picture(4000, 3000), "PNG")
    with monkeypatch.context() as short, pytest.raises(Refused) as refused:
        short.setattr(actions, "PAGES_BOUNDS", little)
        actions.clean(receive(greedy).pk, now=now)
    assert refused.value.codes == ["file.too_heavy"]
    assert kept() == NOTHING
    assert len(actions.clean(receive(samples.jpeg()).pk, now=now)) == 1


def test_an_upload_whose_bytes_are_gone_says_so(receive, now):
    received = receive(samples.jpeg())
    storage.delete(storage.QUARANTINE, received.key)
    with pytest.raises(Refused) as refused:
        actions.clean(received.pk, now=now)
    assert refused.value.codes == ["file.gone"]


def test_when_the_machine_fails_the_upload_waits_for_the_next_try(receive, kept, now, monkeypatch):
    received = receive(samples.jpeg())
    with monkeypatch.context() as broken:
        broken.setattr(actions, "PAGES_TRADE", "anzhu.files.absent")
        with pytest.raises(sandbox.Broken):
            actions.clean(received.pk, now=now)
    assert Received.objects.get().state == State.RECEIVED
    assert kept() == {"quarantine": 1, "clean": 0}
    assert len(actions.clean(received.pk, now=now)) == 1


@pytest.mark.parametrize("code", ["too_slow", "too_heavy", "gone", "empty", "type_unknown"])
def test_every_refusal_has_words(code):
    assert words.exists(f"objections.file.{code}")
