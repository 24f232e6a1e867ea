# レポートの見出しと項目名（ターミナルと HTML で共通）。
report-title = 証明書登録レポート
report-path = 経路
report-milestones = 手順
report-attempt = 試行 { $id }
report-attempt-profile = 試行 { $id }: { $profile }
report-earlier-attempts = 以前の試行とほかのプロファイル ({ $count })
report-findings = わかったこと
report-no-findings = 失敗を説明するものは見つかりませんでした。
report-earlier-findings = 以前の試行のもの
report-fix = 管理者向け
report-records = 記録
report-key-strings = 主要な文字列
report-gaps = 欠けているもの
report-no-gaps = 欠けているものは見つかっていません。
report-sources = ソース
report-no-sources = 読み取れるソースがありませんでした。
report-probe = サーバーのアドレスの応答
report-device = 端末
report-outcome = 結果
report-reached = サーバーへの到達
report-challenge = 要求の提示
report-server = サーバー
report-profile = プロファイル
report-platform = システム
report-system = バージョン
report-step = 手順
report-state = 状態
report-evidence = 根拠
report-source = ソース
report-time = 時刻
report-cause = 原因
report-reason = 理由
report-string = 文字列
report-count = 記録数
report-first = 最初
report-last = 最後
report-origin = 取得元
report-clock = 時計
report-details = 詳細な記録
report-label = { $label }:
report-codes = コード
report-made-by = 作成: { $name } { $version }
report-bytes = { $count } バイト
report-records-count = { $count } 件
report-times = { $count ->
    [0] なし
   *[other] { $count } 件
}
report-more = ほかに { $count } 件が report.json にあります。
report-yes = あり
report-no = なし
report-not-applicable = –

clock-known = 既知
clock-assumed-utc = UTC と仮定
clock-unknown-offset = 現地時刻 (時差の記載なし)
clock-assumed-year = 現地時刻 (年はファイルの日付から推定)
clock-no-date = 時刻のみ
clock-none = なし

kind-evtx = Windows イベント ログ
kind-event-xml = Windows イベント (XML)
kind-event-text = Windows イベント (テキスト)
kind-event-csv = Windows イベント (CSV)
kind-omadm = ポータル サイトのログ (OMADM)
kind-cloud-extension = Intune アプリのログ (CloudExtension)
kind-logcat = Android システム ログ (logcat)
kind-unified-log = Apple 統合ログ
kind-console-text = コンソールのテキスト
kind-syslog = Apple syslog
kind-mc-state = インストール済みプロファイル (MCState)
kind-iis-w3c = IIS ログ
kind-http-err = HTTPERR ログ
kind-ndes-plugin = NDESPlugin.log
kind-svclog = コネクタのトレース
kind-setup-msi = セットアップ ログ
kind-registry-export = レジストリのエクスポート
kind-mdm-diag-report = Windows 管理レポート (MDMDiagReport)
kind-journal = systemd ジャーナル
kind-device-facts = 端末の情報
kind-unknown = 不明

provenance-heading = このレポートの出どころ
provenance-bundle = バンドル
provenance-case = ケース
provenance-collected = 収集日時
provenance-redaction = 秘匿化
provenance-signature = 署名
provenance-unsigned = 署名がありません。変更の有無は確認できません。
provenance-unknown-key = 鍵 { $fingerprint } で署名されて以降、変更されていません。この鍵はここでは未知のものです。署名者、署名日時、ログが本物であることの証明にはなりません。
provenance-known-key = 鍵 { $fingerprint } ({ $principal } として登録) で署名されて以降、変更されていません。ログが本物であることの証明にはなりません。

# `scepscope-admin verify`.
verify-accepted = 受け入れ可
verify-refused = 拒否
verify-trusted = リストにある { $principal } の鍵 { $fingerprint } で署名されています。署名後の変更はありません。
verify-unknown-key = 鍵 { $fingerprint } で署名されてから変更されていません。この鍵はリストにないため、署名者、署名の日時、ログが本物であることは証明されません。
verify-expired = { $principal } の鍵で署名されていますが、リスト上の有効期間が終わっています。
verify-not-yet-valid = { $principal } の鍵で署名されていますが、リスト上の有効期間が始まっていません。
verify-wrong-namespace = 署名は別の目的で作られたものです。
verify-invalid = 署名はこのバンドルのものではありません。
verify-missing = 署名がありません。
verify-checked = { $count } 個のファイルを照合しました。
verify-came-unencrypted = { $count } 件の宛先が記載されていますが、暗号化されずに届きました。先に誰かが開いています。
verify-more-failures = ほかに { $count } 件の不一致があります。

