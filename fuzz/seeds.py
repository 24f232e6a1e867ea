"""Makes seeds for the fuzz targets out of the test data, short enough that the fuzzer can work with them.

usage: seeds.py DATA OUT [MOST]      MOST: most seeds for one target (all without it)
"""

import pathlib
import sys

# Seeds of text targets begin with the byte that chooses the encoding (fuzz/src/evidence.rs).
UTF8, UTF16LE, CP932 = b"\0", b"\1", b"\3"
TEXT_BYTES = 4096
EVTX_CHUNK = 65536
EVTX_HEADER = 4096

# Target, patterns below the test data, and what comes before the bytes.
TEXTS = [
    ("omadm", ["cases/*android*/OMADM*.log", "samples/android-omadm/*.log"], UTF8),
    ("console", ["cases/*ios*/*console*.txt", "samples/ios/msdocs-console-*.txt"], UTF8),
    ("unified_log", ["cases/*ios*/profiled.log", "cases/*ios*/*.ndjson"], UTF8),
    ("syslog", ["cases/*ios*/device-console.log", "samples/ios/*syslog*.txt"], UTF8),
    ("event_xml", ["samples/windows-evtx-scep/*utf8bom.xml", "cases/36-*/Admin.xml"], UTF8),
    ("event_xml", ["samples/windows-evtx-scep/*utf16le.xml"], UTF16LE),
    ("event_text", ["samples/windows-evtx-scep/*.wevtutil.*utf8bom.txt"], UTF8),
    ("event_text", ["samples/windows-evtx-scep/*.cp932.txt"], CP932),
    ("event_csv", ["samples/windows-evtx-scep/*utf8bom.csv", "cases/23-*/Admin.csv"], UTF8),
    ("event_csv", ["samples/windows-evtx-scep/*utf16le.csv"], UTF16LE),
    ("redact", ["cases/3[12]-redact-*/*.*", "samples/iis/*.log"], b"\0\4"),
    ("detect", ["cases/*/*.*", "samples/iis/*.log", "samples/connector-ndes/*.*"], b""),
]


def seeds(data: pathlib.Path):
    for target, patterns, prefix in TEXTS:
        for pattern in patterns:
            for path in sorted(data.glob(pattern)):
                yield target, path.name, prefix + path.read_bytes()[:TEXT_BYTES]
    for path in sorted(data.glob("samples/windows-evtx*/*.evtx")):
        yield "evtx", path.name, path.read_bytes()[: EVTX_HEADER + EVTX_CHUNK]
    for path in sorted(data.glob("bundles/*/*.zip*")):
        yield "bundle", path.name, path.read_bytes()
    yield "bundle", "empty.zip", b"PK\5\6" + bytes(18)
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJwT0WWk2Bqe1RfNYGmUcMDwe0Q8J3kGJr1WgLhIkAmX"
    for number, options in enumerate(['', 'namespaces="scepscope-bundle@v1",valid-after="20260101Z" ', "cert-authority "]):
        yield "allowed_signers", f"line-{number}", f"device,*@example,!bad@example {options}{key} note\n# word\n".encode()


def main(data: str, out: str, most: int) -> None:
    written = {}
    for target, name, seed in seeds(pathlib.Path(data)):
        written[target] = written.get(target, 0) + 1
        if written[target] <= most:
            folder = pathlib.Path(out, target)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"seed-{written[target]:03}-{name}").write_bytes(seed)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else sys.maxsize)
