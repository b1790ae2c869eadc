"""The pages of a request (clauses 5–7) in every state; what is refused leaves nothing changed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anzhu import words
from anzhu.audit.models import Entry
from anzhu.cases.models import Act, Case, Dossier
from anzhu.kernel import clock
from anzhu.materials.models import Page
from anzhu.notices.models import Notice
from anzhu.ops.demo import cast, drawing, short_tracks
from anzhu.photos.models import Photo
from anzhu.reviews import actions as reviews
from anzhu.reviews import short_tracks as centre
from anzhu.rules.facts import Kind, Reason
from tests import short
from tests.domain.files import samples
from tests.short import DAY, LATER
from tests.web.visitors import Visitor
from tests.world import Story

pytestmark = pytest.mark.django_db
THEN = LATER + 2 * DAY
NEW = cast.id_number(date(1990, 3, 18), 321, woman=True)


@pytest.fixture
def story() -> Story:
    told = Story()
    short.registered(told)
    return told


@pytest.fixture
def lin(story: Story) -> Client:
    """林岚 at her own door, on the day of the stories."""
    with clock.at(THEN):
        visitor = Visitor(story.lin.account.pk, story.lin.account.email, Client())
        assert visitor.gives_password(cast.PASSWORD) == 303
        yield visitor.client


def at(case: Case, part: str = "") -> str:
    return f"/apply/requests/{case.ref}/{part}"


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def draft(lin: Client, kind: str) -> Case:
    lin.post(f"/apply/requests/start/{kind}", {"once": kind})
    return Case.objects.order_by("-pk")[0]


def state() -> tuple[object, ...]:
    """Everything that a refusal must leave as it was."""
    return (
        list(Case.objects.order_by("pk").values()),
        Act.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
        Page.objects.count(),
    )


@pytest.mark.parametrize("kind", ["reissue", "cancellation", "other_matters"])
def test_a_new_one_says_what_it_takes_and_refuses_whole_until_that_is_there(lin, kind):
    case = draft(lin, kind)
    shown = page(lin, at(case))
    assert "一、填写申请" in shown and "还需要：" in shown
    before = state()
    answer = lin.post(at(case, "submit"), {"once": "s"})
    assert answer.status_code == 422
    assert "需要修改" in answer.content.decode()
    assert state() == before


def test_the_photo_of_a_reissue_is_cut_turned_and_chosen_with_the_tool_of_step_two(lin, jobs):
    case = draft(lin, "reissue")
    tool = f"/apply/cases/{case.ref}/photo"
    assert f'href="{tool}"' in page(lin, at(case))
    sent = SimpleUploadedFile("me.jpg", drawing.portrait(3, woman=True), "image/jpeg")
    waiting = lin.post(tool, {"file": sent}).headers["Location"]
    jobs()
    shown = page(lin, waiting)
    assert "data-photo-editor" in shown
    assert f'href="{at(case)}#photo">返回补办申请</a>' in shown

    first = Photo.objects.latest("created_at")
    moved = lin.post(f"{tool}/recut", {"photo": first.pk, "nudge": "closer"})
    nearer = Photo.objects.exclude(pk=first.pk).latest("created_at")
    assert f"photo={nearer.pk}" in moved.headers["Location"]
    # Cut once more, and thought better of.
    lin.post(f"{tool}/recut", {"photo": nearer.pk, "nudge": "clockwise"})
    assert Dossier.objects.get(case=case).photo_id is None
    used = lin.post(f"{tool}/use", {"photo": nearer.pk})

    assert used.headers["Location"] == f"{at(case)}#photo"
    assert Dossier.objects.get(case=case).photo_id == nearer.pk
    assert f'src="{tool}/{nearer.pk}.jpg"' in page(lin, at(case))
    assert lin.get(f"{tool}/{nearer.pk}.jpg").status_code == 200


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("reissue", {"sheet": "certificate", "why": "lost"}),
        ("cancellation", {"text": "不再执业", "understood": "on"}),
    ],
)
def test_the_form_goes_to_its_slot_by_its_code_and_its_back_may_be_the_copy_of_the_card(
    lin, jobs, kind, said
):
    case = draft(lin, kind)
    lin.post(at(case, "save"), {"agency": "SD", "phone": "13900000020", **said})
    printed = lin.post(at(case, "print"), {"once": "p"})
    pdf = lin.get(printed.headers["Location"]).content
    sent = SimpleUploadedFile("扫描.pdf", pdf, "application/pdf")
    lin.post(at(case, "materials/id_copy/upload"), {"once": "u", "file": sent})
    jobs()

    lying = Page.objects.filter(folder=case.folder_id, removed_at=None).order_by("pk")
    assert [(one.state, one.material, one.position, one.dropped_on) for one in lying] == [
        ("ready", f"{kind}_form", 1, "id_copy"),
        ("ready", "id_copy", 2, ""),
    ]
    shown = page(lin, at(case))
    assert "上传时在“身份证复印件”一栏" in shown
    form = words.text(f"materials.{kind}_form.name")
    assert f"上传到这里的文件是“{form}”第 1 页" in shown


@pytest.mark.parametrize("kind", ["cancellation", "other_matters"])
def test_what_bears_no_photo_has_no_photo_tool(lin, kind):
    case = draft(lin, kind)
    before = Photo.objects.count()
    tool = f"/apply/cases/{case.ref}/photo"
    assert lin.get(tool).status_code == 404
    sent = SimpleUploadedFile("me.jpg", drawing.portrait(3, woman=True), "image/jpeg")
    assert lin.post(tool, {"file": sent}).status_code == 404
    assert Photo.objects.count() == before


def test_what_is_typed_wrongly_is_kept_and_said_at_its_field(lin):
    case = draft(lin, "reissue")
    answer = lin.post(at(case, "save"), {"phone": "12", "text": "遗失说明", "why": "lost"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "手机号" in shown and "遗失说明" in shown and 'value="12"' in shown


def test_a_script_gets_the_slot_and_what_is_still_lacking(lin, jobs):
    """The same door as without a script: progress there, a page here."""
    case = draft(lin, "other_matters")
    where = at(case, "materials/evidence/upload")
    script = {"headers": {"X-Behaviour": "upload"}}
    empty = lin.post(where, {"once": "0"}, **script).content.decode()
    assert "field-error" in empty and 'id="slot-evidence"' in empty
    assert not Page.objects.filter(folder=case.folder).exists()

    file = SimpleUploadedFile("证明.jpg", samples.jpeg())
    answer = lin.post(where, {"once": "1", "file": file}, **script)
    fragment = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in fragment
    assert 'id="slot-evidence"' in fragment and 'id="lacking"' in fragment
    assert 'hx-get="' in fragment  # asks for news while the file is being checked
    jobs()
    settled = page(lin, at(case, "materials/evidence"))
    assert "hx-get" not in settled and "thumbnail.jpg" in settled

    plain = SimpleUploadedFile("证明2.jpg", samples.jpeg())
    answer = lin.post(where, {"once": "2", "file": plain})
    assert answer.headers["Location"].endswith("#slot-evidence")


def test_handed_in_it_is_read_and_may_be_withdrawn_with_a_reason(story, lin):
    case = short.online(story, Kind.REISSUE)
    shown = page(lin, at(case))
    assert "现在由" in shown and "已提交的材料" in shown and "一、填写申请" not in shown
    assert "撤回申请" in shown
    before = state()
    assert lin.post(at(case, "submit"), {"once": "x"}).status_code == 409
    assert state() == before
    lin.post(at(case, "withdraw"), {"once": "w"})
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert "已撤回" in page(lin, at(case))


def test_a_question_is_answered_on_the_page(story, lin):
    case = short.online(story, Kind.OTHER_MATTERS, wanted=NEW)
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=LATER + DAY)
    centre.ask(
        case_id=case.pk, key="q", note="请补充盖章的证明", actor=story.chen.actor, now=LATER + DAY
    )
    assert "办理单位有问题" in page(lin, at(case)) and "请补充盖章的证明" in page(lin, at(case))
    before = state()
    assert lin.post(at(case, "reply"), {"once": "r", "reply": ""}).status_code == 422
    assert state() == before
    assert lin.post(at(case, "reply"), {"once": "r", "reply": "已补充"}).status_code == 303
    case.refresh_from_db()
    assert case.status == "final_review"
    assert "已补充" in page(lin, at(case))


def test_a_refusal_says_the_reasons_and_what_else_can_be_done(story, lin):
    case = short.forwarded(story, short.online(story, Kind.REISSUE))
    reviews.claim(case_id=case.pk, actor=story.chen.actor, now=THEN)
    why = [Reason(item="request", code="refuse.not_proved", note="")]
    centre.decline(
        case_id=case.pk, key="d", reasons=why, note="材料不能证明", actor=story.chen.actor, now=THEN
    )
    shown = page(lin, at(case))
    assert "不予办理的理由" in shown and "材料不能证明" in shown
    assert "撤回申请" not in shown


def test_when_it_is_done_the_page_says_so(story, lin):
    case = short.forwarded(story, short.online(story, Kind.CANCELLATION))
    short_tracks.confirmed(case, story.chen, THEN)
    assert "已注销" in page(lin, at(case)) or "已办结" in page(lin, at(case))


def test_the_page_takes_a_fixed_number_of_queries(story, lin, django_assert_max_num_queries):
    one = short.online(story, Kind.OTHER_MATTERS, wanted=NEW)
    lin.get(at(one))
    with django_assert_max_num_queries(22):
        page(lin, at(one))
    for _ in range(4):
        story.builder.lay(one, "evidence", THEN)
    with django_assert_max_num_queries(22):
        page(lin, at(one))


def test_nobody_else_learns_of_it(story, lin):
    case = short.online(story, Kind.REISSUE)
    other = story.builder.engineer(
        "方晴", id_number=cast.id_number(THEN.date().replace(year=1990), 9, woman=True),
        email="f@example.org", phone="13800009999",
    )  # fmt: skip
    visitor = Visitor(other.account.pk, other.account.email, Client())
    assert visitor.gives_password(cast.PASSWORD) == 303
    for part in ("", "receipt.pdf", "withdraw"):
        assert visitor.client.get(at(case, part)).status_code == 404
