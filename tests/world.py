"""The people of the stories, and one-line ways to bring a case to where a story begins.

The same builder makes the demonstration. Pictures are plain sheets here: what is on them is tested
where pictures are.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from anzhu.cases import actions as cases
from anzhu.cases import queries
from anzhu.cases.models import Case
from anzhu.kernel import clock
from anzhu.ops.demo import world as demo
from anzhu.ops.demo.builder import Builder, Somebody
from anzhu.ops.demo.world import World
from anzhu.organisations.models import Employer
from anzhu.reviews import actions as reviews
from anzhu.rules.facts import Opinion

QILU = "齐鲁安泰化工股份有限公司"
#: A Monday without holidays around it.
MONDAY = datetime.fromisoformat("2026-11-16T02:00:00+00:00")
UNMET: Mapping[str, tuple[str, str]] = {
    "form.stamp": ("stamp.illegible", "印章看不清"),
    "id_in_hand.recognisable": ("id_in_hand.text", "证件文字反光"),
}

#: one row of what was done in the period (4.2.3)
WORK: Mapping[str, str] = {
    "start": "2025-03-01",
    "until": "2025-04-30",
    "place": "一号装置区",
    "subject": "一号装置",
    "content": "组织危险与可操作性分析，提出整改建议十二条",
    "part": "负责人",
    "result": "全部整改完成并通过验收",
}


class Story:
    """Who takes part in a story; verbs take the case and the moment."""

    def __init__(self) -> None:
        self.world: World = demo.founded(MONDAY, pictures=False)
        self.builder: Builder = self.world.builder
        self.lin = self._somebody(self.world.lin)
        self.zhou = self.world.staff["周明"]
        self.xu = self.world.staff["许峰"]
        self.chen = self.world.staff["陈静"]
        self.sun = self.world.staff["孙立"]
        self.wang = self.world.staff["王磊"]
        self.zhao = self.world.staff["赵敏"]

    @property
    def qilu(self) -> Employer:
        return self.builder.employers[QILU]

    def submitted(self, at: datetime = MONDAY, of: Somebody | None = None) -> Case:
        """林岚's complete application, submitted to 山东."""
        return self.builder.submitted(of or self.lin, self.qilu, at)

    def returned(self, at: datetime = MONDAY) -> Case:
        """Sent back for two items, the day after it came in."""
        case = self.submitted(at)
        then = at + timedelta(days=1)
        self.builder.judge(case, self.zhou, then, UNMET)
        return reviews.return_case(case_id=case.pk, key="return", actor=self.zhou.actor, now=then)

    def sends_back(self, case: Case, at: datetime) -> Case:
        """Returned once more; what was visible before is explained."""
        return reviews.return_case(
            case_id=case.pk,
            key=f"return {at}",
            override="第一次未发现",
            actor=self.zhou.actor,
            now=at,
        )

    def passed(self, at: datetime = MONDAY) -> Case:
        """Found complete by the agency."""
        case = self.submitted(at)
        then = at + timedelta(days=1)
        self.builder.judge(case, self.zhou, then, {})
        return reviews.pass_case(case_id=case.pk, key="pass", actor=self.zhou.actor, now=then)

    def forwarded(self, at: datetime = MONDAY) -> Case:
        """In the centre's queue."""
        case = self.passed(at)
        then = at + timedelta(days=2)
        reviews.forward(case_ids=[case.pk], key="forward", actor=self.xu.actor, now=then)
        return self.fresh(case)

    def concluded(self, at: datetime = MONDAY) -> Case:
        """Waiting for the ministry, with the centre in favour."""
        case = self.forwarded(at)
        then = at + timedelta(days=3)
        reviews.claim(case_id=case.pk, actor=self.chen.actor, now=then)
        return reviews.conclude(
            case_id=case.pk,
            key="conclude",
            opinion=Opinion.AGREE,
            actor=self.chen.actor,
            now=then,
        )

    def resubmitted(self, case: Case, at: datetime) -> Case:
        """Corrected and handed in again."""
        return cases.submit(case_id=case.pk, key=f"again {at}", actor=self.lin.actor, now=at)

    def fresh(self, case: Case) -> Case:
        """As the database has it now."""
        return Case.objects.get(pk=case.pk)

    def told(self, case: Case) -> list[str]:
        """The steps taken so far."""
        return queries.story(case)

    @staticmethod
    def day(at: datetime) -> str:
        """A moment's day in Shanghai, as text."""
        return clock.day(at).isoformat()

    @staticmethod
    def _somebody(found: Somebody | None) -> Somebody:
        if found is None:
            raise LookupError("the world has no 林岚")
        return found
