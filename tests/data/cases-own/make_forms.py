#!/usr/bin/env python3
"""Writes the forms of a log that people hold besides the plain file: rich text, logcat, bug reports, other styles of
Apple's `log`, exports of the registry, MDMDiagReport. Each folder gets the log and expect.json. The records come from
../cases or are made up in the documented texts. Run it in this folder; it is deterministic."""
import json, os, re

HERE = os.path.dirname(os.path.abspath(__file__))


def put(case, files, expect):
    folder = os.path.join(HERE, case)
    os.makedirs(folder, exist_ok=True)
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    expect = {"title": expect.pop("title"), "inputs": list(files), **expect}
    with open(os.path.join(folder, "expect.json"), "w", encoding="utf-8") as out:
        json.dump(expect, out, ensure_ascii=False, indent=1)
        out.write("\n")


def source(path):
    with open(os.path.join(HERE, "..", "cases", path), encoding="utf-8") as f:
        return f.read()


def expected(case):
    with open(os.path.join(HERE, "..", "cases", case, "expect.json"), encoding="utf-8") as f:
        expect = json.load(f)
    return {key: value for key, value in expect.items() if key not in ("title", "inputs", "why")}


def rtf_escape(text):
    out = []
    for c in text:
        if c in "\\{}":
            out.append("\\" + c)
        elif c == "\t":
            out.append("\\tab ")
        elif c in "“”":
            out.append("\\'93" if c == "“" else "\\'94")
        elif ord(c) < 128:
            out.append(c)
        else:
            for unit in re.findall("....", c.encode("utf-16-be").hex()):
                number = int(unit, 16)
                out.append("\\u%d ?" % (number - 65536 if number > 32767 else number))
    return "".join(out)


