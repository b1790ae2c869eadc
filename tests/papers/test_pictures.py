"""The drawn world: forms as telephones see them, and faces that a detector finds."""

from datetime import date

import cv2
import numpy as np
import pytest

from anzhu.ops.demo.drawing import Filled, contract, id_in_hand, photographed, portrait
from anzhu.papers import codes
from anzhu.papers.forms import application_form
from tests.papers.reading import page_count, qr_codes
from tests.papers.samples import EMPLOYER, FORM, KEY

BY = Filled("林晓岚", EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1))


def seen(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)


def faces(jpeg: bytes) -> int:
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_alt2.xml")
    return len(cascade.detectMultiScale(seen(jpeg), 1.1, 4, minSize=(80, 80)))


@pytest.mark.parametrize("seed", range(12))
def test_a_portrait_shows_one_face(seed):
    assert faces(portrait(seed)) == 1


def test_a_portrait_follows_from_its_seed():
    assert portrait(3) == portrait(3)
    assert portrait(3) != portrait(4)


@pytest.mark.parametrize(
    ("page", "bad"),
    [
        (1, {}),
        (2, {}),
        (1, {"sideways": True}),
        (2, {"perspective": 0.08, "shadow": 0.45, "noise": 8.0, "blur": 1.2}),
    ],
)
def test_a_photographed_page_still_tells_what_it_is(page, bad):
    pdf = application_form(FORM, key=KEY)
    (text,) = qr_codes(seen(photographed(pdf, page, BY, seed=1, **bad)))
    assert codes.read_form_payload(text, key=KEY) == codes.FormCode(FORM.ref, page, FORM.version)


def test_a_seal_is_red_and_only_where_it_was_pressed():
    pdf = application_form(FORM, key=KEY)

    def red(jpeg: bytes) -> float:
        blue, green, red = cv2.split(
            cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).astype(int)
        )
        return float(((red - green > 70) & (red - blue > 70)).mean())

    assert red(photographed(pdf, 2, BY, seed=1)) > 0.002
    assert red(photographed(pdf, 2, BY, seed=1, stamped=False)) < 0.0002


def test_a_card_in_hand_shows_the_person_and_the_card():
    assert faces(id_in_hand(8, "林晓岚", woman=True)) >= 1


def test_a_contract_has_two_pages():
    made = contract(8, "林晓岚", EMPLOYER, since=date(2019, 9, 1))
    assert page_count(made) == 2
    assert made == contract(8, "林晓岚", EMPLOYER, since=date(2019, 9, 1))
