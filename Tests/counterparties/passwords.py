#!/usr/bin/env python3
"""Passwords that sessions change themselves, beside the operator's changes and through crashes.

usage: passwords.py
One line per check; exit code 0 where all hold.
"""
import os
import random
import signal
import subprocess
import time

from fix_client import FixClient
from venue import BINARY, Checks, Folder, Venue, expect, wait_for

FIRST = "first-password-1"
SESSION, OTHER = "DLR001", "DLR002"


class Scene:
    def __init__(self, folder, venue):
        self.venue = venue
        self.file = folder / "credentials.yaml"
        self.password = FIRST
        self.set(SESSION, FIRST)
        self.set(OTHER, FIRST)

    def set(self, session, password):
        done = subprocess.run(
            [BINARY, "credential", session, "--file", self.file], input=password + "\n", text=True,
            capture_output=True, timeout=30)
        expect(done.returncode == 0, done.stderr)

    def start(self):
        self.venue.start("--credentials", self.file)

    def log_on(self, password, new=None, session=SESSION, client=None):
        client = client or FixClient(session)
        more = [(554, password)] + ([(925, new)] if new else [])
        replies = []
        take = client.take

        def keep(message):
            if message.type == "A":
                replies.append(message)
            take(message)

        client.take = keep
        client.open(self.venue.port, (141, "Y"), *more)
        client.take = take
        expect(replies, f"{session} is logged on")
        return client, replies[-1].get(7814)

    def lets_in(self, password, session=SESSION):
        """Whether this password lets in; a wrong one costs the session a second."""
        client = FixClient(session)
        client.connect(self.venue.port)
        client.log_on((141, "Y"), (554, password))
        wait_for(lambda: client.receive() or client.logged_on or not client.socket, "an answer", 15)
        is_in = client.logged_on
        if is_in:
            client.log_out()
        else:
            time.sleep(1.1)
        return is_in

    def change(self, new):
        client, status = self.log_on(self.password, new)
        expect(status == "1", f"SessionStatus(7814) {status}")
        self.password = new
        client.log_out()


def changed(scene):
    """The new one counts at once, the old one no more; both after a restart too."""
    scene.change("second-password-2")
    expect(not scene.lets_in(FIRST), "the old one does not let in")
    expect(scene.lets_in(scene.password), "the new one does")
    expect(oct(scene.file.stat().st_mode)[-3:] == "600", "the file is its owner's")
    scene.venue.stop()
    scene.start()
    expect(scene.lets_in(scene.password), "the new one lets in behind a restart")


def refused(scene):
    """One that was used before, one that is too short."""
    for new in (scene.password, FIRST, "short"):
        client, status = scene.log_on(scene.password, new)
        expect(status == "3", f"SessionStatus(7814) {status} for {new}")
        client.log_out()
    expect(scene.lets_in(scene.password), "the old one still lets in")


def beside_the_operator(scene):
    """Both write at the same time: nothing of either is lost."""
    for number in range(6):
        name = f"operators-password-{number}"
        other = subprocess.Popen(
            [BINARY, "credential", OTHER, "--file", scene.file], stdin=subprocess.PIPE, text=True)
        other.stdin.write(name + "\n")
        other.stdin.close()
        scene.change(f"sessions-password-{number}")
        expect(other.wait(30) == 0, "the operator's change is done")
    scene.venue.process.send_signal(signal.SIGHUP)
    scene.venue.wait_log("sessions and passwords read again")
    expect(scene.lets_in(name, OTHER), "the operator's last one lets in")
    expect(scene.lets_in(scene.password), "the session's last one lets in")


def revoked(scene):
    """What the operator sets ends the session that came by the old one."""
    client, _ = scene.log_on(scene.password)
    scene.password = "after-a-leak-9"
    scene.set(SESSION, scene.password)
    scene.venue.process.send_signal(signal.SIGHUP)
    client.wait_closed()
    expect(client.logout and client.logout.get(58) == "Access revoked", f"Logout(5): {client.logout}")
    expect(scene.lets_in(scene.password), "the new one lets in")


def killed(scene):
    """kill -9 somewhere in a change: the file is the one from before or the one behind it."""
    seed = int(os.environ.get("PASSWORDS_SEED", "0")) or random.randrange(1, 1 << 30)
    times, kept = random.Random(seed), 0
    for number in range(8):
        new = f"crash-password-{number}"
        client = FixClient(SESSION)
        client.connect(scene.venue.port)
        client.log_on((141, "Y"), (554, scene.password), (925, new))
        time.sleep(times.uniform(0, 0.5))
        scene.venue.kill9()
        client.close()
        scene.start()
        if scene.lets_in(new):
            scene.password, kept = new, kept + 1
        else:
            expect(scene.lets_in(scene.password), f"either lets in; seed {seed}")
    scene.change("behind-the-crashes")
    return f"{kept} of 8 kept, seed {seed}"


def nowhere_else(scene):
    """No password is in any file of the venue, nor in its log."""
    scene.venue.stop()
    places = [path for path in scene.venue.data.rglob("*") if path.is_file()] + [scene.venue.log_path, scene.file]
    for path in places:
        content = path.read_bytes()
        for secret in (FIRST, "second-password", "sessions-password", "crash-password", scene.password):
            expect(secret.encode() not in content, f"{secret} in {path}")


def main():
    checks = Checks("passwords")
    with Folder("passwords") as folder, Venue(folder) as venue:
        scene = Scene(folder, venue)
        scene.start()
        for check in (changed, refused, beside_the_operator, revoked, killed, nowhere_else):
            if not checks.run(check.__name__.replace("_", " "), check, scene, context=venue.logs):
                break
    checks.exit()


if __name__ == "__main__":
    main()
