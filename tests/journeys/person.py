"""Somebody at a browser: with a pointer, with the keyboard alone, or without JavaScript."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator

from tests.journeys.browser import AXE_TAGS, first_link, mails_to
from tests.journeys.meeting import MEASURED, Met, met_at, said_to

MOST_TABS = 400
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Person:
    """One browser context. troubles: console errors, policy violations, axe findings, failures.
    state: what a browser has kept that is opened again."""

    Maker: TypeAlias = Callable[..., "Person"]

    def __init__(
        self,
        browser: Browser,
        address: str,
        folder: Path,
        *,
        language: str = "lt",
        phone: bool = False,
        keyboard: bool = False,
        scripts: bool = True,
        dark: bool = False,
        state: Any = None,
    ) -> None:
        self.address, self.folder = address, folder
        self.language, self.keyboard, self.scripts = language, keyboard, scripts
        self.dark = dark
        self.troubles: list[str] = []
        self.looked: set[str] = set()
        self.context = browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale="lt-LT" if language == "lt" else "en-GB",
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
            storage_state=state,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._requested)

    def _heard(self, message: Any) -> None:
        expected = ("the server responded with a status of 4", "ERR_INTERNET_DISCONNECTED")
        known = any(text in message.text for text in expected)
        if message.type in ("error", "warning") and not known:
            self.troubles.append(f"console on {self.page.url}: {message.text}")

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"a request that is not ours: {request.url}")

    # --- going and looking -------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.look()

    def look(self, name: str = "") -> None:
        """Axe over the page, once for each kind of page; nothing may run over the edge."""
        kind = name or self.page.evaluate("document.querySelector('h1')?.textContent ?? ''")
        if kind in self.looked:
            return
        self.looked.add(kind)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.troubles.append(f"{self.page.url} runs {wide} px over the edge")
        language = self.page.evaluate("document.documentElement.lang")
        if self.language != language:
            self.troubles.append(f"{self.page.url} is in {language}")
        if self.scripts:
            found = Axe().run(self.page, options={"runOnly": AXE_TAGS})
            for violation in found.response["violations"]:
                nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                self.troubles.append(f"axe on {self.page.url}: {violation['id']}: {nodes}")

    def text(self) -> str:
        return self.page.inner_text("main")

    # --- acting ------------------------------------------------------------------------------

    def press(self, selector: str) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            self.act(self.page.locator(selector).first)

    def act(self, target: Locator) -> None:
        if self.keyboard:
            self.tab_to(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def tab_to(self, target: Locator) -> None:
        """Reach the element by Tab alone; whatever cannot be reached is a defect."""
        # Found once: a sheet of fields has hundreds of places to come by.
        node = target.element_handle()
        for _step in range(MOST_TABS):
            if node.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {target} on {self.page.url}")

    def fill(self, selector: str, text: str) -> None:
        field = self.page.locator(selector).first
        if self.keyboard:
            self.tab_to(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def choose(self, selector: str) -> None:
        """Tick a radio button or a box."""
        box = self.page.locator(selector).first
        if not self.keyboard:
            box.check()
            return
        if box.get_attribute("type") == "radio":
            name = box.get_attribute("name")
            group = self.page.locator(f'input[name="{name}"]')
            self._tab_into(group)
            for _step in range(group.count() + 1):
                if box.evaluate("node => node === document.activeElement"):
                    break
                self.page.keyboard.press("ArrowDown")
            if not box.is_checked():
                self.page.keyboard.press("Space")
        else:
            self.tab_to(box)
            self.page.keyboard.press("Space")

    def _tab_into(self, group: Locator) -> None:
        for _step in range(MOST_TABS):
            inside = group.evaluate_all("all => all.includes(document.activeElement)")
            if inside:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("The keyboard does not reach a question.")

    def pick(self, selector: str, value: str) -> None:
        """Choose in a list."""
        box = self.page.locator(selector).first
        if not self.keyboard:
            box.select_option(value)
            return
        self.tab_to(box)
        values = box.evaluate("node => [...node.options].map(option => option.value)")
        for _step in range(len(values)):
            if box.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")

    # --- knowing -----------------------------------------------------------------------------

    def last_link(self, email: str) -> str:
        """The link in the newest mail to this address."""
        return first_link(mails_to(self.folder, email)[0])

    def truth(self, uid: str) -> dict[str, Any]:
        """What the item asks, from the site's own data."""
        with sqlite3.connect(f"file:{self.folder / 'laukas.sqlite3'}?mode=ro", uri=True) as data:
            row = data.execute(
                "SELECT v.body FROM courses_itemversion v JOIN courses_item i ON i.id = v.item_id"
                " WHERE i.uid = ? ORDER BY v.number DESC",
                (uid.replace("-", ""),),
            ).fetchone()
        return dict(json.loads(row[0]))

    def met(self) -> Met:
        """The item of a sitting or of a trial that this page asks."""
        trial = next((one for one in self.context.cookies() if one.get("name") == "trial"), {})
        return met_at(self.folder, self.page.url, trial.get("value", ""))

    def answer(self, *, rightly: bool) -> None:
        """Answer every question of the form on this page."""
        names = self.page.eval_on_selector_all(
            "form:is([data-answers], .rightly, #item) [name^='a-']",
            "all => [...new Set(all.map(field => field.name.split('.')[0]))]",
        )
        assert names, self.page.url
        for name in names:
            self.answer_one(name, rightly=rightly)

    def answer_one(self, name: str, *, rightly: bool) -> None:
        is_met = "/sittings/" in self.page.url or "/try/" in self.page.url
        body = self.met().body if is_met else self.truth(name.removeprefix("a-"))
        if body["kind"] in MEASURED:
            self._say(name, said_to(body, rightly=rightly))
        elif body["kind"] == "truefalse":
            said = body["right"] == rightly
            self.choose(f'[name="{name}"][value="{"true" if said else "false"}"]')
        elif body["kind"] in ("single", "multiple"):
            wanted = [option for option in body["options"] if option["right"] == rightly]
            for option in wanted if body["kind"] == "multiple" else wanted[:1]:
                self.choose(f'[name="{name}"][value="{option["key"]}"]')
        elif body["kind"] == "sort":
            groups = [group["key"] for group in body["groups"]]
            for card in body["cards"]:
                wrong = next(group for group in groups if group != card["group"])
                self.pick(f'[name="{name}.{card["key"]}"]', card["group"] if rightly else wrong)
        elif body["kind"] == "match":
            for card in body["cards"]:
                wrong = next(one["key"] for one in body["sides"] if one["key"] != card["side"])
                self.pick(f'[name="{name}.{card["key"]}"]', card["side"] if rightly else wrong)
        elif body["kind"] == "order":
            cards = body["cards"] if rightly else body["cards"][::-1]
            for place, card in enumerate(cards, 1):
                self.pick(f'[name="{name}.{card["key"]}"]', str(place))
        elif body["kind"] == "number":
            self.fill(f'[name="{name}"]', body["answer"] if rightly else "123456")
        else:
            accepted = body["accept"].get(self.language) or next(iter(body["accept"].values()))
            self.fill(f'[name="{name}"]', accepted[0] if rightly else "?!x")

    def _say(self, name: str, answer: Any) -> None:
        """Put an answer to one of the measured kinds where it belongs."""
        if isinstance(answer, str):
            self.choose(f'[name="{name}"][value="{answer}"]')
        elif isinstance(answer, list) and isinstance(answer[0], str):
            for one in answer:
                self.choose(f'[name="{name}"][value="{one}"]')
        elif isinstance(answer, list):
            for n, plot in enumerate(answer, 1):
                for axis, where in zip("xy", plot, strict=True):
                    self.fill(f'[name="{name}.{n}.{axis}"]', str(where))
        elif "typed" in answer:
            decimal = "," if self.language == "lt" else "."
            self.fill(f'[name="{name}"]', answer["typed"].replace(".", decimal))
            if "unit" in answer:
                self.pick(f'[name="{name}.unit"]', answer["unit"])
        else:
            for passage, code in answer.items():
                self.pick(f'[name="{name}.{passage}"]', code)

    def leave(self) -> None:
        self.context.close()
