# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = { $source } を読み取っています…
live-state-ready = 読み取れます。
live-state-needs-consent = 名前を指定するか、共有したときだけ読み取ります。
live-state-needs-elevation = 管理者の権限が必要です。
live-state-absent = この端末にはありません。
live-more-with-elevation = 管理者であれば、さらに多くを読み取れます。

# `scepscope record`.
record-started = { $time } から記録しています。
record-stopped = { $time } に終了しました。
record-until-enter = 問題を再現してから、Enter キーを押してください。
record-for = 問題を再現してください。{ $seconds } 秒後に記録を終了します。
record-sync-windows = 同期の開始: 設定 → アカウント → 職場または学校にアクセスする → アカウント → 情報 → 同期 (ms-settings:workplace)。
record-sync-macos = 同期の開始: ポータル サイト → デバイス → この Mac → 状態の確認。または、プロファイルを削除して入れ直します。
record-sync-linux = 同期の開始: Microsoft Intune (intune-portal) を開き、更新を選びます。
record-sync-android = 同期の開始: ポータル サイト → 設定 → 同期。
record-sync-ios = 同期の開始: ポータル サイト → デバイス → この端末 → 状態の確認。
record-sync-unknown = 管理アプリで同期を開始してください。
