"""Anybody, with a certificate before them."""

from tests.browser.engineer import NAME, QILU
from tests.browser.screen import Screen


def by_the_code(screen: Screen, address: str) -> str:
    """What the code on the certificate opens; the number it shows."""
    screen.goes(address)
    screen.heading("查验结果")
    screen.reads("有效")
    screen.reads(QILU.name)
    screen.looks("verified-by-code")
    assert NAME not in screen.page.locator("main").inner_text()
    number = screen.page.locator(".fact", has_text="注册证号").locator("dd").inner_text()
    return str(number).strip()


def by_number_and_name(screen: Screen, number: str) -> None:
    """Both are asked for; one wrong character and nothing is found."""
    screen.goes("/verify")
    screen.looks("verify")
    screen.types("注册证号", number)
    screen.types("姓名", "方清")
    screen.clicks_on("查验", inside=screen.page.locator(".button-bar"))
    screen.heading("未查到")
    screen.looks("not-found")
    screen.clicks_on("重新查验")
    screen.types("注册证号", number)
    screen.types("姓名", NAME)
    screen.clicks_on("查验", inside=screen.page.locator(".button-bar"))
    screen.heading("查验结果")
    screen.looks("verified")
