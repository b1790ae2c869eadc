"""What a careful person of the demonstration types, page by page."""

from typing import Any

from anzhu.organisations.models import Agency, Employer
from anzhu.people.models import Account


def everything(
    account: Account, *, category: str, agency: Agency, employer: Employer
) -> dict[str, dict[str, Any]]:
    """The answers to every page of an initial application, in the order of the pages."""
    return {
        "agency": _agency(category, agency, employer),
        "person": _person(account),
        "category": {"category": category},
        "employer": _employer(employer),
        "education": {},
        "history": {"rows": _history(employer)},
    }


def _agency(category: str, agency: Agency, employer: Employer) -> dict[str, Any]:
    return {
        "category": category,
        "ministry": "none",
        "group": employer.group.code if employer.group else "none",
        "directly_under": "no",
        "province": employer.province,
        "chosen": agency.code,
    }


def _person(account: Account) -> dict[str, Any]:
    return {
        "phone": account.phone,
        "email": account.email,
        "degree": "bachelor",
        "school": "华东理工大学",
        "major": "安全工程",
        "title": "工程师",
        "ethnicity": "汉族",
        "address": "历下区经十路一号",
        "postcode": "250014",
    }


def _employer(employer: Employer) -> dict[str, Any]:
    return {
        "uscc": employer.uscc,
        "name": employer.name,
        "province": employer.province,
        "address": "高新区安全大道八号",
        "status": employer.sort,
        "industry": "化工",
        "department": "安全环保部",
        "post": "安全主管",
        "contact": "人力资源部",
        "contact_phone": "13900000001",
        "contract_from": "2021-03-01",
        "contract_until": "",
        "open_ended": True,
        "former_name": False,
    }


def _history(employer: Employer) -> list[dict[str, str]]:
    return [
        {
            "start": "2016-07-01",
            "until": "2021-02-20",
            "employer": "江北化工机械厂",
            "post": "安全员",
            "work": "现场安全检查与隐患整改",
        },
        {
            "start": "2021-03-01",
            "until": "",
            "employer": employer.name,
            "post": "安全主管",
            "work": "安全管理体系建设、风险评估与应急演练",
        },
    ]
