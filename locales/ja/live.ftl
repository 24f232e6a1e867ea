# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = { $source } を読み取っています…
live-state-ready = 読み取れます。
live-state-needs-consent = 名前を指定するか、共有したときだけ読み取ります。
live-state-needs-elevation = 管理者の権限が必要です。
live-state-absent = この端末にはありません。
live-more-with-elevation = 管理者であれば、さらに多くを読み取れます。
