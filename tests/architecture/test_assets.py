"""What browsers are sent: ours, small, and nothing that a strict policy would refuse."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from anzhu.ops import paths

WEB = paths.PACKAGE / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COMPONENTS = sorted((WEB / "templates" / "components").glob("*.html"))
#: Opened from a disk, so that all is inside, by the hashes of its own policy: see
#: ``tests/web/public/test_offline_tool.py``. Every other page is served under the site's policy.
ALONE = WEB / "templates" / "public" / "photo_offline.html"
SERVED = [template for template in TEMPLATES if template != ALONE]
SCRIPTS = sorted((WEB / "static").rglob("*.js"))
#: Kilobytes after gzip: the stylesheet, and all scripts of a page for applicants.
CSS_AT_MOST, SCRIPTS_AT_MOST = 24, 25
#: What the photo tool adds, on its own pages only.
EDITOR_AT_MOST = 40


def name(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("template", SERVED, ids=name)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", text)


@pytest.mark.parametrize("component", COMPONENTS, ids=name)
def test_a_component_says_what_it_is_and_stands_in_the_gallery(component: Path) -> None:
    text = component.read_text(encoding="utf-8")
    shown = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)

    assert text.startswith("{% comment %}\n")
    tag = f"{{% {component.stem.removesuffix('_field')} "
    assert f'"components/{component.name}"' in shown or tag in shown


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_says_what_it_does_and_builds_no_code_from_text(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert text.startswith("//")
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|\.style\b", text)


def test_the_lock_of_packages_names_no_host() -> None:
    lock = (paths.CHECKOUT / "package-lock.json").read_text(encoding="utf-8")

    assert "://" not in lock
    assert '"integrity"' in lock


@pytest.mark.skipif(not finders.find("anzhu.css"), reason="the assets are not built")
def test_what_a_page_loads_stays_within_its_budget() -> None:
    def kilobytes(*names: str) -> float:
        return sum(len(gzip.compress(Path(finders.find(one)).read_bytes())) for one in names) / 1024

    assert kilobytes("anzhu.css") <= CSS_AT_MOST
    assert kilobytes("htmx.min.js", "anzhu.js") <= SCRIPTS_AT_MOST
    editor = ("anzhu/js/photo/frame.js", "anzhu/js/photo/editor.js")
    assert kilobytes(*editor) <= EDITOR_AT_MOST
