# `scepscope sources` and `--live`: what this device itself can tell.
live-reading = { $source } を読み取っています…
live-state-ready = 読み取れます。
live-state-needs-consent = 名前を指定するか、共有したときだけ読み取ります。
live-state-needs-elevation = 管理者の権限が必要です。
live-state-absent = この端末にはありません。
live-more-with-elevation = 管理者であれば、さらに多くを読み取れます。
live-elevate = --elevate を付けると、この権限を求めます。

# `scepscope record`.
record-started = { $time } から記録しています。
record-stopped = { $time } に終了しました。
record-until-enter = 問題を再現してから、Enter キーを押してください。
record-for = 問題を再現してください。{ $seconds } 秒後に記録を終了します。
record-sync-started-task = 登録のスケジュールされたタスクで同期を開始しました。
record-sync-started-unit = Intune エージェントのユニットで同期を開始しました。
record-sync-opened = 同期を開始できる設定のページを開きました。
record-sync-windows = 同期の開始: 設定 → アカウント → 職場または学校にアクセスする → アカウント → 情報 → 同期 (ms-settings:workplace)。
record-sync-macos = 同期の開始: ポータル サイト → デバイス → この Mac → 状態の確認。または、プロファイルを削除して入れ直します。
record-sync-linux = 同期の開始: Microsoft Intune (intune-portal) を開き、更新を選びます。
record-sync-android = 同期の開始: ポータル サイト → 設定 → 同期。
record-sync-ios = 同期の開始: ポータル サイト → デバイス → この端末 → 状態の確認。
record-sync-unknown = 管理アプリで同期を開始してください。

# The sources of a device, as the window names them.
source-linux-journal = Intune と ID ブローカーのジャーナル
source-linux-broker-logs = ID ブローカーのログ ファイル
source-windows-events-mdm-admin = デバイス管理のイベント ログ
source-windows-events-mdm-operational = デバイス管理の詳細イベント ログ
source-windows-events-certenroll = 証明書登録のイベント
source-windows-events-capi2 = 証明書検証のイベント ログ (CAPI2)
source-windows-registry = レジストリにあるプロファイルの状態
source-windows-channels = イベント ログ全体
source-windows-mdm-diagnostics = デバイス管理の診断情報
source-macos-unified-log = 登録を行うプロセスのシステム ログ
source-macos-profiles = インストール済みプロファイル
source-macos-intune-agent = Intune エージェントのログ ファイル
source-android-omadm = ポータル サイトのログ
source-android-cloud-extension = デバイス ポリシー アプリのログ
source-apple-unified-log = sysdiagnose
source-apple-console = コンソール アプリの行
source-device-facts = この端末の名前、システム、バージョン
