#!/usr/bin/env python3
"""Trades beside a busy process on every core, with each way of threading and waiting.

usage: wait_strategies.py [--orders N]
One line per strategy with the round trip's p50 and maximum; what the program refuses on this machine
must be refused with the reason. Exit code 0 where all hold.
"""
import argparse
import os
import subprocess
import sys
import time

from fix_client import FixClient, cancel, order
from venue import Checks, Folder, Venue, expect

SECONDS = 60
LAYOUTS = ("combined", "dedicated")
STRATEGIES = ("spin", "yield", "park")


class Hogs:
    """A busy process pinned to each core, as long as the `with` block lasts."""

    def __enter__(self):
        self.processes = []
        for core in sorted(os.sched_getaffinity(0)):
            code = f"import os; os.sched_setaffinity(0, {{{core}}})\nprint(flush=True)\nwhile True: pass"
            self.processes.append(
                subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE))
        for process in self.processes:
            process.stdout.readline()
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()
            process.stdout.close()

    def assert_busy(self):
        expect(all(process.poll() is None for process in self.processes), "a hog has ended")


def refusal(layout, strategy):
    """What the program must say where it can't run so on this machine."""
    cores = os.cpu_count()
    if (layout, strategy) != ("dedicated", "spin") or cores > 2:
        return None
    if cores == 2:
        return "leaves no core for committer, publisher and doorkeeper"
    return "keeps 2 cores busy and there are 1"


def refused(layout, strategy, text):
    with Folder("wait") as folder, Venue(folder, threads=layout, wait=strategy) as venue:
        venue.spawn()
        code = venue.wait_exit()
        expect(code != 0 and text in venue.log(), f"code {code}, wanted '{text}': {venue.log()}")
        expect("--wait park" in venue.log(), f"the way out is named: {venue.log()}")
        expect(not venue.data.exists(), "a refused start writes nothing")
    return f"refused on {os.cpu_count()} cores: '{text}'"


def round_trips(layout, strategy, count):
    with Folder("wait") as folder, Venue(folder, threads=layout, wait=strategy) as venue:
        venue.start()
        with Hogs() as hogs:
            clients = [FixClient(name).open(venue.port) for name in ("DLR001", "DLR002")]
            times = trade(clients, count, hogs, f"{layout}/{strategy}")
            for client in clients:
                client.log_out()
        venue.stop()
        venue.verify()
    times.sort()
    return f"p50 {times[len(times) // 2] * 1e6:.0f} us, max {times[-1] * 1e6:.0f} us of {count}"


def trade(clients, count, hogs, name):
    """Orders and their cancels, one at a time, by turns from two sessions; their round trips."""
    times = []
    deadline = time.monotonic() + SECONDS
    for number in range(count // 2):
        client = clients[number % 2]
        new = f"W{number}"
        for msg_type, body, wanted in (
            ("D", order(new, 1, 68000), "0"), ("F", cancel(new + "C", new, 1), "4")):
            start = time.monotonic()
            client.send(msg_type, body)
            left = deadline - start
            expect(left > 0, f"{name}: {len(times)} of {count} round trips within {SECONDS} s")
            answer = client.answer(dict(body)[11], left)
            times.append(time.monotonic() - start)
            expect(answer[150] == wanted, f"150={wanted} in {answer}")
    hogs.assert_busy()
    for client in clients:
        expect(not client.answers, f"answered twice: {list(client.answers)}")
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=200)
    options = parser.parse_args()
    checks = Checks("wait_strategies")
    for layout in LAYOUTS:
        for strategy in STRATEGIES:
            text = refusal(layout, strategy)
            if text:
                checks.run(f"{layout}/{strategy}", refused, layout, strategy, text)
            else:
                checks.run(f"{layout}/{strategy}", round_trips, layout, strategy, options.orders)
    checks.exit()


if __name__ == "__main__":
    main()
