"""What the gallery shows: each component in its states, with invented facts."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from anzhu.kernel import clock
from anzhu.rules.facts import Status
from anzhu.web.shared.forms import Form


class Example(Form):
    """Every kind of field."""

    name = forms.CharField(label="姓名", help_text="与身份证上的姓名一致")
    code = forms.CharField(label="统一社会信用代码", help_text="18 位")
    kind = forms.ChoiceField(
        label="单位类型", choices=[("", "请选择"), ("a", "企业"), ("b", "事业单位")]
    )
    retired = forms.ChoiceField(
        label="是否退休人员", choices=[("y", "是"), ("n", "否")], widget=forms.RadioSelect
    )
    hours = forms.DecimalField(label="学时", required=False)
    agreed = forms.BooleanField(label="我承诺以上内容真实")


TASKS = (
    ("选择初审机构", "done", "已完成", "", "/"),
    ("个人基本信息、证件照", "done", "已完成", "", "/"),
    ("注册类别", "done", "已完成", "无需选择：证书只有一个类别", "/"),
    ("聘用单位信息", "started", "填写中", "", "/"),
    ("继续教育", "done", "本次不需要", "首次注册且未逾期", "/"),
    ("工作经历", "todo", "未开始", "", "/"),
    ("打印申请表", "problem", "有问题", "打印后内容已修改，请重新打印（版本 3）", "/"),
    ("上传申请表和材料", "blocked", "暂不能开始", "先完成第 7 步", ""),
    ("核对并提交", "blocked", "暂不能开始", "", ""),
)
STATIONS = (
    ("已提交", "done", "3月1日"),
    ("初审", "done", "3月18日"),
    ("终审", "here", "中国安全生产科学研究院"),
    ("部批准", "ahead", ""),
    ("制证", "ahead", ""),
    ("寄送", "ahead", ""),
    ("领取", "ahead", ""),
)
FACTS = (
    ("聘用单位", "青岛示范化工有限公司", "/"),
    ("注册类别", "化工安全", "/"),
    ("身份证号", "3702**********0017"),
    ("备注", ""),
)
ROWS = (
    (("26K7M3Q9X2", "/"), "林*", "初始", "青岛示范化工有限公司", "3月1日"),
    (("26P4B8T1Z6", "/"), "周*文", "初始", "海西港务（示范）集团有限公司", "3月2日"),
)


def everything(now: datetime) -> dict[str, Any]:
    """The context of the gallery page."""
    today = clock.day(now)
    return {
        "statuses": [str(status) for status in Status],
        "blank": Example(),
        "wrong": Example({"name": "", "code": "91370200"}),
        "tasks": [
            SimpleNamespace(number=at, title=title, state=state, text=text, note=note, url=url)
            for at, (title, state, text, note, url) in enumerate(TASKS, start=1)
        ],
        "stations": [
            SimpleNamespace(text=text, state=state, note=note) for text, state, note in STATIONS
        ],
        "facts": FACTS,
        "heads": ("编号", "姓名", "类型", "单位", "提交"),
        "rows": ROWS,
        "choices": (("y", "是", "属于建筑施工、道路运输等行业"), ("n", "否"), ("u", "不清楚")),
        "far": today + timedelta(days=40),
        "near": today + timedelta(days=3),
        "over": today - timedelta(days=2),
        "slots": _slots(),
        "typed": [("审核意见", "合同的公章名称与聘用单位不一致")],
        "page": SimpleNamespace(before="a", after=None),
    }


def _slots() -> list[SimpleNamespace]:
    """A slot for files in each of its states."""
    return [
        SimpleNamespace(
            name="form1", title="申请表第 1 页", state="empty", text="", hint="四角都拍进去"
        ),
        SimpleNamespace(
            name="contract",
            title="劳动合同",
            state="waiting",
            text="正在检查",
            note="已上传，通常 10 秒内完成",
        ),
        SimpleNamespace(name="id", title="手持身份证照片", state="ready", text="已通过初检"),
        SimpleNamespace(
            name="form2",
            title="申请表第 2 页",
            state="broken",
            text="不能使用",
            note="文件加密，无法打开，请另存后重新上传",
        ),
    ]
