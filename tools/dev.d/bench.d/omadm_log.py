"""Writes a large Android log: the cases' logs one after the other, again and again, each moved on in time.

usage: omadm_log.py CASES OUT BYTES
"""

import pathlib
import re
import sys
from datetime import datetime, timedelta

STAMP = re.compile(rb"^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?=:\d\d\.\d+\s)", re.M)
MINUTE = "%Y-%m-%dT%H:%M"
START = datetime(2026, 1, 1)
GAP = timedelta(minutes=5)


class Log:
    """One log as a template whose minutes are filled in: seconds stay, so the order of the records does too."""

    def __init__(self, data: bytes):
        if data.startswith(b"\xff\xfe"):
            data = data.decode("utf-16").encode()
        data = data.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
        minutes = sorted(set(STAMP.findall(data)))
        self.first = datetime.strptime(minutes[0].decode(), MINUTE)
        self.length = datetime.strptime(minutes[-1].decode(), MINUTE) - self.first
        self.offsets = {m: datetime.strptime(m.decode(), MINUTE) - self.first for m in minutes}
        self.template = STAMP.sub(rb"%(\1)s", data.replace(b"%", b"%%"))

    def at(self, start: datetime) -> bytes:
        return self.template % {m: (start + o).strftime(MINUTE).encode() for m, o in self.offsets.items()}


def main(cases: str, out: str, size: int) -> None:
    logs = [Log(path.read_bytes()) for path in sorted(pathlib.Path(cases).glob("*/OMADM*.log"))]
    if not logs:
        sys.exit(f"no OMADM*.log below {cases}")
    logs.sort(key=lambda log: log.first)
    start, written = START, 0
    with open(out, "wb") as file:
        while written < size:
            for log in logs:
                written += file.write(log.at(start))
                start += log.length + GAP


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
