"""Writes a folder of large logs, as a device would have after months: the cases' logs one after the other, again and
again, each time moved on in time and with other identifiers and numbers, so that it compresses about as logs do.

usage: evidence.py CASES FOLDER BYTES [FILES]
"""

import pathlib
import random
import re
import sys
from datetime import datetime, timedelta

# What differs from one time to the next: ISO minutes, GUIDs, hexadecimal words, longer numbers. In this order.
VARYING = re.compile(
    rb"(?P<minute>\d{4}-\d\d-\d\dT\d\d:\d\d)(?=:\d\d)"
    rb"|(?P<guid>\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b)"
    rb"|(?P<hex>\b(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{6,12}\b)"
    rb"|(?P<number>(?<![\d.:-])\d{3,9}(?![\d.:-]))"
)
MINUTE = "%Y-%m-%dT%H:%M"
START = datetime(2026, 1, 1)


class Log:
    """A log as a template of fixed and varying parts."""

    def __init__(self, data: bytes):
        data = data.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
        self.fixed, self.varying, at = [], [], 0
        for match in VARYING.finditer(data):
            self.fixed.append(data[at : match.start()])
            self.varying.append((match.lastgroup, match.group()))
            at = match.end()
        self.rest = data[at:]
        minutes = [datetime.strptime(v.decode(), MINUTE) for kind, v in self.varying if kind == "minute"]
        self.first = min(minutes, default=START)
        self.length = max(minutes, default=START) - self.first + timedelta(minutes=1)

    def at(self, start: datetime, rng: random.Random) -> bytes:
        known: dict[bytes, bytes] = {}
        parts = []
        for fixed, (kind, value) in zip(self.fixed, self.varying):
            parts.append(fixed)
            if value not in known:
                known[value] = self.other(kind, value, start, rng)
            # Within one log an identifier stays itself; a number is another one each time.
            parts.append(known.pop(value) if kind == "number" else known[value])
        parts.append(self.rest)
        return b"".join(parts)

    def other(self, kind: str, value: bytes, start: datetime, rng: random.Random) -> bytes:
        if kind == "minute":
            moment = start + (datetime.strptime(value.decode(), MINUTE) - self.first)
            return moment.strftime(MINUTE).encode()
        if kind == "guid":
            h = b"%032x" % rng.getrandbits(128)
            return b"-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))
        if kind == "hex":
            return (b"%012x" % rng.getrandbits(48))[: len(value)]
        low = 10 ** (len(value) - 1)
        return b"%d" % rng.randrange(low, 10 * low)


def main(cases: pathlib.Path, folder: pathlib.Path, size: int, files: int) -> None:
    android = [Log(p.read_bytes()) for p in sorted(cases.glob("*/OMADM*.log")) if b"\0" not in p.read_bytes()]
    console = [Log(p.read_bytes()) for p in sorted(cases.glob("*-ios-*/console.txt"))]
    if not android or not console:
        sys.exit(f"no OMADM*.log or console.txt below {cases}")
    folder.mkdir(parents=True)
    for number in range(files):
        rng = random.Random(number)
        logs = console if number % 8 == 7 else android
        name = f"console-{number}.txt" if logs is console else f"OMADMLog_{number}.log"
        start, written = START + timedelta(days=number), 0
        with open(folder / name, "wb") as out:
            while written < size // files:
                for log in logs:
                    written += out.write(log.at(start, rng))
                    start += log.length


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]), int((sys.argv[4:] or ["32"])[0]))
