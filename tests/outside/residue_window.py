"""Opens the real window on the desk, lists the marked children, and looks for what stays.

Needs WebKitWebDriver, Xvfb and xprop. Searched: all that the web view writes (its data folder, caches,
HOME, TMPDIR), what window, driver and web view say, the titles of all windows and the arguments of
all processes while the list is on screen.
"""
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

PASSWORD = "yanshi-ruxue-2021"
PATIENCE = 90


class Driver:
    """WebKitWebDriver by its own protocol."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def ask(self, path, body=None, method="POST"):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def open(self, program):
        wanted = {"webkitgtk:browserOptions": {"binary": program, "args": []}}
        made = self.ask("/session", {"capabilities": {"alwaysMatch": wanted}})
        self.base += f"/session/{made['sessionId']}"

    def find(self, css):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.ask("/element", {"using": "css selector", "value": css})
                return next(iter(found.values()))
            except urllib.error.HTTPError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def type(self, css, text):
        self.ask(f"/element/{self.find(css)}/value", {"text": text})

    def press(self, css):
        self.ask(f"/element/{self.find(css)}/click")

    def script(self, code):
        return self.ask("/execute/sync", {"script": code, "args": []})


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def titles(display):
    """The names of all windows of a display."""
    tree = subprocess.run(["xwininfo", "-root", "-tree"], env=os.environ | {"DISPLAY": display}, capture_output=True)
    return tree.stdout


def arguments():
    """The arguments of all processes."""
    found = b""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += path.read_bytes() + b"\n"
        except OSError:
            pass
    return found


def search(program, desk, marks, check):
    program = str(Path(program).resolve())
    read, write = os.pipe()
    xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
                            pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    display = ":" + os.read(read, 16).decode().strip()
    port = free_port()
    log = desk.work / "window.log"
    env = desk.env | {"DISPLAY": display, "TAURI_WEBVIEW_AUTOMATION": "true", "RUXUE_DESK": str(desk.desk),
                      "RUXUE_TODAY": "2021-07-07"}
    env.pop("WAYLAND_DISPLAY", None)
    with open(log, "wb") as said:
        driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=env, stdout=said, stderr=said,
                                  start_new_session=True)
    try:
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        look(Driver(port), program, display, marks, check)
    finally:
        os.killpg(driver.pid, signal.SIGTERM)
        time.sleep(1)
        try:
            os.killpg(driver.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        driver.wait()
        xvfb.terminate()
        xvfb.wait()
    said = log.read_bytes()
    check(not marks.within(said), f"the window said: {marks.within(said)[:3]}")
    for root in ("home", "tmp"):
        kept = [str(path) for path in (desk.work / root).rglob("*") if path.is_file()]
        found = marks.of_tree(desk.work / root)
        check(not found, f"after the window: {root}: {found[:5]}")
        print(f"after the window: {len(kept)} files in {root}")


def look(driver, program, display, marks, check):
    driver.open(program)
    driver.type("#who:not([disabled])", "centre")
    driver.type("#password", PASSWORD)
    driver.press("button[data-act]:not([disabled])")
    driver.press("[data-screen=children]:not([disabled])")
    driver.find("[data-receipt]")
    listed = driver.script("return document.documentElement.outerHTML").encode()
    check(not marks.within(listed), f"the list shows {marks.within(listed)[:3]}")
    check("受理编号".encode() in listed, "the list did not come")
    check(not marks.within(titles(display)), "a window's title holds a mark")
    check("入学工作站".encode() in titles(display) or "ruxue".encode() in titles(display), "no title was found")
    check(not marks.within(arguments()), "an argument of a process holds a mark")
    stored = driver.script("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
    check(not marks.within(stored.encode()), f"the page's storage holds {marks.within(stored.encode())[:3]}")
