"""New numbers rehearsed, published, and in force: `anzhu rehearse`, `anzhu rules`."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anzhu.audit.models import Entry
from anzhu.cases import actions as cases
from anzhu.cases import facts, opening, rehearsal
from anzhu.cases.models import Case, Dossier
from anzhu.kernel import clock
from anzhu.law import memory
from anzhu.law.models import Amendment
from anzhu.ops import cli
from anzhu.ops.commands import rehearse, rules
from anzhu.ops.demo import cast
from anzhu.ops.demo.builder import Somebody
from anzhu.ops.drafting import draft_in
from anzhu.people.models import Qualification
from anzhu.registrations.models import Registration
from anzhu.rules.dated import ENACTED
from anzhu.rules.facts import Kind
from tests.world import MONDAY, Story

FORTY = """
name = "forty"
starts = 2026-12-01
source = "应急〔2026〕3号"

[EDUCATION_HOURS]
value = 40
clause = "4.2.4"
"""
#: qualifications, registrations, what is undecided, bans, hours
PER_PART = 5
Says = Callable[..., tuple[int, str]]


@pytest.fixture
def says(db: None, capsys: pytest.CaptureFixture[str]) -> Says:
    """Run `anzhu rehearse …` or `anzhu rules …` on a Monday; the exit code and what was said."""

    def run(module: object, *arguments: object) -> tuple[int, str]:
        parser = cli.argparse.ArgumentParser()
        module.configure(parser)  # type: ignore[attr-defined]
        with clock.at(MONDAY):
            code = module.run(parser.parse_args([str(one) for one in arguments]))  # type: ignore[attr-defined]
        memory.look()
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.toml"
    path.write_text(FORTY, encoding="utf-8")
    return path


@pytest.fixture
def story(db: None) -> Story:
    return Story()


def an_old_certificate(who: Somebody) -> None:
    """Obtained in 2016: an initial registration is overdue, and hours are asked for."""
    Qualification.objects.filter(name=who.name).update(obtained=date(2016, 10, 12), category="")


@pytest.fixture
def three(story: Story) -> dict[str, Case]:
    """Submitted and overdue; a draft that is overdue; a draft that is not."""
    found = {"submitted": story.submitted()}
    an_old_certificate(story.lin)
    for place, name in enumerate(("丹枫", "初晴")):
        who = story.builder.engineer(
            name,
            id_number=cast.id_number(date(1985, 6, 1), 300 + 2 * place, woman=False),
            email=f"draft{place}@example.org",
            phone=f"1390000000{place}",
        )
        found[name] = opening.open_application(kind=Kind.INITIAL, actor=who.actor, now=MONDAY)
        if name == "丹枫":
            an_old_certificate(who)
    return found


def everything() -> tuple[object, ...]:
    return (
        list(Case.objects.order_by("pk").values()),
        list(Dossier.objects.order_by("pk").values()),
        Amendment.objects.count(),
        Entry.objects.count(),
    )


def test_a_rehearsal_names_exactly_those_who_differ_and_how(
    says: Says, three: dict[str, Case], draft: Path
) -> None:
    code, said = says(rehearse, "--rules", draft, "--json")
    report = json.loads(said)
    assert code == 1
    assert report["counts"] == {
        "drafts": 2,
        "submitted": 1,
        "holders": 0,
        "unknown": 0,
        "treated_differently": 1,
        "keeping_their_rules": 1,
    }
    (differs,), (keeps,) = report["treated_differently"], report["keeping_their_rules"]
    assert (differs["who"], differs["judged_on"]) == (three["丹枫"].ref, "2026-12-01")
    assert (keeps["who"], keeps["judged_on"]) == (three["submitted"].ref, "2026-11-16")
    for one in (differs, keeps):
        told = {row["what"]: (row["before"], row["after"]) for row in one["differences"]}
        assert told["hours_required"] == (48.0, 40.0)
        assert [row["need"] for row in told["objections"][1]] == [40.0]
        assert set(told) == {"hours_required", "objections"}


def test_a_rehearsal_writes_nothing(says: Says, three: dict[str, Case], draft: Path) -> None:
    before = everything()
    says(rehearse, "--rules", draft, "--holders")
    assert everything() == before


def test_as_a_table_it_says_the_same_in_words(
    says: Says, three: dict[str, Case], draft: Path
) -> None:
    _, said = says(rehearse, "--rules", draft)
    assert "已试算：草稿 2 件，已提交 1 件" in said
    assert "将受影响：1" in said
    assert "需要学时：48 → 40" in said
    assert "需要 40 学时，还差 40 学时" in said
    assert three["丹枫"].ref in said
    assert three["初晴"].ref not in said
    assert three["丹枫"].person.name not in said


def test_holders_are_looked_at_when_asked_for(says: Says, story: Story, draft: Path) -> None:
    Registration.objects.create(
        person=story.lin.person,
        number="37220000001",
        category="chemical",
        employer_name="齐鲁安泰化工股份有限公司",
        employer_uscc="91370100MA3C1234XA",
        granted_on=date(2022, 6, 1),
        valid_from=date(2022, 6, 1),
        valid_until=date(2027, 5, 31),
        case_ref="22AAAAAAAA",
    )
    code, said = says(rehearse, "--rules", draft, "--holders", "--json")
    report = json.loads(said)
    assert (code, report["counts"]["holders"]) == (1, 1)
    found = {(one["who"], one["kind"]) for one in report["treated_differently"]}
    assert found == {("37220000001", "renewal"), ("37220000001", "re_registration")}
    assert says(rehearse, "--rules", draft)[0] == 0


def test_so_many_at_a_time_are_read_at_once(
    three: dict[str, Case], draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of reads grows with the parts, not with the applications in them."""
    changed = draft_in(draft)
    assert changed is not None

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            report = rehearsal.rehearse(changed, now=MONDAY)
        assert report.drafts + report.submitted == len(three)
        return len(queries)

    whole = asked()
    monkeypatch.setattr(rehearsal, "CHUNK", 1)
    assert asked() == whole + (len(three) - 1) * PER_PART


