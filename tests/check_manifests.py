#!/usr/bin/env python3
"""Checks what builders of other systems read: Apple's property lists, and the workflow that makes a release."""

import plistlib
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
# https://developer.apple.com/documentation/bundleresources/privacy-manifest-files: what each kind of use may give as its reason.
REASONS = {
    "NSPrivacyAccessedAPICategoryFileTimestamp": {"DDA9.1", "C617.1", "3B52.1", "0A2A.1"},
    "NSPrivacyAccessedAPICategorySystemBootTime": {"35F9.1", "8FFB.1", "3D61.1"},
    "NSPrivacyAccessedAPICategoryDiskSpace": {"85F4.1", "E174.1", "7D9E.1", "B728.1"},
    "NSPrivacyAccessedAPICategoryUserDefaults": {"CA92.1", "1C8F.1", "C56D.1", "AC6B.1"},
}
JOBS = {"debian", "windows", "macos", "ios", "android"}


def plists() -> None:
    privacy = plistlib.loads((ROOT / "src-tauri/ios/PrivacyInfo.xcprivacy").read_bytes())
    assert privacy["NSPrivacyTracking"] is False and privacy["NSPrivacyTrackingDomains"] == []
    uses = {u["NSPrivacyAccessedAPIType"]: u["NSPrivacyAccessedAPITypeReasons"] for u in privacy["NSPrivacyAccessedAPITypes"]}
    assert uses
    for kind, reasons in uses.items():
        assert reasons and set(reasons) <= REASONS[kind], (kind, reasons)
    for data in privacy["NSPrivacyCollectedDataTypes"]:
        assert data["NSPrivacyCollectedDataTypeTracking"] is False, data
        assert data["NSPrivacyCollectedDataTypePurposes"], data
    info = plistlib.loads((ROOT / "src-tauri/ios/Info.plist").read_bytes())
    assert info["NSLocalNetworkUsageDescription"] and info["LSSupportsOpeningDocumentsInPlace"] is True
    for path in (ROOT / "docs/policy").rglob("*.plist"):
        plistlib.loads(path.read_bytes())


def workflow() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    assert document["permissions"] == {"contents": "read"}, "a job gets more only where it says so"
    assert set(document["jobs"]) == JOBS
    for name, job in document["jobs"].items():
        assert job["permissions"] == {"contents": "read", "id-token": "write", "attestations": "write"}, name
        used = []
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), (name, step)
            # A secret reaches a program by its environment: in a command it would be part of the text.
            assert "secrets." not in step.get("run", ""), (name, step)
            used.append(step.get("uses", ""))
        order = [next(i for i, u in enumerate(used) if u.startswith(f"actions/{a}@"))
                 for a in ("checkout", "attest-build-provenance", "upload-artifact")]
        assert order == sorted(order), name
        attested, kept = (job["steps"][i]["with"] for i in order[1:])
        assert attested["subject-path"] == kept["path"], f"{name}: what is kept is not what is attested"
        assert kept["if-no-files-found"] == "error", name
    for path in set(re.findall(r"\b(?:ios|docs)/[\w./-]+\.\w+", text)):
        assert (ROOT / path).exists() or (ROOT / "src-tauri" / path).exists(), path


plists()
workflow()
sys.exit(0)
