#!/usr/bin/env python3
"""Checks the units for systemd offline, and that the venue tells the service manager what it should.

usage: service.py
One line per check; exit code 0 where all hold. Needs systemd-analyze.
"""
import os
import socket
import subprocess

from venue import BINARY, ROOT, Checks, Folder, Venue, expect, wait_for

UNITS = ["cangdan.service", "cangdan-follow.service"]


def verified(folder):
    """systemd finds nothing wrong, and what an attacker of the process could do is little."""
    for name in UNITS:
        unit = folder / name
        unit.write_text((ROOT / "Tools" / name).read_text().replace("/usr/local/bin/cangdan", str(BINARY)))
    for name in UNITS:
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", folder / name], capture_output=True, text=True)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if name in line]
        expect(not lines, f"{name}: {lines}")
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=30", "--no-pager", folder / name],
            capture_output=True, text=True)
        expect(done.returncode == 0, f"{name}: {done.stdout[-300:]}{done.stderr}")


def options():
    """The program takes every option that the units give it."""
    for name in UNITS:
        line = next(
            line for line in (ROOT / "Tools" / name).read_text().splitlines() if line.startswith("ExecStart="))
        command, *arguments = line.split()[1:]
        text = subprocess.run([BINARY, "help", command], capture_output=True, text=True).stdout
        for argument in arguments:
            expect(not argument.startswith("--") or argument in text, f"{name}: {argument} is no option of {command}")


def told(folder, address):
    """READY=1 when everybody can connect, STOPPING=1 when the end begins."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.settimeout(30)
        os.environ["NOTIFY_SOCKET"] = address.replace("\0", "@")
        try:
            with Venue(folder) as venue:
                venue.start()
                text = manager.recv(4096).decode()
                expect(text.startswith("READY=1\n") and f"127.0.0.1:{venue.port}" in text, text)
                venue.stop()
                expect(manager.recv(4096).decode().startswith("STOPPING=1\n"), "no STOPPING=1")
        finally:
            del os.environ["NOTIFY_SOCKET"]


def absent(folder):
    """A manager that is not there is a warning, and nothing else."""
    os.environ["NOTIFY_SOCKET"] = str(folder / "nobody")
    try:
        with Venue(folder) as venue:
            venue.start()
            wait_for(lambda: "the service manager is not told" in venue.log(), "a warning")
            venue.stop()
    finally:
        del os.environ["NOTIFY_SOCKET"]


def main():
    checks = Checks("service")
    with Folder("service") as folder:
        checks.run("systemd finds nothing wrong with the units", verified, folder)
        checks.run("the program takes the units' options", options)
        checks.run("a manager at a path is told", told, folder, str(folder / "notify"))
        checks.run("a manager at an abstract address is told", told, folder, f"\0cangdan-{os.getpid()}")
        checks.run("a manager that is not there does no harm", absent, folder)
    checks.exit()


if __name__ == "__main__":
    main()
