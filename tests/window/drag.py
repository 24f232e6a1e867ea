"""Something to drag a file from: a window of its own at the place that is given. Says `ready` when it stands, `begin` when a drag begins
and `end` when it is over."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

path, left, top, size = sys.argv[1], *map(int, sys.argv[2:5])


def say(word):
    print(word, flush=True)


window = Gtk.Window(title="Drag source", type=Gtk.WindowType.POPUP)
window.set_default_size(size, size)
window.move(left, top)
handle = Gtk.EventBox()
handle.add(Gtk.Label(label="log"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris([GLib.filename_to_uri(path)]))
handle.connect("drag-begin", lambda *_: say("begin"))
handle.connect("drag-end", lambda *_: say("end"))
window.add(handle)
window.connect("map-event", lambda *_: say("ready"))
window.show_all()
Gtk.main()
