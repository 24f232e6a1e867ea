# 多数のバンドル: 端末ごとの集計。ターミナルとページの両方で使う。
fleet-title = { $devices ->
   *[other] 端末 { $devices } 台
}、{ $bundles ->
   *[other] バンドル { $bundles } 件
}
fleet-run = 今回読み取り: { $read } 件。前回の表から引き継ぎ: { $kept } 件。なくなった、または変更された: { $gone } 件。行数: { $rows }。
fleet-note = 端末は署名鍵で区別します。署名が有効な最新のバンドルについて、プロファイルごとの最新の試行を数えます。
fleet-states = バンドルの状態
fleet-faults = 集計に入らないバンドルの理由
fleet-outcomes = 結果ごとの端末数
fleet-steps = 失敗した手順ごとの端末数
fleet-causes = 原因ごとの端末数
fleet-servers = SCEP URL ごとの端末数
fleet-systems = システムごとの端末数
fleet-versions = Scepscope のバージョンごとの端末数
fleet-nothing = ありません。
fleet-more = { $count ->
   *[other] ほかの値 { $count } 件は JSON 文書にあります。
}
fleet-written = { $path }: { $rows ->
   *[other] { $rows } 行
}
fleet-state-verified = 検証済み: 登録済みの鍵で署名されてから変更なし
fleet-state-intact = 完全: いずれかの鍵で署名されてから変更なし
fleet-state-failed = 検証に失敗
fleet-state-refused = バンドルの形式ではない
fleet-state-sealed = ほかの受信者向けに暗号化
fleet-state-other-version = 別のバージョン
fleet-state-unreadable = 今回は読み取れず
fleet-value = 値
fleet-count = 数
fleet-days = 日ごとの試行
fleet-days-picture = { $first } から { $last } までの日ごとの試行。1 日に最大 { $most } 件
fleet-days-table = 数値で表示
fleet-date = 日付 (UTC)
fleet-attempts = 試行
fleet-other-days = { $count ->
   *[other] ほかの日の試行が { $count } 件あります。
}
