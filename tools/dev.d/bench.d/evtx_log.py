"""Writes a large event log: the chunks of real logs again and again, numbered on, with one SCEP enrolment among them.

usage: evtx_log.py SAMPLES SCENARIO OUT BYTES

Chunks stay as Windows wrote them but for record numbers and checksums: templates, strings and times are real.
"""

import pathlib
import struct
import sys
import zlib

HEADER, CHUNK, FIRST_RECORD = 4096, 65536, 512


def chunks(path: pathlib.Path):
    data = path.read_bytes()
    for at in range(HEADER, len(data) - CHUNK + 1, CHUNK):
        chunk = data[at : at + CHUNK]
        if chunk.startswith(b"ElfChnk\0"):
            yield bytearray(chunk)


def numbered(chunk: bytearray, first: int) -> tuple[bytearray, int]:
    """The chunk with its records numbered from `first`, and the number after its last."""
    free = struct.unpack_from("<I", chunk, 48)[0]
    number, at = first, FIRST_RECORD
    while at + 24 <= free and chunk[at : at + 4] == b"**\0\0":
        size = struct.unpack_from("<I", chunk, at + 4)[0]
        if size < 28 or at + size > free:
            break
        struct.pack_into("<Q", chunk, at + 8, number)
        number += 1
        at += size
    if number == first:
        return chunk, first
    for offset in (8, 24):
        struct.pack_into("<QQ", chunk, offset, first, number - 1)
    struct.pack_into("<I", chunk, 52, zlib.crc32(bytes(chunk[FIRST_RECORD:free])))
    struct.pack_into("<I", chunk, 124, zlib.crc32(bytes(chunk[:120] + chunk[128:512])))
    return chunk, number


def main(samples: str, scenario: str, out: str, size: int) -> None:
    noise = [c for path in sorted(pathlib.Path(samples).glob("*.evtx")) if "corrupt" not in path.name for c in chunks(path)]
    enrolment = list(chunks(pathlib.Path(scenario)))
    if not noise or not enrolment:
        sys.exit("no event logs to make it of")
    count, number = 0, 1
    with open(out, "wb") as file:
        file.write(bytes(HEADER))
        while HEADER + count * CHUNK < size:
            # The enrolment stands once, in the middle.
            batch = enrolment if count == size // CHUNK // 2 // len(noise) * len(noise) else noise
            for chunk in batch:
                chunk, number = numbered(chunk, number)
                file.write(chunk)
                count += 1
        head = bytearray(HEADER)
        head[:8] = b"ElfFile\0"
        struct.pack_into("<QQQIHHHH", head, 8, 0, count - 1, number, 128, 1, 3, HEADER, count & 0xFFFF)
        struct.pack_into("<I", head, 124, zlib.crc32(bytes(head[:120])))
        file.seek(0)
        file.write(head)


main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
