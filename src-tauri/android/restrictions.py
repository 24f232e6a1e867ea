#!/usr/bin/env python3
"""Makes the generated Android project declare the managed configuration: restrictions.py gen/android/app/src/main

`tauri android init` makes that folder anew, so that nothing of it is kept here. The settings are those of
docs/policy/android/app_restrictions.xml, their words those of the template for Windows in docs/policy/windows. Doing it twice
changes nothing.
"""

import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from xml.sax.saxutils import escape

POLICY = Path(__file__).resolve().parents[2] / "docs/policy"
RESTRICTIONS = POLICY / "android/app_restrictions.xml"
# Where Android looks for a language, and whose words those are.
LANGUAGES = {"values": "en-US", "values-ja": "ja-JP"}
ADML = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
REDACTIONS = ("default", "strict")
DECLARATION = """
        <meta-data
            android:name="android.content.APP_RESTRICTIONS"
            android:resource="@xml/app_restrictions" />
"""


def name_of(setting: str) -> str:
    return "policy_" + re.sub(r"(?<=.)([A-Z])", r"_\1", setting).lower()


def text(words: str) -> str:
    """As a resource writes it: marks that Android would read as its own are quoted."""
    return escape(words).replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')


def resources(language: str, settings: list[str]) -> str:
    table = xml.parse(POLICY / f"windows/{language}/scepscope.adml").getroot().iter(f"{ADML}string")
    words = {string.get("id"): string.text or "" for string in table}
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<resources>"]
    for setting in settings:
        for id, suffix in ((setting, ""), (f"{setting}_Explain", "_description")):
            lines.append(f'    <string name="{name_of(setting)}{suffix}">{text(words[id])}</string>')
    titles = [words[f"RedactMinimum_{value}"] for value in REDACTIONS]
    for array, items in (("titles", titles), ("values", REDACTIONS)):
        lines.append(f'    <string-array name="policy_redact_{array}">')
        lines += [f"        <item>{text(item)}</item>" for item in items]
        lines.append("    </string-array>")
    return "\n".join([*lines, "</resources>", ""])


def main(project: Path) -> None:
    manifest = project / "AndroidManifest.xml"
    document = manifest.read_text(encoding="utf-8")
    if "android.content.APP_RESTRICTIONS" not in document:
        changed, count = re.subn(r"<application\b[^>]*(?<!/)>", lambda tag: tag[0] + DECLARATION, document)
        if count != 1:
            sys.exit(f"error: {manifest} has {count} applications, not 1")
        manifest.write_text(changed, encoding="utf-8")
    key = "{http://schemas.android.com/apk/res/android}key"
    settings = [restriction.get(key) for restriction in xml.parse(RESTRICTIONS).getroot()]
    files = {"xml/app_restrictions.xml": RESTRICTIONS.read_text(encoding="utf-8")}
    files |= {f"{folder}/policy.xml": resources(language, settings) for folder, language in LANGUAGES.items()}
    for path, content in files.items():
        file = project / "res" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
