"""The photo tool in one file: all inside, nothing fetched, numbers from the law of the day."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest
from django.test import Client

from anzhu.photos import without_faces
from anzhu.rules.photos import PROFILE, PhotoFacts, hints_about_photo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture
def page(client: Client) -> str:
    answer = client.get("/photo/tool.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.content.decode()


def test_it_asks_for_nothing_from_anywhere(page: str) -> None:
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)[^"'{]""", page)
    assert "http:" not in re.sub(r"http://www\.w3\.org/\S+", "", page)
    assert "https:" not in page
    assert "{{" not in page
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "connect-src" not in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert len(inside) == 1
        assert not inside[0].startswith("\ufeff")
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_its_numbers_are_those_of_the_profile(page: str) -> None:
    block = re.search(r'data-tool="facts">(.*?)</script>', page, re.S)
    assert block
    facts = json.loads(block[1])
    profile = PROFILE.on(ON)
    for name in ("width", "height", "dpi", "max_bytes", "max_source_bytes"):
        assert facts[name] == getattr(profile, name)
    for bound in facts["bounds"]:
        assert facts["words"][bound["code"]]
        assert facts["words"][f"name.{bound['code']}"]


def test_it_says_what_the_server_adds(page: str) -> None:
    assert "上传后系统还会检查" in page
    assert "能不能找到人脸" in page
    assert "最终以审核为准" in page
    assert "HEIC" in page


@pytest.mark.parametrize(
    "bound", without_faces.bounds(ON), ids=lambda bound: f"{bound.code}, {bound.measure}"
)
def test_every_bound_says_what_the_rule_says(bound: without_faces.Bound) -> None:
    def hints(value: float) -> list[str]:
        facts = PhotoFacts(width=600, height=800, measures={bound.measure: value})
        return [hint.code for hint in hints_about_photo(facts, ON)]

    limit = bound.least if bound.least is not None else bound.most
    assert limit is not None
    beyond = limit - 0.1 if bound.least is not None else limit + 0.1
    assert hints(limit) == []
    assert hints(beyond) == [bound.code]
