#!/usr/bin/env python3
"""Writes the German exports (NAME.FORM.de-DE.ENCODING.EXT) of the event logs in this folder.

The events come from NAME.expected.json, the list of what each log holds. Column headings, labels, levels and dates are
written as a German Windows writes them; the texts of the events are translations made for this purpose, since Windows'
own are not public: ids and structure have to decide, never the text. Run it in this folder; it is deterministic.
"""
import csv, datetime, glob, io, json, os, re, zoneinfo
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NS = "http://schemas.microsoft.com/win/2004/08/events/event"
LEVELS = {0: "Informationen", 1: "Kritisch", 2: "Fehler", 3: "Warnung", 4: "Informationen", 5: "Ausführlich"}
HEADINGS = ["Ebene", "Datum und Uhrzeit", "Quelle", "Ereignis-ID", "Aufgabenkategorie"]
DM = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
CERT_ENROLL = "Microsoft-Windows-CertificateServicesClient-CertEnroll"
# {0}, {1} … are the values in the order of the event.
TEXTS = {
    (DM, 32): "SCEP: Fehler bei der Zertifikatregistrierung. Ergebnis: ({0}).",
    (DM, 36): "SCEP: Die Zertifikatanforderung wurde erfolgreich generiert. Erweiterte Schlüsselverwendung: ({0}), NDES-URL: ({1}), Containername: ({2}), KSP-Einstellung: ({3}), Speicherort: ({4}).",
    (DM, 37): "SCEP: Die Zertifikatanforderung wurde erfolgreich gesendet.",
    (DM, 38): "SCEP: Die Zertifikatantwort wurde erfolgreich empfangen.",
    (DM, 39): "SCEP: Das Zertifikat wurde erfolgreich installiert.",
    (DM, 72): "MDM-Registrierung: Erfolgreich.",
    (DM, 305): "SCEP: Fehler bei CspSetValue für Knoten: ({0}) Ergebnis: ({1}).",
    (DM, 306): "SCEP: CspExecute für UniqueId: ({0}) InstallUserSid: ({1}) InstallLocation: ({2}) NodePath: ({3}) KeyProtection: ({4}) Ergebnis: ({5}).",
    (DM, 307): "SCEP: LogError-Fehlermeldung: ({0})",
    (DM, 308): "SCEP: Fehler beim Senden der Serveranforderung. ServerUrl: ({0}) Ergebnis: ({1})",
    (DM, 309): "SCEP: InstallFromRegEntries. CorrelationGuid: ({0}) UniqueId: ({1}) Zertifikatfingerabdruck: ({2}) Antwortserver: ({3}) Installationsstatus: ({4}) Aktuelle Anzahl der Wiederholungen: ({5}) Ergebnis: ({6})",
    (DM, 813): "MDM PolicyManager: Richtlinie (ganze Zahl) festlegen, Richtlinie: ({0}), Bereich: ({1}), Registrierungs-ID: ({2}), aktueller Benutzer: ({3}), Wert: ({4}), Registrierungstyp: ({5}), Umfang: ({6}).",
    (DM, 814): "MDM PolicyManager: Richtlinie (Zeichenfolge) festlegen, Richtlinie: ({0}), Bereich: ({1}), Registrierungs-ID: ({2}), aktueller Benutzer: ({3}), Zeichenfolge: ({4}), Registrierungstyp: ({5}), Umfang: ({6}).",
    (CERT_ENROLL, 86): "Fehler beim Initialisieren der SCEP-Zertifikatregistrierung für {0} über {1}:\n\n{2}\nMethode: {3}\nPhase: {4}\n{5}",
    (CERT_ENROLL, 87): "Fehler bei der SCEP-Zertifikatregistrierung für {0} über {1}:\n\n{2}\nMethode: {3}\nPhase: {4}\n{5}",
    (CERT_ENROLL, 88): "Die SCEP-Zertifikatregistrierung für {0} über {1} war erfolgreich:{2}Methode: {3}Phase: {4}",
    ("Application Error", 1000): "Name der fehlerhaften Anwendung: {0}, Version: {1}, Zeitstempel: 0x{2}\nName des fehlerhaften Moduls: {3}, Version: {4}, Zeitstempel: 0x{5}\nAusnahmecode: 0x{6}\nFehleroffset: 0x{7}\nID des fehlerhaften Prozesses: 0x{8}",
}


