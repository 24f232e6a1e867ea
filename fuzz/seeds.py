"""Makes seeds for the fuzz targets out of the test data, short enough that the fuzzer can work with them.

usage: seeds.py DATA OUT [MOST]      MOST: most seeds for one target (all without it)
"""

import gzip
import io
import json
import pathlib
import struct
import sys
import tarfile
import zipfile

# Seeds of text targets begin with the byte that chooses the encoding (fuzz/src/evidence.rs).
UTF8, UTF16LE, CP932 = b"\0", b"\1", b"\3"
TEXT_BYTES = 4096
EVTX_CHUNK = 65536
EVTX_HEADER = 4096
TRACE_BYTES = 65536

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
    ("logcat", ["cases-own/android-logcat-*/*.txt", "cases-own/android-bugreport-*/*.txt"], UTF8),
    ("iis", ["cases/*/u_ex*.log", "samples/iis/*.log"], UTF8),
    ("httperr", ["cases-own/*/httperr*.log"], UTF8),
    ("ndes_plugin", ["cases/*/NDESPlugin.log", "cases-own/plugin-*/NDESPlugin.log"], UTF8),
    ("svclog", ["cases/*/*.svclog", "cases-own/*/*.svclog"], UTF8),
    ("setup_msi", ["cases/*/SetupMsi.log", "cases-own/setup-*/SetupMsi.log"], UTF8),
    ("registry", ["cases-own/*/*.reg"], UTF8),
    ("mdm_report", ["cases-own/*/MDMDiagReport.xml", "cases-own/*/MDMDiagReport.html"], UTF8),
    ("rtf", ["cases-own/*/*.rtf", "cases/15-*/*.txt"], b""),
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
    for path in sorted(data.glob("samples/sysdiagnose/*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive:
                name = member.name.rsplit("/", 1)[-1]
                if name.endswith(".tracev3") and member.size <= TRACE_BYTES:
                    yield "tracev3", name, archive.extractfile(member).read()
                elif "/MCState/" in member.name and member.isfile():
                    yield "mc_state", name, archive.extractfile(member).read()
    yield from (("records", f"{kind}.jsonl", lines(kind)) for kind in ("evtx", "unified_log", "syslog"))
    yield "journal", "journal.json", UTF8 + journal()
    yield "device_facts", "device.json", UTF8 + json.dumps(FACTS).encode()
    yield from (("container", name, seed) for name, seed in archives())
    for path in sorted(data.glob("bundles/*/*.zip*")):
        yield "bundle", path.name, path.read_bytes()
    yield "bundle", "empty.zip", b"PK\5\6" + bytes(18)
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJwT0WWk2Bqe1RfNYGmUcMDwe0Q8J3kGJr1WgLhIkAmX"
    for number, options in enumerate(['', 'namespaces="scepscope-bundle@v1",valid-after="20260101Z" ', "cert-authority "]):
        yield "allowed_signers", f"line-{number}", f"device,*@example,!bad@example {options}{key} note\n# word\n".encode()


FACTS = {"schema": "scepscope.device/1", "platform": "linux", "collected": "2026-11-03T10:10:12Z", "system": "Debian 12"}


def lines(kind):
    """Records as a bundle has them."""
    common = {"time": "2026-11-03T10:10:12.5Z", "level": "error", "process_id": 4, "thread_id": 7}
    event = {"origin": "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider", "event_id": 32,
             "channel": "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin",
             "fields": {"HRESULT": "0x80072ee7", "Message1": "a\nb"}}
    plain = {"origin": "profiled", "event_id": None, "channel": None, "fields": {}}
    locators = {"evtx": "record 17", "unified_log": "Persist/0000000000000001.tracev3:4096", "syslog": "line 3"}
    rest = event if kind == "evtx" else plain
    messages = ["SCEP: Certificate enroll failed. Result: (0x80072ee7)", "GetCACaps failed: NSURLErrorDomain -1003"]
    records = [{"kind": kind, "locator": locators[kind], **common, **rest, "message": text} for text in messages]
    return "".join(json.dumps(record, separators=(",", ":")) + "\n" for record in records).encode()


def journal():
    """Entries as `journalctl -o json` writes them."""
    fields = {"__REALTIME_TIMESTAMP": "1793700612345678", "PRIORITY": "3", "_SYSTEMD_USER_UNIT": "intune-agent.service",
              "_HOSTNAME": "host", "_PID": "4711"}
    forms = ["GetCACaps failed", [104, 105, 255], ["one", "two"], None]
    return "".join(json.dumps({**fields, "MESSAGE": form}) + "\n" for form in forms).encode()


def archives():
    """One small archive of each kind, and one within another."""
    files = {"OMADM.log": b"2026-11-02T04:10:11 GetCACaps\n" * 20, "logs/deep/profiled.log": b"line\n", "../out": b"x"}
    for name, method in [("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)]:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        yield f"{name}.zip", packed.getvalue()
    for form in (tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
            for path, content in {**files, "long/" * 40 + "name.log": b"y"}.items():
                info = tarfile.TarInfo(path)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        yield f"form{form}.tar", packed.getvalue()
        yield f"form{form}.tar.gz", gzip.compress(packed.getvalue(), mtime=0)
    yield "one.gz", gzip.compress(files["OMADM.log"], mtime=0)
    yield "stored.cab", cabinet({"OMADM.log": files["OMADM.log"], "b.log": b"line\n"})


def cabinet(files):
    """A cabinet of one folder, stored: [MS-CAB] 2.1-2.4. Checksums of zero are not checked."""
    data = b"".join(files.values())
    entries, at = b"", 0
    for name, content in files.items():
        entries += struct.pack("<IIHHHH", len(content), at, 0, 0x5C62, 0x2000, 0x20) + name.encode() + b"\0"
        at += len(content)
    blocks = struct.pack("<IHH", 0, len(data), len(data)) + data
    folder_at = 36 + 8
    folder = struct.pack("<IHH", folder_at + len(entries), 1, 0)
    size = folder_at + len(entries) + len(blocks)
    header = b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, size, 0, folder_at, 0, 3, 1, 1, len(files), 0, 0, 0)
    return header + folder + entries + blocks


def main(data: str, out: str, most: int) -> None:
    written = {}
    for target, name, seed in seeds(pathlib.Path(data)):
        written[target] = written.get(target, 0) + 1
        if written[target] <= most:
            folder = pathlib.Path(out, target)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"seed-{written[target]:03}-{name}").write_bytes(seed)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else sys.maxsize)
