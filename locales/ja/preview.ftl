# 作成されるバンドルについて、プレビューで示すこと。
preview-title = この端末から出る内容
preview-nothing-written = 何も書き込んでいません。
preview-policy-default = 秘匿化: 秘密は削除し、個人データは仮名に置き換えます。サーバー名はそのままです。
preview-policy-strict = 秘匿化: 秘密は削除し、個人データ、サーバー名、パブリック アドレスは仮名に置き換えます。
preview-policy-none = 秘匿化: 秘密のみ削除します。ほかは置き換えません。名前やアドレスがそのまま外に出ます。
preview-total = { $items } 項目、圧縮前 { $bytes } バイト
preview-item-log = 読み取ったログ
preview-item-records = 読み取ったバイナリ ログの記録 (ログ自体は端末に残ります)
preview-item-original = 指定により含める、秘匿化していないログ自体
preview-item-report = 調べた結果
preview-item-report-page = 同じ内容の、人が読むページ
preview-bytes = 端末で { $before } バイト、バンドルで { $after } バイト
preview-bytes-made = バンドルで { $after } バイト
preview-unreadable = 読み取れなくなったため、バンドルには入りません。
preview-cited = { $count ->
    [0] レポートが根拠とする記録はありません。
   *[other] レポートが根拠とする記録が { $count } 件あります。
}
preview-replaced-nothing = 置き換えはありません。
preview-replaced = 置き換え: { $list }
preview-cut = 切り取り: 古いもの { $old }、大きさを超えるもの { $over }
preview-left-out = 除外します。レポートにもそのことが示されます。
preview-how = --show ID で項目の各行の前後を表示します。--leave-out ID で端末に残します。
preview-line-more = 続きがあります: --line { $line }
preview-line-none = その行はありません。
preview-before = 端末
preview-after = 送信

# 置き換える値の種類。
redacted-challenge = チャレンジ パスワード
redacted-request-token = 要求トークン
redacted-pkioperation = 要求メッセージの本体
redacted-csr = 証明書の要求
redacted-bearer = トークンまたは署名付きアドレス
redacted-private-key = 秘密鍵
redacted-password = パスワード
redacted-upn = メール アドレスまたはサインイン名
redacted-user = ユーザー名
redacted-sid = アカウント ID (SID)
redacted-serial = シリアル番号またはハードウェア ID
redacted-mac = ハードウェア アドレス
redacted-device = 端末名
redacted-ip = プライベート アドレス
redacted-publicip = パブリック アドレス
redacted-host = サーバー名
redacted-encoded = エンコードされたデータ

# `scepscope pseudonym`。
pseudonym-kept = この端末に、所有者のために保存されているもの:
pseudonym-none = この端末に保存されている仮名はありません。
pseudonym-forgotten = { $count } 件のバンドルの仮名を削除しました。
pseudonym-not-kept = このバンドルの仮名は、この端末に保存されていません。
