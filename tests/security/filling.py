"""Addresses and forms of the town, filled in as a hostile hand would fill them."""

import re
from typing import Any

from tests.security.town import NOBODYS, Town

#: Parts of addresses that name no thing of the town.
_FIXED = {
    "layout": "desk",
    "token": "no-such-token",
    "kind": "initial",
    "page": "person",
    "question": "province",
    "material": "contract",
    "slot": "contract",
    "variant": "preview",
    "form": "pdf",
    "part": "1",
    "proof": "0",
    "year": "2026",
    "trial": "00000000-0000-4000-8000-000000000000",
}
#: The kind that an address is about, where an initial registration is none of its own.
_KINDS = {
    "forms/<slug:kind>.pdf": "reissue",
    "apply/requests/start/<slug:kind>": "other_matters",
}
_PART = re.compile(r"<(?:([a-z_]+):)?([a-z_]+)>")


def path_of(route: str, of: str, name: str, town: Town) -> str:
    """An address of this pattern for a thing of the town; an unknown name is nobody's."""
    parts = {
        **_FIXED,
        "kind": _KINDS.get(route, _FIXED["kind"]),
        "code": town.code_of("received"),
        **_named(of, name, town),
    }

    def part(found: re.Match[str]) -> str:
        if found.group(1) == "int" and found.group(2) == "page":
            return parts["page_id"]
        return parts[found.group(2)]

    return "/" + _PART.sub(part, route)


def _named(of: str, name: str, town: Town) -> dict[str, str]:
    if of in _TOLD_APART:
        return _TOLD_APART[of](name, town)
    match of:
        case "batch":
            return {"number": town.batches[name].number if name in town.batches else "BB2026-999"}
        case "parcel":
            return {"number": town.parcels[name].number if name in town.parcels else "P2026999"}
        case "forwarding":
            known = town.forwardings.get(name)
            return {"number": known.number if known else "SB2026-999-9999"}
        case "item":
            return {"serial": town.items[name].serial if name in town.items else "Z99999999"}
        case "run":
            return {"run": str(town.run.pk if town.run and name == "run" else 0)}
    return {}


def _of_the_register(name: str, town: Town) -> dict[str, str]:
    ban, order = town.bans.get(name), town.orders.get(name)
    return {
        "person": str(ban.person.uid if ban else "00000000-0000-0000-0000-000000000000"),
        "restriction": str(ban.pk if ban else 0),
        "kind": "correct",
        "order": str(order.pk if order else 0),
        "number": town.old_lists[name].number if name in town.old_lists else "1",
    }


def _learning(name: str, town: Town) -> dict[str, str]:
    found, dispute = town.records.get(name), town.disputes.get(name)
    proof = found.proofs.first() if found else None
    return {
        "record": str(found.pk if found else 0),
        "proof": str(proof.pk if proof else 0),
        "number": town.lists[name].number if name in town.lists else "JX2026-9-9",
        "dispute": str(dispute.pk if dispute else 0),
    }


def _case(name: str, town: Town) -> dict[str, str]:
    if name not in town.cases:
        nothing = "00000000-0000-0000-0000-000000000000"
        return {"ref": NOBODYS, "page_id": "0", "photo_id": nothing, "photo": nothing, "found": "0"}
    photo = town.photo_of(name)
    return {
        "ref": town.cases[name].ref,
        "page_id": str(town.page_of(name)),
        "photo_id": photo,
        "photo": photo,
        "found": str(town.found_on(name)),
    }


def _request(name: str, town: Town) -> dict[str, str]:
    if name not in town.requests:
        return {"ref": NOBODYS, "page_id": "0", "material": "evidence"}
    case = town.requests[name]
    page = case.folder.pages.order_by("pk").first()
    return {"ref": case.ref, "page_id": str(page.pk if page else 0), "material": "evidence"}


def _school(name: str, town: Town) -> dict[str, str]:
    return {"institution": "QLPX" if name == "ours" else "NOBODYS", "code": "QLPX-01"}


#: What has several parts in an address.
_TOLD_APART = {
    "case": _case,
    "school": _school,
    **dict.fromkeys(("person", "ban", "order", "old list"), _of_the_register),
    **dict.fromkeys(("request", "paper", "matter"), _request),
    **dict.fromkeys(("record", "list", "dispute"), _learning),
}


def everything(town: Town) -> dict[str, Any]:
    """A form that says something to every view, about things of everybody."""
    return {
        "once": "a-key-of-the-matrix",
        "declared": "on",
        "field": "phone",
        "phone": "13900009999",
        "address": "改过的地址",
        "photo": town.photo_of("draft"),
        "nudge": "left",
        "province": "37",
        "opinion": "agree",
        "note": "说明",
        "override": "说明",
        "oppose_note": "说明",
        "refusals": "refuse.no_suitable_post",
        "send_back_note": "退回说明",
        "hand_over_note": "转办说明",
        "to_code": "JS",
        "mark.form.complete": "met",
        "ref": [case.ref for case in town.cases.values()],
        "case": [str(case.pk) for case in town.cases.values()],
        "sheet": [str(item.pk) for item in town.items.values()],
        "seen": [str(item.pk) for item in town.items.values()],
        "agency": "SD",
        "scan": town.items["printed"].serial,
        "by": "self",
        "proof": "核验身份证",
        "courier": "邮政",
        "courier_number": "EX1CN",
        "spoil_reason": "卡纸",
        "confirm": "1",
        "name": "查无此人",
        "subject": "other",
        "text": "说明",
        "reply": "说明",
        "serial": "ZS260000017",
        "corrected": "name",
        "value": "另一个名字",
        "basis": "说明",
        "again": "另一个名字",
        "reasons": "refuse.not_proved",
        "code": "000000",
    }


BODY = everything