def rich_text():
    """A copy out of Console, pasted into TextEdit and saved as rich text."""
    lines = source("15-ios-console-rtf-success/console.txt").splitlines()
    plain = [line.rstrip().removesuffix("\\").rstrip().replace("\\'93", "“").replace("\\'94", "”") for line in lines]
    head = ("{\\rtf1\\ansi\\ansicpg1252\\cocoartf2822\n\\cocoatextscaling0\\cocoaplatform0{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n"
            "{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n\\paperw11900\\paperh16840\\margl1440\\margr1440\n"
            "\\pard\\tx566\\tx1133\\pardirnatural\\partightenfactor0\n\n\\f0\\fs24 \\cf0 ")
    put("ios-rtf-textedit", {"console.rtf": head + "\\\n".join(map(rtf_escape, plain)) + "}"},
        {"title": "iOS console text as a rich text document of TextEdit, complete success", **expected("15-ios-console-rtf-success")})
    tabs = source("16-ios-console-tabs-22005-dns/console.txt").splitlines()
    word = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}\r\n{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard "
    put("ios-rtf-wordpad", {"mail.rtf": word + "".join(rtf_escape(line) + "\\par\r\n" for line in tabs) + "}\r\n"},
        {"title": "iOS console columns as a rich text document of WordPad, name not found", **expected("16-ios-console-tabs-22005-dns")})


OMADM = re.compile(r"^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)\.(\d{7})\s+(\w+)\s+(?:Event\s+)?(\S+)\s+(\d+)\s+(\d+)\s+(.*)$")
LETTER = {"VERB": "V", "DEBG": "D", "INFO": "I", "WARN": "W", "EROR": "E", "ERROR": "E"}


def omadm_records(text):
    records = []
    for line in text.splitlines():
        m = OMADM.match(line)
        if m:
            records.append([*m.groups()[:8], [m[9]]])
        elif records:
            records[-1][8].append(line)
    return records


def logcat(records, layout):
    out = []
    for month, day, clock, fraction, level, tag, pid, tid, lines in records:
        when, letter = "%s-%s %s.%s" % (month, day, clock, fraction[:3]), LETTER.get(level, "I")
        if layout == "long":
            out.append("[ %s %5s:%5s %s/%s ]\n%s\n\n" % (when, pid, tid, letter, tag, "\n".join(l for l in lines if l)))
            continue
        for line in lines:
            out.append({"threadtime": "%s %5s %5s %s %s: %s\n" % (when, pid, tid, letter, tag, line),
                        "time": "%s %s/%-8s(%5s): %s\n" % (when, letter, tag, pid, line),
                        "brief": "%s/%-8s(%5s): %s\n" % (letter, tag, pid, line)}[layout])
    return "".join(out)


def android_logcat():
    for case, layout in [("02-android-2019-dns/OMADMLog_0.log", "threadtime"), ("03-android-2024-tls-untrusted/CloudExtension.log", "time"),
                         ("04-android-2024-http404-getcacaps/OMADMLog_0.log", "long"), ("01-android-2018-success/OMADM.log", "brief")]:
        folder = case.split("/")[0]
        expect = expected(folder)
        text = "--------- beginning of main\n" + logcat(omadm_records(source(case)), layout)
        put("android-logcat-" + layout, {"logcat.txt": text}, {"title": "Android system log in the format %s: %s" % (layout, folder), **expect})
    body = logcat(omadm_records(source("08-android-pending/OMADMLog_0.log")), "threadtime")
    noise = "".join("04-21 18:44:%02d.000  1000  1100  1200 I ActivityManager: Start proc %d:com.example/u0a1\n" % (n, n) for n in range(10, 50))
    report = ("========================================================\n== dumpstate: 2026-04-21 18:50:00\n"
              "========================================================\n\nBuild: AP1A.240405.002\n\n"
              "------ SYSTEM LOG (logcat -v threadtime -v printable -d *:v) ------\n--------- beginning of main\n" + noise + body
              + "------ 0.062s was the duration of 'SYSTEM LOG' ------\n")
    put("android-bugreport-pending", {"bugreport.txt": report}, {"title": "Android bug report with the lines of a pending request",
                                                                 **expected("08-android-pending")})


def apple_styles():
    """`log show` and `log stream` in the other styles, from the ndjson of a case."""
    lines = [json.loads(line) for line in source("18-ios-ndjson-post-success/scep.ndjson").splitlines() if line.startswith('{"')]
    entries = [e for e in lines if "eventMessage" in e]
    expect = expected("18-ios-ndjson-post-success")

    def name(e):
        return e["processImagePath"].rsplit("/", 1)[-1]

    def prefix(e):
        return "[%s:%s] " % (e["subsystem"], e.get("category", "")) if e.get("subsystem") else ""

    heading = "Filtering the log data using \"process == \"profiled\"\"\nTimestamp                       Thread     Type        Activity             PID    TTL  \n"
    default = heading + "".join("%s 0x%-8x %-11s 0x0                  %-6d 0    %s: %s%s\n"
                                % (e["timestamp"], e["threadID"], e["messageType"], e["processID"], name(e), prefix(e), e["eventMessage"]) for e in entries)
    put("ios-log-stream-default", {"stream.txt": default}, {"title": "log stream, style default, POST", **expect})
    short = {"Default": "Df", "Debug": "Db", "Info": "I ", "Error": "E ", "Fault": "F "}
    compact = "Timestamp               Ty Process[PID:TID]\n" + "".join(
        "%s %s %s[%d:%x] %s%s\n" % (e["timestamp"][:23], short[e["messageType"]], name(e), e["processID"], e["threadID"], prefix(e), e["eventMessage"]) for e in entries)
    put("ios-log-show-compact", {"show.txt": compact}, {"title": "log show, style compact: no offset", **expect})
    syslog = "Timestamp                       (process)[PID]    \n" + "".join(
        "%s  localhost %s[%d]: %s<%s>: %s\n" % (e["timestamp"], name(e), e["processID"], prefix(e), e["messageType"], e["eventMessage"]) for e in entries)
    put("ios-log-show-syslog", {"show.txt": syslog}, {"title": "log show, style syslog", **expect})
    array = "[" + ",".join(json.dumps(e, indent=2).replace('" :', '" :') for e in entries) + "]\n"
    put("ios-log-show-json", {"show.json": array}, {"title": "log show, style json", **expect})
    level = {"Default": "Notice", "Debug": "Debug", "Info": "Info", "Error": "Error", "Fault": "Critical"}
    device = "[connected:00008030-000000000000001E]\n" + "".join(
        "%s %2d %s %s(ManagedConfiguration)[%d] <%s>: %s\n" % ("Oct", int(e["timestamp"][8:10]), e["timestamp"][11:26], name(e), e["processID"], level[e["messageType"]], e["eventMessage"])
        for e in entries)
    put("ios-idevicesyslog", {"syslog.txt": device}, {"title": "idevicesyslog: no year, no host, fractions of a second", **expect})
    mac = [dict(e, processImagePath="/usr/libexec/mdmclient") if name(e) == "profiled" else e for e in entries]
    put("macos-log-show-ndjson", {"show.ndjson": "".join(json.dumps(e) + "\n" for e in mac)},
        {"title": "macOS: the same messages by mdmclient", **{**expect, "platform": "macos"}})


def windows_state():
    profile = "ModelName_AC_1a2b3c4d-0001-4aaa-8bbb-000000000001_LogicalName_aaaa1111_2222_4333_8444_555566667777_Hash_1200450317"
    registry = ("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\MS DM Server]\r\n\r\n"
                "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\MS DM Server\\%s]\r\n\r\n"
                "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SCEP\\MS DM Server\\%s\\Install]\r\n\"ServerURL\"=\"https://ndes-a.dev-corp.example.com/certsrv/mscep/mscep.dll/pkiclient.exe\"\r\n"
                "\"Challenge\"=\"SECRETCHALLENGE0123456789\"\r\n\"KeyLength\"=dword:00000800\r\n\"SubjectName\"=\"CN=device\"\r\n" % (profile, profile))
    expect = {"platform": "windows", "outcome": "inconclusive", "reached_ndes": "unknown", "challenge_presented": "unknown", "attempts": 1,
              "milestones": {"profile_received": "seen", "request_generated": "not_recordable", "request_sent": "not_recordable",
                             "certificate_installed": "not_recordable"},
              "causes_forbidden": ["*", "profile_not_received", "stalled_unexplained"]}
    put("windows-registry-scep", {"scep.reg": b"\xff\xfe" + registry.encode("utf-16-le")},
        {"title": "Windows, registry export (UTF-16): the profile is there, nothing else can be told", **expect,
         "server_url_contains": "ndes-a.dev-corp.example.com"})
    html = ("<!DOCTYPE html>\r\n<html><head><title>MDM Diagnostic Report</title><style>td{border:1px}</style></head><body>\r\n"
            "<h2>Certificates</h2><table><tr><th>Issued To</th><th>Issued By</th><th>Expiration</th></tr>\r\n"
            "<tr><td>CN=device</td><td>CN=Contoso Issuing CA</td><td>2027-01-01</td></tr></table>\r\n"
            "<h2>Enrolled configuration sources and target resources</h2><table><tr><th>Configuration source</th><th>Resource</th></tr>\r\n"
            "<tr><td>MDM</td><td>./Device/Vendor/MSFT/ClientCertificateInstall/SCEP/%s</td></tr>\r\n"
            "<tr><td>MDM</td><td>./Device/Vendor/MSFT/RootCATrustedCertificates/Root/44D0AA17E0B9C35F8812A6740C9D3EFB5167AC02</td></tr></table></body></html>\r\n" % profile)
    put("windows-mdmdiag-html", {"MDMDiagReport.html": html},
        {"title": "Windows, MDMDiagReport.html: the profile is there, nothing else can be told", **expect})
    other = ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<MDMEnterpriseDiagnosticsReport><Version>1.0</Version><PolicyManager><ConfigSource>"
             "<EnrollmentId>91A0B3C4-D5E6-4F70-8192-A3B4C5D6E7F8</EnrollmentId><PolicyScope><PolicyScope>Device</PolicyScope><Area>"
             "<PolicyAreaName>Update</PolicyAreaName></Area></PolicyScope></ConfigSource></PolicyManager></MDMEnterpriseDiagnosticsReport>\r\n")
    put("windows-mdmdiag-xml-without", {"MDMDiagReport.xml": other},
        {"title": "Windows, MDMDiagReport.xml without a SCEP profile proves no absence", "platform": "windows", "outcome": "inconclusive",
         "reached_ndes": "unknown", "challenge_presented": "unknown", "attempts": 0, "causes_forbidden": ["*", "profile_not_received"]})
    with open(os.path.join(HERE, "..", "samples", "windows-evtx-scep", "dev-06-two-profiles.wevtutil.utf8bom.xml"), "rb") as f:
        events = f.read()
    report = other.replace("<PolicyManager>", "<Resources><ResourceName>./User/Vendor/MSFT/ClientCertificateInstall/SCEP/%s</ResourceName></Resources><PolicyManager>" % profile)
    with open(os.path.join(HERE, "..", "samples", "windows-evtx-scep", "dev-06-two-profiles.expect.json"), encoding="utf-8") as f:
        both = {k: v for k, v in json.load(f).items() if k not in ("title", "inputs")}
    put("windows-mdmdiag-with-events", {"MDMDiagReport.xml": report, "Admin.xml": events},
        {"title": "Windows, MDMDiagReport.xml beside the events: one attempt more is not made of it", **both})


