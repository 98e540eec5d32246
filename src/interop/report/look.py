"""Opens pages in headless Chromium, at a telephone's and a screen's width, and looks at them."""

import pathlib
import sys
import tempfile

from selenium import webdriver

WIDTHS = 390, 1280
SMALLEST_TEXT = 12

LOOK = """
const broken = [...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length;
const unnamed = [...document.images].filter(i => !i.alt).length;
let smallest = 1000;
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  if (texts.currentNode.data.trim()) {
    smallest = Math.min(smallest, parseFloat(getComputedStyle(texts.currentNode.parentElement).fontSize));
  }
}
return {
  width: innerWidth, pageWidth: document.documentElement.scrollWidth, images: document.images.length,
  broken, unnamed, smallest, heading: document.querySelector('h1').textContent,
};
"""


def browser(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync --hide-scrollbars"
    ).split() + [f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    return webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))


def look(chromium, page, width, screenshots):
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    chromium.get(page.resolve().as_uri())
    found = chromium.execute_script(LOOK)
    where = f"{page} at {width} pixels: {found}"
    assert found["width"] == width, where
    assert found["pageWidth"] <= width, f"the page scrolls sideways, {where}"
    assert found["images"] > 0 and found["broken"] == 0, f"pictures are missing, {where}"
    assert found["unnamed"] == 0, f"pictures have no text, {where}"
    assert found["smallest"] >= SMALLEST_TEXT, f"text is tiny, {where}"
    assert found["heading"], where
    messages = chromium.get_log("browser")
    assert not messages, f"{messages}, {where}"
    if screenshots:
        height = chromium.execute_script("return document.documentElement.scrollHeight")
        chromium.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        chromium.save_screenshot(str(pathlib.Path(screenshots) / f"{page.stem}-{width}.png"))
    print(where)


def main(pages, screenshots):
    with tempfile.TemporaryDirectory() as profile:
        chromium = browser(profile)
        try:
            for page in pages:
                for width in WIDTHS:
                    look(chromium, pathlib.Path(page), width, screenshots)
        finally:
            chromium.quit()


arguments = sys.argv[1:]
target = arguments.pop(0).split("=", 1)[1] if arguments[0].startswith("--screenshots=") else None
main(arguments, target)
