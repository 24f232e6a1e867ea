# 7 つの手順: 名前と、それぞれが答える問い。
milestone-profile-received = プロファイルの受信
    .question = 端末は SCEP プロファイルを受け取り、処理を始めましたか?
milestone-capabilities-received = 機能一覧の受信
    .question = サーバーは GetCACaps に応答しましたか?
milestone-ca-certificate-received = CA 証明書の受信
    .question = サーバーは GetCACert に CA (と RA) の証明書で応答しましたか?
milestone-request-generated = 要求の作成
    .question = キーが作られ、証明書の要求が組み立てられて署名されましたか?
milestone-request-sent = 要求の送信
    .question = 端末は PKIOperation を送信し、チャレンジを提示しましたか?
milestone-response-received = 応答の受信
    .question = サーバーは CertRep で応答しましたか?
milestone-certificate-installed = 証明書のインストール
    .question = 証明書はインストールされ、使えますか?

# 経路図の 8 つの点。
stop-device = 端末
stop-name = 名前
stop-connection = 接続
stop-capabilities = 機能一覧
stop-ca-certificate = CA 証明書
stop-request = 要求
stop-answer = 応答
stop-installed = インストール

# 手順または点の状態: 語と意味。
state-seen = 確認
    .meaning = 記録がこれを示しています
state-implied = 推定
    .meaning = 記録はありませんが、後の手順から、行われたはずです
state-failed = 失敗
    .meaning = この手順が失敗したという記録があります
state-absent = 記録なし
    .meaning = このログなら記録されるはずですが、記録がありません
state-not-recordable = 記録対象外
    .meaning = 記録がなく、このログには記録されないものです

outcome-succeeded = 成功
outcome-failed = 失敗
outcome-stalled = 停止
outcome-pending = 保留
outcome-inconclusive = 判断不能
outcome-no-evidence = 記録なし

answer-yes = はい
answer-no = いいえ
answer-unknown = 不明

confidence-certain = 確実
confidence-likely = おそらく
confidence-possible = 可能性あり

platform-windows = Windows
platform-android = Android
platform-ios = iOS / iPadOS
platform-macos = macOS
platform-linux = Linux
platform-unknown = ログからは不明

level-verbose = 詳細
level-debug = デバッグ
level-info = 情報
level-default = 既定
level-warning = 警告
level-error = エラー
level-fault = 障害
level-unknown = –
