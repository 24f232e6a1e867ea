# サーバーのアドレスに問い合わせた結果。
probe-healthy = サーバーは正しく応答しています。
probe-healthy-next = それでも端末に証明書がない場合は、端末のログを確認してください。サーバーには到達できます。
probe-trouble = { $title }
probe-unclear = サーバーは応答しましたが、すべては確認できませんでした。
probe-unclear-next = もう一度試すか、レポートを管理者に送信してください。
probe-asked = 問い合わせ先: { $url }({ $platform } と同じ方法)
probe-proxy = プロキシ { $proxy } を経由
probe-steps = 手順
probe-findings = 結果の意味
probe-fix = 管理者向け
probe-chain = 接続で提示された証明書
probe-certificates = サーバーが配布する証明書 (GetCACert)
probe-certificate-line = { $subject }、発行者 { $issuer }、期限 { $end }、{ $key }、{ $algorithm }、{ $roles }
probe-capabilities = 機能 (GetCACaps): { $list }
probe-clock = この端末とサーバーの時計には { $seconds } 秒の差があります。
probe-query = 応答のあった最長のクエリ: { $answered } バイト、最初に拒否されたクエリ: { $refused } バイト。
probe-query-all = 応答のあった最長のクエリ: { $answered } バイト。拒否されたものはありません。
probe-milliseconds = { $count } ミリ秒

probestep-dns = 名前
probestep-proxy = プロキシ
probestep-tcp = 接続
probestep-tls = TLS
probestep-revocation = 失効確認のアドレス
probestep-plain-get = 通常の要求
probestep-get-ca-caps = GetCACaps
probestep-get-ca-cert = GetCACert
probestep-get-next-ca-cert = GetNextCACert
probestep-long-query = 長いクエリ

probe-result-ok = 応答あり
probe-result-failed = 異常
probe-result-skipped = 未実施

probereason-total-time = 全体の制限時間に達しました
probereason-the-proxy-looks-up-the-name = 名前はプロキシが解決します
probereason-no-answer-to-the-plain-request = 通常の要求に応答がありませんでした
probereason-the-short-query-was-not-answered = 短いクエリに応答がありませんでした
probereason-not-an-address-to-ask = このアドレスには問い合わせません
probereason-limit = 上限に達しました
probereason-local-address = 名前がこの端末またはリンクローカルを指しています

probe-role-ca = CA
probe-role-ra-signature = RA(署名)
probe-role-ra-encryption = RA(暗号化)
probe-role-other = CA でも RA でもない