def test_a_draft_that_reaches_nobody_ends_with_nought(
    says: Says, three: dict[str, Case], tmp_path: Path
) -> None:
    path = tmp_path / "none.toml"
    path.write_text(FORTY.replace("[EDUCATION_HOURS]\nvalue = 40", "[LAWSUIT_MONTHS]\nvalue = 7"))
    code, said = says(rehearse, "--rules", path)
    assert (code, "将受影响：0" in said) == (0, True)


def test_clocks_and_materials_are_compared_too(
    says: Says, three: dict[str, Case], tmp_path: Path
) -> None:
    path = tmp_path / "clocks.toml"
    path.write_text(
        'starts = 2026-12-01\nsource = "x"\n[CORRECTION_DAYS]\nvalue = 20\nclause = "R12"\n'
        '[APPLICATION_FORM_PAGES]\nvalue = 3\nclause = "2.7"\n'
        '[COMPLETENESS_WORKING_DAYS]\nvalue = 3\nclause = "R12"\n'
    )
    _, said = says(rehearse, "--rules", path, "--json")
    for one in json.loads(said)["treated_differently"]:
        told = {row["what"]: (row["before"], row["after"]) for row in one["differences"]}
        assert told["correct_by"] == ("2026-12-31", "2026-12-21")
        assert told["form_pages"] == (2, 3)
        assert told["accept_by"] == ("2026-12-08", "2026-12-04")


@pytest.mark.parametrize("module", [rehearse, rules])
def test_what_cannot_be_read_is_named_line_by_line(
    says: Says, tmp_path: Path, module: object
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("starts = 2026-12-01\n[EDUCATION_HOUR]\nvalue = 40\n", encoding="utf-8")
    before = ("--rules", path) if module is rehearse else ("publish", path)
    code, said = says(module, *before)
    assert code == 2
    assert "第 1 行：缺少依据文件" in said
    assert "第 2 行：“EDUCATION_HOUR”不是规则参数，最接近的是：EDUCATION_HOURS" in said
    assert says(module, *before[:1], tmp_path / "no.toml")[0] == 2
    assert Amendment.objects.count() == 0


def test_published_it_is_in_force_from_its_day_and_who_filed_before_keeps_48(
    says: Says, three: dict[str, Case], draft: Path
) -> None:
    assert says(rules, "publish", draft)[0] == 0
    submitted = Case.objects.get(pk=three["submitted"].pk)
    later = date(2027, 3, 1)
    (kept,) = facts.eligibility_of(submitted, submitted.dossier, later)
    assert (submitted.rule_set, kept.params["need"]) == (ENACTED.name, 48.0)
    drafted = Case.objects.get(pk=three["丹枫"].pk)
    needs = [
        facts.eligibility_of(drafted, drafted.dossier, on)[0].params["need"]
        for on in (date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert needs == [48.0, 40.0]
    on_time = three["初晴"]
    story_said = facts.eligibility_of(on_time, on_time.dossier, later)
    assert story_said == ()


def test_what_is_filed_afterwards_is_filed_under_the_new_set(
    says: Says, story: Story, draft: Path
) -> None:
    says(rules, "publish", draft)
    before = story.submitted(MONDAY)
    assert before.rule_set == ENACTED.name
    cases.withdraw(case_id=before.pk, key="w", actor=story.lin.actor, now=MONDAY)
    after = story.submitted(clock.noon(date(2026, 12, 1)))
    assert (after.rule_set, after.revisions.get().rule_set) == ("forty", "forty")


def test_published_sets_are_listed_and_none_is_published_or_rehearsed_twice(
    says: Says, draft: Path
) -> None:
    says(rules, "publish", draft)
    code, said = says(rules, "list")
    assert code == 0
    assert "forty\t2026-12-01\t应急〔2026〕3号" in said
    assert "48 学时 → 40 学时" in said
    assert says(rules, "publish", draft)[0] == 1
    code, said = says(rehearse, "--rules", draft)
    assert (code, "已经存在" in said) == (2, True)


def test_a_start_in_the_past_is_published_only_with_a_reason(says: Says, tmp_path: Path) -> None:
    path = tmp_path / "late.toml"
    path.write_text(FORTY.replace("2026-12-01", "2026-11-01"), encoding="utf-8")
    code, said = says(rules, "publish", path)
    assert (code, "早于今天" in said, Amendment.objects.count()) == (1, True, 0)
    assert says(rules, "publish", path, "--because", "文件迟到")[0] == 0
    assert Amendment.objects.get().in_force_from == date(2026, 11, 16)
