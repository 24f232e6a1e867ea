"""Writes a large IIS log, as a busy server does: in order, so many requests a second, a new header each day.

usage: iis_log.py CASES OUT BYTES

Each day holds the requests of all the cases' logs that have the same columns at their times, among requests to other
pages. The first day is that of the first case's log, so that a device's log of that case joins with it.
"""

import itertools
import pathlib
import re
import sys
from collections import defaultdict
from datetime import date, timedelta

LINE = re.compile(rb"^\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d)( .*)$", re.M)
FIELDS = re.compile(rb"^#Fields: .*$", re.M)
START = date(2026, 11, 2)
# Requests a second to other pages; a day is then about half a GiB.
RATE = 50


def main(cases: str, out: str, size: int) -> None:
    layouts = {}
    for path in sorted(pathlib.Path(cases).glob("*/u_ex*.log")):
        data = path.read_bytes().replace(b"\r\n", b"\n")
        requests, other = layouts.setdefault(FIELDS.search(data).group(0), (defaultdict(list), []))
        for time, rest in LINE.findall(data):
            requests[time].append(rest)
            if b"mscep" not in rest.lower() and b"registration" not in rest.lower():
                other.append(rest)
    days = [(fields, requests, itertools.cycle(other)) for fields, (requests, other) in layouts.items()]
    if not days:
        sys.exit(f"no u_ex*.log below {cases}")
    with open(out, "wb") as file:
        day = START
        for fields, requests, other in itertools.cycle(days):
            stamp = day.isoformat().encode()
            day += timedelta(days=1)
            file.write(b"#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n")
            file.write(b"#Date: %s 00:00:00\n%s\n" % (stamp, fields))
            for second in range(24 * 60 * 60):
                time = b"%02d:%02d:%02d" % (second // 3600, second // 60 % 60, second % 60)
                lines = requests.get(time, []) + list(itertools.islice(other, RATE))
                file.write(b"".join(b"%s %s%s\n" % (stamp, time, rest) for rest in lines))
                if file.tell() >= size:
                    return


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