# `scepscope send` と `scepscope queue`。
send-delivered = { $host } に送信しました。
send-receipt-pinned = 受領証は、想定した鍵 { $fingerprint } で署名されています。
send-receipt-unknown = 受領証は鍵 { $fingerprint } で署名されていますが、この鍵は事前に知られていませんでした。
send-receipt-none = このサーバーは署名付きの受領証を返しません。最後の応答: { $answer }
send-kept = まだ送信されていません。{ $id } として送信待ちに保存しました。
send-stopped = 送信されていません。{ $id } として送信待ちに保存しています。
queue-empty = 送信待ちはありません。
queue-waiting = 送信待ち
queue-delivered = 送信済み
queue-stopped = 停止
queue-dropped = { $id } を送信待ちから削除しました。
# `scepscope-admin receive`。
receive-listening = { $address } で待ち受けています。
receive-key = 受領証は鍵 { $fingerprint } で署名されます。
receive-open = 鍵が指定されていないため、このアドレスに届くだれもが送信できます。
receive-links = 次の鍵のリンクへの回答を受け付けます: { $fingerprints }
receive-arrived = { $name } が届きました ({ $bytes } バイト)。
receive-refused = 送信を拒否しました: { $reason }
receive-stopping = 停止します。
# `scepscope open`: リンクが求める内容。何も読み取る前に表示します。
open-asks = { $issuer } が、この端末のレポートを求めています。
open-key-pinned = 組織がこの端末に設定した鍵 { $fingerprint } で署名されています。
open-key-confirmed = この端末で確認済みの鍵 { $fingerprint } で署名されています。
open-case = ケース: { $case }
open-reads = 読み取る対象: { $sources }
open-files = 読み取り元: { $files }
open-scep = 問い合わせ先の証明書サーバー: { $url }
open-redaction-default = 秘匿化: ユーザー名、アドレス、シリアル番号などを置き換え、秘密情報を取り除きます。
open-redaction-strict = 秘匿化: 個人情報とサーバー名を置き換え、秘密情報を取り除きます。
open-redaction-none = 秘匿化: 秘密情報だけを取り除きます。
open-encrypted = 暗号化の宛先: { $recipient }
open-not-encrypted = 暗号化しません。受信側のホストを運用する人が内容を読めます。
open-goes-to = 送信先: { $hosts }
open-metered = この接続は従量制課金とシステムが示しているため、送信に料金がかかることがあります。
open-until = リンクの期限: { $time }
open-still-good = この端末からは何も送信されていません。リンクはもう一度開けます。
open-goes-on = レポートはこのまま作成し、送信できるまで保管します。
open-agree = 読み取って送信しますか? [y/N]
open-yes-answers = y yes はい
open-unknown-key = このリンクは、この端末で確認されていない鍵で署名されています:
    { $fingerprint }
    管理者から別の手段で聞いたフィンガープリントと照合してください。
open-confirm-key = 一致していますか? 今後、この鍵のリンクに従いますか? [y/N]

# `scepscope policy`.
policy-managed = この端末は管理されています: { $place }
policy-unmanaged = この端末にはポリシーがありません。置かれる場所: { $place }
policy-from-policy = ポリシー
policy-from-user = この端末で確認済み
policy-from-default = 未設定、プログラムの既定値
policy-not-set = –
policy-none = なし
policy-on = オン
policy-off = オフ
policy-confirmed-do-not-count = この端末で確認された鍵もありますが、ポリシーが鍵を指定しているため使われません。
policy-unknown-setting = ポリシーの { $name } は、このバージョンが知らない設定です。効果はありません。
policy-key-confirmed = { $fingerprint }: 今後、この鍵のリンクに従います。
policy-key-known = { $fingerprint }: すでに確認済みです。
policy-key-revoked = { $fingerprint }: 今後、この鍵のリンクには従いません。
policy-key-was-not = { $fingerprint }: 確認されていませんでした。

# `scepscope-admin keys` and `link`.
keys-link-key = リンクに署名する鍵 (公開部分):
keys-recipient = バンドルの暗号化の宛先:
keys-policy = 端末向けのポリシーです。フォルダー { $folder } に各システムの形式で保存しました:
link-key-yours = あなたの鍵 { $fingerprint } で署名されています。
link-key-unvouched = リンク自身に含まれる鍵 { $fingerprint } で署名されて以降、変更されていません。この鍵が誰のものかは、ここではわかりません。
link-says-issuer = 依頼者: { $value }
link-says-case = ケース: { $value }
link-says-collect = 収集対象: { $value }
link-says-upload = 送信先: { $value }
link-says-scep = 証明書サーバー: { $value }
link-says-recipient = 暗号化の宛先: { $value }
link-says-redact = 最低限の秘匿化: { $value }
link-says-device = 対象の端末: { $value }
link-says-from = 有効期間の開始: { $value }
link-says-until = 有効期間の終了: { $value }
link-says-id = ID: { $value }
site-title = サポートがレポートを求めています
site-what = Scepscope は、このデバイスが証明書を取得できない理由を調べます。誰が何を求めているかを確認して同意するまで、何も読み取りません。
site-open = Scepscope で開く
site-not-installed = 何も起こらない場合、このデバイスに Scepscope はインストールされていません。サポートに依頼するか、問題のあるデバイスでリンクを開いてください。
site-incomplete = このリンクは完全ではありません。受け取ったメッセージからもう一度開いてください。
signers-cert-authority = リストの { $line } 行目は認証局です。証明書には対応していないため、この行は使われませんでした。
signers-bad-key = リストの { $line } 行目には読み取れる鍵がないため、この行は使われませんでした。
signers-bad-option = リストの { $line } 行目は使われませんでした。{ $option } は未知のものか、重複しているか、値が正しくありません。
signers-too-long = リストが長すぎます。先頭の { $bytes } バイトだけを読みました。

# 端末の署名鍵の保管場所 (`scepscope identity`)。
key-store-secret-service = 鍵はこのシステムの鍵ストア (Secret Service) に保管されています。
key-store-keychain = 鍵はキーチェーンに保管されています。
key-store-credential-manager = 鍵は Windows の資格情報マネージャーに保管されています。
key-store-file = 鍵は、本人だけが読めるファイルに保管されています。
key-store-note-no-store = このシステムには Scepscope が対応する鍵ストアがありません。署名鍵は、本人だけが読めるファイルです。
key-store-note-store-unavailable = このシステムの鍵ストアに接続できないか、ロックされています。本人だけが読めるファイルの署名鍵を使いました。
key-store-note-store-silent = このシステムの鍵ストアが時間内に応答しませんでした。ロックの解除を待っている可能性があります。本人だけが読めるファイルの署名鍵を使いました。
key-store-note-moved-into-store = 署名鍵はファイルでしたが、このシステムの鍵ストアに移しました。ファイルは削除されました。
