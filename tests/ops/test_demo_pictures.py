"""Nobody in the demonstration looks like anybody else, but for those two who share a picture."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations, islice

import numpy as np
import pytest
from PIL import Image

from anzhu.files import actions as files
from anzhu.files import prints
from anzhu.files.models import StoredFile
from anzhu.materials import repeats
from anzhu.materials.models import Found, Page
from anzhu.materials.repeats import bits_apart
from anzhu.ops.demo import cast, scans, world
from anzhu.rules.materials import Material
from anzhu.rules.repeats import MOST_BITS_APART
from tests.domain import factories
from tests.world import MONDAY

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PEOPLE = range(1, 41)
#: Saving a picture anew moves this many bits at most, in both of two pictures.
_CLEAR = MOST_BITS_APART.on(NOW.date()) + 2


def nearest(pictures: Iterable[StoredFile]) -> int:
    """In how many bits the two most similar of these pictures differ."""
    taken = []
    for one in pictures:
        with files.open_clean(one) as kept:
            grey = Image.open(BytesIO(kept.read())).convert("L")
        taken.append(bytes.fromhex(prints.fingerprint(np.asarray(grey))["fine"]))
    return min(bits_apart(one, other) for one, other in combinations(taken, 2))


@pytest.mark.django_db
def test_no_two_portraits_are_alike():
    person = factories.person()
    photos = [
        scans.photo_for(person.pk, seed, woman=seed % 2 == 0, now=NOW).portrait for seed in PEOPLE
    ]

    assert nearest(photos) > _CLEAR


@pytest.mark.django_db
def test_no_two_pictures_with_the_card_are_alike():
    assert nearest(scans.in_hand(seed, woman=seed % 2 == 0, now=NOW) for seed in PEOPLE) > _CLEAR


@pytest.mark.django_db
def test_of_a_whole_crowd_only_two_who_share_a_picture_are_noticed():
    builder = world.founded(MONDAY).builder
    builder.now = MONDAY
    employer = next(iter(builder.employers.values()))
    one, other, third = (builder.one_of(seed) for seed in islice(cast.crowd(), 3))
    builder.sharing = [one, other]
    cases = [
        builder.submitted(who, employer, MONDAY, own_form=False) for who in (one, other, third)
    ]
    folders = [case.folder_id for case in cases]
    pages = Page.objects.select_related("stored", "received", "folder")

    for page in pages.filter(folder_id__in=folders).order_by("pk"):
        repeats.look_at_page(page)

    noticed = Found.objects.filter(check_name=repeats.NAME).order_by("page__folder_id")
    assert [(row.page.folder_id, row.page.material, row.code) for row in noticed] == [
        (folders[0], Material.ID_IN_HAND, "same_picture"),
        (folders[1], Material.ID_IN_HAND, "same_picture"),
    ]
