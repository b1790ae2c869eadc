"""The frame of a portrait: around the face, inside the picture, in the profile's shape."""

import pytest

from anzhu.photos.crop import (
    HEAD_PER_FACE,
    Box,
    Cut,
    Frame,
    bounded,
    fitted,
    from_shares,
    nudged,
    proposed,
    turned,
    within,
)

FRAME = Frame(295, 413, head=0.64, eyes=0.45)


def shape(box: Box) -> float:
    return box.width / box.height


@pytest.mark.parametrize(
    ("face", "picture"),
    [
        (Box(1300, 900, 900, 900), (3000, 4000)),
        (Box(200, 100, 400, 400), (3000, 2250)),
        (Box(2500, 1700, 400, 400), (3000, 2250)),
        (Box(0, 0, 1900, 1900), (2000, 2000)),
        (Box(100, 100, 40, 40), (300, 420)),
    ],
    ids=["middle", "corner", "other corner", "close", "just large enough"],
)
def test_a_proposed_frame_lies_inside_and_has_the_right_shape(face, picture):
    box = proposed(face, face.top + face.height * 0.4, picture, FRAME)
    assert 0 <= box.left <= box.left + box.width <= picture[0]
    assert 0 <= box.top <= box.top + box.height <= picture[1]
    assert shape(box) == pytest.approx(FRAME.ratio, rel=0.01)


def test_with_room_all_round_head_and_eyes_are_where_the_profile_wants_them():
    face = Box(1300, 1200, 600, 600)
    box = proposed(face, 1440, (3000, 4000), FRAME)
    assert face.height * HEAD_PER_FACE / box.height == pytest.approx(0.64, abs=0.01)
    assert (1440 - box.top) / box.height == pytest.approx(0.45, abs=0.01)
    assert box.left + box.width / 2 == pytest.approx(1600, abs=1)


def test_a_picture_that_was_cut_already_stays_whole():
    assert proposed(Box(120, 200, 350, 350), 340, (590, 826), FRAME) == Box(0, 0, 590, 826)


def test_a_picture_of_the_right_shape_whose_head_is_too_low_is_cut_all_the_same():
    face = Box(120, 320, 260, 260)
    frame = proposed(face, 430.0, (500, 700), FRAME)
    assert frame.height < 700
    assert abs((430 - frame.top) / frame.height - FRAME.eyes) < abs(430 / 700 - FRAME.eyes)


def test_a_small_head_does_not_make_the_frame_smaller_than_the_print():
    box = proposed(Box(400, 400, 100, 100), 440, (1000, 1000), FRAME)
    assert (box.width, box.height) == (295, 413)


@pytest.mark.parametrize(
    ("direction", "moved"),
    [
        ("up", (0, -12, 0)),
        ("down", (0, 12, 0)),
        ("left", (-9, 0, 0)),
        ("right", (9, 0, 0)),
        ("closer", (9, 12, -25)),
        ("wider", (-9, -12, 25)),
    ],
)
def test_each_button_moves_the_frame_a_little(direction, moved):
    before = Box(300, 300, 295, 413)
    after, turn = nudged(before, direction, (1000, 1200), FRAME, 0.0)
    change = (after.left - before.left, after.top - before.top, after.height - before.height)
    assert change == pytest.approx(moved, abs=1)
    assert turn == 0.0


def test_at_the_edge_nothing_moves():
    whole = Box(0, 0, 590, 826)
    for direction in ("up", "down", "left", "right", "wider"):
        assert nudged(whole, direction, (590, 826), FRAME, 0.0) == (whole, 0.0)


@pytest.mark.parametrize(
    ("direction", "turn", "after"),
    [
        ("clockwise", 0.0, 0.5),
        ("anticlockwise", 0.0, -0.5),
        ("clockwise", -0.5, 0.0),
        ("clockwise", 14.5, 15.0),
        ("clockwise", 15.0, 15.0),
        ("anticlockwise", -15.0, -15.0),
        ("left", 3.5, 3.5),
        ("closer", -2.0, -2.0),
    ],
)
def test_a_button_turns_by_half_a_degree_and_no_further_than_fifteen(direction, turn, after):
    assert nudged(Box(300, 300, 295, 413), direction, (1000, 1200), FRAME, turn).turn == after


@pytest.mark.parametrize("turn", ["clockwise", "anticlockwise"])
def test_what_a_turn_took_from_the_frame_comes_back_when_it_is_turned_back(turn):
    picture, back = (590, 826), {"clockwise": "anticlockwise", "anticlockwise": "clockwise"}[turn]
    cut = Cut(Box(20, 10, 560, 784))
    for _ in range(30):
        cut = nudged(cut.box, turn, picture, FRAME, cut.turn)
    assert within(cut.box, picture, FRAME, cut.turn).height < 650
    for _ in range(30):
        cut = nudged(cut.box, back, picture, FRAME, cut.turn)
    assert cut == Cut(Box(20, 10, 560, 784))
    assert within(cut.box, picture, FRAME, cut.turn) == cut.box


def test_whoever_moves_a_turned_frame_goes_on_from_what_is_left_of_it():
    picture, put = (590, 826), Box(0, 0, 590, 826)
    left = within(put, picture, FRAME, 10.0)
    assert nudged(put, "wider", picture, FRAME, 10.0) == (put, 10.0)
    closer = nudged(put, "closer", picture, FRAME, 10.0)
    assert closer.box.height == pytest.approx(left.height * 0.94, abs=1)
    assert nudged(closer.box, "anticlockwise", picture, FRAME, 10.0) == (closer.box, 9.5)


def test_with_room_all_round_a_turn_leaves_the_frame_where_it_is():
    box = Box(300, 300, 295, 413)
    assert nudged(box, "clockwise", (1000, 1200), FRAME, 14.5).box == box


@pytest.mark.parametrize("turn", [-15.0, -0.5, 0.5, 7.5, 15.0])
@pytest.mark.parametrize("at", [(0, 0), (590, 826), (295, 413), (0, 826)])
@pytest.mark.parametrize("height", [413, 700, 2000])
def test_a_turned_frame_has_all_its_corners_inside_the_picture(turn, at, height):
    box = fitted(*at, height, (590, 826), FRAME, turn)
    corners = [(box.left + x, box.top + y) for x in (0, box.width) for y in (0, box.height)]
    for x, y in (turned(*corner, box, -turn) for corner in corners):
        assert 0 < x < 590
        assert 0 < y < 826
    assert shape(box) == pytest.approx(FRAME.ratio, rel=0.01)
    assert box.height <= height


@pytest.mark.parametrize(
    ("asked", "kept"), [(0.0, 0.0), (0.3, 0.5), (-0.2, 0.0), (14.9, 15.0), (-40.0, -15.0)]
)
def test_a_turn_is_kept_in_half_degrees(asked, kept):
    assert bounded(asked) == kept


def test_a_drawn_frame_is_never_stretched():
    box = from_shares((0.1, 0.1, 0.9, 0.5), (1000, 1000), FRAME)
    assert shape(box) == pytest.approx(FRAME.ratio, rel=0.01)
    assert box.height == 500


def test_a_frame_from_nowhere_is_brought_back():
    assert fitted(-500, 9000, 400, (1000, 1000), FRAME) == Box(0, 600, 286, 400)
