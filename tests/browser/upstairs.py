"""The centre, its producer and the ministry, each at a window of their own."""

import re

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from anzhu.ops.demo import drawing
from tests.browser.desks import Desk, next_code

AGENCY = "山东省应急管理厅"


class Centre(Desk):
    """A reviewer of the centre."""

    def concludes(self) -> None:
        """The next case: judged, agreed."""
        screen = self.screen
        screen.goes("/centre/")
        screen.heading("终审")
        screen.looks("queue")
        screen.clicks_on("开始审核")
        expect(screen.page.locator("#marks")).to_be_visible()
        screen.looks("review")
        self.judges()
        screen.clicks_on("同意注册")
        screen.heading("终审")

    def compiles_and_freezes(self) -> str:
        """All that wait become one list for the ministry; its number."""
        screen = self.screen
        screen.goes("/centre/batches/")
        screen.heading("报批")
        screen.looks("to-compile")
        screen.clicks_on("件编入一批")
        screen.heading("批次")
        screen.looks("compiled")
        screen.clicks_on("锁定名单，报部批准")
        screen.reads("名单校验值")
        screen.looks("frozen")
        number = screen.page.locator("h1 .number").inner_text()
        screen.goes("/centre/batches/")
        screen.looks("batches")
        return number


class Ministry(Desk):
    """Who approves."""

    def approves(self, number: str) -> None:
        """The whole batch, with its number typed by hand and a fresh code."""
        screen = self.screen
        screen.goes("/ministry/")
        screen.heading("待批准")
        screen.looks("batches")
        screen.clicks_on(number, inside=screen.page.locator(".cards"))
        screen.heading("批次")
        screen.looks("batch")
        screen.clicks_on("作出决定")
        screen.heading("决定批次")
        screen.looks("decide")
        screen.clicks_on("下一步：核对并确认")
        screen.heading("确认批次")
        screen.looks("confirm")
        screen.types("输入批次号", number)
        screen.types("动态验证码", next_code())
        screen.clicks_on("确认决定")
        screen.reads("批准记录")
        screen.looks("decided")


class Producer(Desk):
    """Who prints and ships."""

    def prints(self) -> bytes:
        """Starts a run, downloads it, confirms the sheets; the PDF."""
        screen = self.screen
        screen.goes("/centre/production/")
        screen.heading("制证")
        screen.looks("production")
        screen.clicks_on("开始打印")
        screen.heading(f"待制注册证书：{AGENCY}")
        screen.looks("to-make")
        screen.clicks_on("开始打印勾选的")
        screen.heading("次打印")
        screen.looks("run")
        with screen.page.expect_download() as got:
            screen.clicks_on("下载 PDF")
        screen.clicks_on("确认打印结果")
        screen.reads("已确认")
        screen.looks("run-confirmed")
        return got.value.path().read_bytes()

    def checks(self, address: str) -> None:
        """The code of the sheet, scanned."""
        screen = self.screen
        screen.goes("/centre/production/check")
        screen.looks("to-check")
        screen.types("扫描二维码", address)
        screen.clicks_on("核对这一张")
        screen.reads("没有待核对的证书")
        screen.looks("checked")

    def ships(self) -> None:
        """Packs what is checked and gives it to the courier."""
        screen = self.screen
        screen.goes("/centre/shipping/")
        screen.looks("shipping")
        screen.clicks_on("装箱", inside=screen.page.get_by_role("main"))
        screen.heading("装箱")
        screen.looks("pack")
        screen.clicks_on("勾选的装入新包裹")
        screen.heading("包裹")
        screen.looks("parcel")
        screen.types("快递公司", "邮政特快")
        screen.types("快递单号", "EM123456789CN")
        screen.clicks_on("已交快递")
        screen.reads("交寄")
        screen.looks("parcel-sent")


class Counter(Desk):
    """The agency again, when the parcel has come."""

    def receives(self) -> None:
        """Opens the parcel and ticks what is in it."""
        screen = self.screen
        screen.goes("/agency/parcels")
        screen.heading("签收")
        screen.looks("parcels")
        screen.clicks_on("开箱签收")
        screen.heading("包裹")
        screen.page.get_by_role("checkbox").first.check()
        screen.looks("opened")
        screen.clicks_on("签收", inside=screen.page.locator(".button-bar"))
        screen.reads("核对结果")
        screen.looks("received")

    def hands_out(self) -> None:
        """The certificate, to herself, with her identity card."""
        screen = self.screen
        screen.goes("/agency/collecting")
        screen.heading("待领取")
        screen.looks("collecting")
        screen.clicks_on("登记领取")
        screen.heading("登记领取")
        screen.chooses(re.compile("本人"))
        screen.page.locator("#id_proof").fill("本人身份证原件")
        screen.looks("collect")
        screen.clicks_on("登记领取，办结")
        screen.looks("collected")


def certificate(pdf: bytes) -> Image.Image:
    """The first page of what was printed, as a picture."""
    return Image.fromarray(drawing.rasterised(pdf, 1, 150).astype(np.uint8))


def scanned(picture: Image.Image) -> str:
    """The address in the code on a certificate."""
    found = [one.text for one in zxingcpp.read_barcodes(picture)]
    assert len(found) == 1, found
    return str(found[0])