def message(record):
    values = [str(value or "").replace("\r\n", "\n") for _, value in record["data"]]
    template = TEXTS.get((record["provider"], record["event_id"]))
    if template is None:
        return "Ereignis mit den Werten: " + ", ".join("(%s)" % v for v in values)
    return re.sub(r"\{(\d+)\}", lambda m: values[int(m[1])] if int(m[1]) < len(values) else "", template)


def local(record):
    whole = datetime.datetime.fromisoformat(record["time"][:19] + "+00:00")
    return whole.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M:%S")


def table(records, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    out.write(delimiter.join(HEADINGS) + "\r\n")
    for record in reversed(records):
        out.write(delimiter.join([LEVELS[record["level"]], local(record), record["provider"],
                                  str(record["event_id"]), "Keine"]) + delimiter)
        out.write('"%s"\r\n' % message(record).replace('"', '""').replace("\n", "\r\n"))
    return out.getvalue()


def wevtutil_text(records):
    out = []
    for number, record in enumerate(records):
        out.append("Event[%d]\n  Protokollname: %s\n  Quelle: %s\n  Datum: %s\n  Ereignis-ID: %d\n  Aufgabe: N/A\n  Ebene: %s\n"
                   "  Opcode: Info\n  Schlüsselwort: N/A\n  Benutzer: %s\n  Benutzername: NT-AUTORITÄT\\SYSTEM\n  Computer: %s\n"
                   "  Beschreibung: \n%s\n\n" % (number, record.get("channel") or channel(record), record["provider"], record["time"],
                                               record["event_id"], LEVELS[record["level"]], record["user_sid"] or "N/A",
                                               record["computer"], message(record)))
    return "".join(out).replace("\n", "\r\n")


def channel(record):
    return DM + "/Admin" if record["provider"] == DM else "Application"


def xml(record):
    data = "".join("<Data%s>%s</Data>" % (" Name=" + quoteattr(name) if name else "", escape(str(value or "")))
                   for name, value in record["data"])
    return ("<Event xmlns='%s'><System><Provider Name='%s'/><EventID>%d</EventID><Version>0</Version><Level>%d</Level><Task>0</Task>"
            "<Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='%s'/><EventRecordID>%d</EventRecordID>"
            "<Correlation/><Execution ProcessID='%d' ThreadID='%d'/><Channel>%s</Channel><Computer>%s</Computer><Security/></System>"
            "<EventData>%s</EventData><RenderingInfo Culture='de-DE'><Message>%s</Message><Level>%s</Level><Task></Task>"
            "<Opcode>Info</Opcode><Channel></Channel><Provider></Provider><Keywords></Keywords></RenderingInfo></Event>"
            % (NS, record["provider"], record["event_id"], record["level"], record["time"], record["record_id"],
               record["process_id"], record["thread_id"], channel(record), record["computer"], data,
               escape(message(record)), LEVELS[record["level"]]))


def write(name, form, encoding, extension, text):
    codecs = {"utf8": "utf-8", "utf8bom": "utf-8-sig", "utf16le": "utf-16-le", "cp850": "cp850"}
    raw = text.encode(codecs[encoding], "replace")
    if encoding == "utf16le":
        raw = b"\xff\xfe" + raw
    path = os.path.join(HERE, "%s.%s.de-DE.%s.%s" % (name, form, encoding, extension))
    with open(path, "wb") as out:
        out.write(raw)


def main():
    for path in sorted(glob.glob(os.path.join(HERE, "dev-0[1-79]-*.expected.json"))):
        name = os.path.basename(path).split(".")[0]
        with open(path, encoding="utf-8") as source:
            records = json.load(source)["records"]
        for encoding in ("utf8bom", "utf16le"):
            write(name, "eventviewer", encoding, "csv", table(records, ","))
            write(name, "eventviewer-tab", encoding, "txt", table(records, "\t"))
            write(name, "wevtutil", encoding, "txt", wevtutil_text(records))
            write(name, "wevtutil-rendered", encoding, "xml", "\r\n".join(map(xml, records)) + "\r\n")
        # What a command prompt of a German Windows writes into a file; the log with Japanese values can't be written so.
        if "09" not in name:
            write(name, "wevtutil", "cp850", "txt", wevtutil_text(records))
        write(name, "eventviewer", "utf8", "xml", '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>'
              + "".join(map(xml, reversed(records))) + "</Events>")


if __name__ == "__main__":
    main()
