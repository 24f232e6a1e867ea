"""A desktop that keeps icons, as far as a test needs one (https://specifications.freedesktop.org/status-notifier-item/).

Says `ready`, then answers one line for each that it is given: `icon` the state of the icon, `none` where there is none; `labels` those of
its menu, as JSON; `press N` chooses the entry of that place."""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    icon = None

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        path = service if service.startswith("/") else "/StatusNotifierItem"
        self.icon = (sender, path)

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return {"IsStatusNotifierHostRegistered": True, "ProtocolVersion": 0}.get(name, dbus.Array([], "s"))

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        names = ["IsStatusNotifierHostRegistered", "ProtocolVersion", "RegisteredStatusNotifierItems"]
        return {name: self.Get(interface, name) for name in names}

    def property(self, name):
        owner, path = self.icon
        return bus.get_object(owner, path, introspect=False).Get(ITEM, name, dbus_interface=PROPERTIES)

    def menu(self):
        return dbus.Interface(bus.get_object(self.icon[0], self.property("Menu"), introspect=False), MENU)

    def entries(self):
        _, (_, _, entries) = self.menu().GetLayout(0, 1, ["label"])
        return [(int(entry[0]), str(entry[1]["label"])) for entry in entries]

    def answer(self, order):
        if self.icon is None or not bus.name_has_owner(self.icon[0]):
            return "none"
        if order == "icon":
            return str(self.property("Status"))
        if order == "labels":
            return json.dumps([label for _, label in self.entries()])
        entry, _ = self.entries()[int(order.removeprefix("press "))]
        self.menu().Event(dbus.Int32(entry), "clicked", dbus.String("", variant_level=1), dbus.UInt32(0))
        return "pressed"


def heard(stream, _):
    line = stream.readline()
    if not line:
        loop.quit()
        return False
    try:
        answer = watcher.answer(line.strip())
    except dbus.DBusException:
        # Its program ends at this moment.
        answer = "none"
    print(answer, flush=True)
    return True


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName(WATCHER, bus)
watcher = Watcher(bus, "/StatusNotifierWatcher")
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, heard)
print("ready", flush=True)
loop.run()