def several_clocks():
    admin = source("23-windows-ja-csv-dns/Admin.csv")
    application = ("Event[0]\n  Log Name: Application\n  Source: Microsoft-Windows-CertificateServicesClient-CertEnroll\n  Date: 2026-09-28T23:50:00.0000000Z\n"
                   "  Event ID: 88\n  Task: N/A\n  Level: Information\n  Opcode: Info\n  Keyword: N/A\n  User: S-1-5-18\n  User Name: NT AUTHORITY\\SYSTEM\n"
                   "  Computer: PC\n  Description: \nSCEP Certificate enrollment for Local system via https://scep.fabrikam.example/certsrv/mscep/mscep.dll/pkiclient.exe succeeded:\n\n"
                   "PkiStatus(0): SCEPDispositionSuccess\nMethod: POST(1s)\nStage: Done\n")
    put("windows-two-clocks", {"Admin.csv": admin, "application.txt": application},
        {"title": "Windows, local times without offset and UTC are not put in one order: the failure stays, whatever the digits say",
         "platform": "windows", "outcome": "failed", "attempts": 2, "causes_required": ["dns_failure"], "causes_forbidden": ["install_failed"]})


def rotated():
    first, second = (source("12-android-retries-rotated/OMADMLog_%d.log" % n) for n in (0, 1))
    expect = expected("12-android-retries-rotated")
    expect["causes_required"] = sorted({*expect.get("causes_required", []), "log_rolled_over"})
    put("android-rotated-file-missing", {"OMADMLog_0.log": first, "OMADMLog_2.log": second},
        {"title": "Android, a file of a rotated set is missing and told", **expect})
    log = source("02-android-2019-dns/OMADMLog_0.log")
    twice = expected("02-android-2019-dns")
    twice.pop("key_strings", None)
    put("android-same-log-twice", {"OMADMLog_0.log": log, "copy of OMADMLog_0.log": log},
        {"title": "Android, the same log handed over twice counts once", **twice})


def mixed():
    """A line of another encoding inside a file, as editors and redirected output leave it."""
    text = source("06-android-ca-fingerprint/OMADMLog_0.log").splitlines(keepends=True)
    middle = len(text) // 2
    raw = "".join(text[:3]).encode() + "2026-02-14T16:20:47.9000000\tINFO\ta.b.C\t1\t 2\tGerät für Größe\n".encode("latin-1") \
        + "".join(text[3:middle]).encode() + "証明書の登録\n".encode("cp932") + "".join(text[middle:]).encode()
    put("android-mixed-encodings", {"OMADMLog_0.log": raw}, {"title": "Android, Latin-1 and code page 932 inside a UTF-8 log",
                                                             **expected("06-android-ca-fingerprint")})


if __name__ == "__main__":
    for step in (rich_text, android_logcat, apple_styles, windows_state, several_clocks, rotated, mixed):
        step()
