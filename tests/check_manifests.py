#!/usr/bin/env python3
"""Checks what builders of other systems read: Apple's property lists, and the workflow that makes a release."""

import plistlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
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
# What Tauri 2 makes, but for comments.
ANDROID_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android">
    <uses-permission android:name="android.permission.INTERNET" />
    <application
        android:icon="@mipmap/ic_launcher"
        android:label="@string/app_name"
        android:usesCleartextTraffic="${usesCleartextTraffic}">
        <activity android:launchMode="singleTask" android:name=".MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <provider
          android:name="androidx.core.content.FileProvider"
          android:authorities="${applicationId}.fileprovider"
          android:exported="false"
          android:grantUriPermissions="true">
          <meta-data android:name="android.support.FILE_PROVIDER_PATHS" android:resource="@xml/file_paths" />
        </provider>
    </application>
</manifest>
"""
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
    for path in set(re.findall(r"\b(?:ios|android|docs)/[\w./-]+\.\w+", text)):
        assert (ROOT / path).exists() or (ROOT / "src-tauri" / path).exists(), path


def android() -> None:
    """The managed configuration, put into a project as `tauri android init` makes it, and each word that it names."""
    name, resource = (f"{{http://schemas.android.com/apk/res/android}}{part}" for part in ("name", "resource"))
    script = ROOT / "src-tauri/android/restrictions.py"
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        manifest = project / "AndroidManifest.xml"
        manifest.write_text(ANDROID_MANIFEST, encoding="utf-8")
        for _ in range(2):
            subprocess.run([sys.executable, script, project], check=True)
        root = xml.parse(manifest).getroot()
        declared = [(m.get(name), m.get(resource)) for m in root.findall("application/meta-data")]
        assert declared == [("android.content.APP_RESTRICTIONS", "@xml/app_restrictions")], declared
        assert len(root.findall("application/activity")) == 1 and len(root.findall("application/provider")) == 1
        restrictions = (project / "res/xml/app_restrictions.xml").read_text(encoding="utf-8")
        wanted = set(re.findall(r'"@(string|array)/(\w+)"', restrictions))
        assert len(wanted) >= 20, wanted
        for values in ("values", "values-ja"):
            resources = xml.parse(project / "res" / values / "policy.xml").getroot()
            given = {(r.tag.removeprefix("string-"), r.get("name")) for r in resources}
            assert given == wanted, given ^ wanted
            for resource_ in resources:
                text = "".join(resource_.itertext()).strip()
                # Android ends a text at such a mark, or takes it for its own.
                assert text and not re.search(r"""(?<!\\)['"]""", text) and text[0] not in "@?", text
            values_ = resources.find("string-array[@name='policy_redact_values']")
            assert [item.text for item in values_] == ["default", "strict"]
        manifest.write_text("<manifest/>", encoding="utf-8")
        failed = subprocess.run([sys.executable, script, project], capture_output=True, check=False)
        assert failed.returncode == 1 and b"has 0 applications" in failed.stderr, failed


plists()
workflow()
android()
sys.exit(0)
