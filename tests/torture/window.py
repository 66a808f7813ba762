"""No socket of an internet family in the real window: it is opened under strace, with all that its web view starts."""

import os
import shutil
import signal
import subprocess
import time

from desk import PASSWORD
from sockets import ARGUMENTS, INTERNET, control
from stage import Figure

# The network monitor of the desktop's libraries asks the kernel what interfaces there are; it reaches nobody.
OF_THE_KERNEL = "AF_NETLINK"


def window(stage, seconds):
    figure = Figure("seconds of the open window without an internet socket", seconds)
    desktop = stage.program.parent / "ruxue-desktop"
    missing = [what for what in ("strace", "Xvfb") if not shutil.which(what)] + ([] if desktop.exists() else [str(desktop)])
    if missing:
        figure.skipped = f"not here: {', '.join(missing)}"
        return figure
    folder = stage.place("window")
    desk = stage.sample.copy(folder / "desk")
    xvfb = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        env = os.environ | {"DISPLAY": f":{xvfb.stdout.readline().decode().strip()}", "RUXUE_DESK": str(desk.folder),
                            "RUXUE_PASSWORD": PASSWORD, "XDG_DATA_HOME": str(folder / "webview"), "XDG_CACHE_HOME": str(folder / "cache")}
        log = folder / "trace.txt"
        shown = subprocess.Popen([*ARGUMENTS, "-o", log, desktop], env=env, cwd=folder, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        begun = time.monotonic()
        while time.monotonic() - begun < seconds and shown.poll() is None:
            time.sleep(0.2)
        figure.reached = round(time.monotonic() - begun)
        if shown.poll() is not None:
            figure.flaws.append(f"the window closed by itself with {shown.returncode}")
        else:
            os.killpg(shown.pid, signal.SIGKILL)
            shown.wait()
    finally:
        xvfb.terminate()
        xvfb.wait()
    lines = log.read_text(errors="replace").splitlines()
    figure.flaws += [line for line in lines if INTERNET.search(line) and OF_THE_KERNEL not in line]
    figure.notes.append(f"{len(lines)} calls of any socket family, {sum(OF_THE_KERNEL in line for line in lines)} to the kernel's own")
    # The web view talks to the display and to its own processes: a trace without that saw nothing.
    if any("AF_UNIX" in line for line in lines):
        figure.control = control(folder, dict(os.environ))
    return figure
