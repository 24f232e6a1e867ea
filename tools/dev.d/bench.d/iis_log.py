"""Writes a large IIS log: the cases' logs one after the other, again and again, each moved on by a day.

usage: iis_log.py CASES OUT BYTES

The first day is that of the first case's log, so that a device's log of that case joins with it.
"""

import pathlib
import re
import sys
from datetime import date, timedelta

DAY = re.compile(rb"^\d{4}-\d\d-\d\d", re.M)
HEADER = re.compile(rb"^#.*\n", re.M)
START = date(2026, 11, 2)


def main(cases: str, out: str, size: int) -> None:
    paths = sorted(pathlib.Path(cases).glob("*/u_ex*.log"))
    if not paths:
        sys.exit(f"no u_ex*.log below {cases}")
    logs = []
    for path in paths:
        data = path.read_bytes().replace(b"\r\n", b"\n")
        fields = re.search(rb"^#Fields: .*\n", data, re.M)
        # Requests to other pages are most of a server's log.
        lines = HEADER.sub(b"", data)
        quiet = b"".join(line for line in lines.splitlines(True) if b"mscep" not in line and b"Registration" not in line)
        logs.append((fields.group(0) if fields else b"", lines, quiet))
    day, written = START, 0
    with open(out, "wb") as file:
        while written < size:
            for fields, lines, quiet in logs:
                stamp = day.isoformat().encode()
                written += file.write(fields + DAY.sub(stamp, lines) + DAY.sub(stamp, quiet) * 20)
                day += timedelta(days=1)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
