# NDES サーバーの点検。
inspection-title = NDES サーバー { $server }
inspection-title-unnamed = NDES サーバー
inspection-counts = { $wrong ->
    [0] 異常はありません
   *[other] 異常 { $wrong } 件
}。判定できない点検 { $unknown } 件、正常 { $ok } 件。
inspection-origin-export = { $taken } のエクスポートに基づきます。有効期限はその時点で判定しています。
inspection-origin-live = サーバー自体から { $taken } に取得しました。
inspection-found = 実際: { $found }
inspection-expected = 期待: { $expected }
inspection-more = { $count ->
   *[other] ほか { $count } 件は JSON にあります。
}
inspection-checks = 点検
inspection-unknown = 判定できない点検
inspection-ok = 正常な点検

found-default = { $value }（設定なし。システムの既定値）
found-nothing = なし
found-unread = 不明: { $reason }

expected-at-least = { $value } 以上
expected-holds = { $value } を含む
expected-lacks = { $value } を含まない
expected-present = 存在する
expected-valid-at = { $value } の時点で有効
expected-self-issued = 自己発行の証明書のみ
expected-no-record = 障害の記録なし

unread-not-in-export = エクスポートに含まれていません
unread-not-there = このサーバーに存在しません
unread-access-denied = アクセスが拒否されました。管理者として実行してください
unread-damaged = 読み取れません
unread-empty = ストアが空です
unread-not-on-this-server = このサーバーにはサービスがありません。別のサーバーで動いている可能性があります
unread-log-missing = ログが渡されていません
unread-log-switched-off = このログは無効です。有効にして問題を再現し、もう一度点検してください
unread-no-ra-certificate = RA 証明書がありません
unread-issuer-not-in-stores = 発行元の証明書がどのストアにもありません
unread-not-read-live = エクスポートでのみわかります。--script が出力するスクリプトで作成してください
unread-no-key-identifier = 証明書に鍵の識別子がありません

check-app-proxy-connector = アプリケーション プロキシのコネクタが動いている
check-http-sys = HTTP.sys が SCEP の長い要求を受け付ける
check-request-filtering = IIS の要求フィルターが SCEP の長い URL を受け付ける
check-web-log = Web サーバーのログに障害がない
check-app-pool = SCEP アプリケーション プールが動いている
    .fix =
        1. IIS マネージャーで [アプリケーション プール] を開きます。SCEP プールがない場合は、NDES の役割を削除して入れ直します。
        2. SCEP プールの ID に NDES サービス アカウントを設定します。
        3. プールを開始し、ブラウザーで SCEP の URL を開きます。403 が正しい応答です。
check-app-pool-crashes = IIS のワーカー プロセスがクラッシュしていない
check-service-account = サービス アカウントがサインインできる
check-service-account-rights = サービス アカウントに権利とグループがある
    .fix =
        1. NDES サービス アカウントをローカル グループ IIS_IUSRS に追加します (lusrmgr.msc)。
        2. secpol.msc の [ローカル ポリシー]、[ユーザー権利の割り当て] で、「サービスとしてログオン」「バッチ ジョブとしてログオン」「ローカル ログオンを許可」を与えます。
        3. 「…を拒否」の権利から外すか、それを設定するグループ ポリシーからこのサーバーを除外します。
        4. サーバーを再起動します。
check-impersonation-right = IIS_IUSRS がクライアントを偽装できる
check-root-store = ルート ストアに中間証明書がない
check-ra-certificates = 2 つの RA 証明書が存在し有効である
    .fix =
        1. 足りない証明書を要求します。「CEP 暗号化」はコンピューターのストアで、「Exchange 登録エージェント (オフライン要求)」はユーザーのストアで要求し、鍵とともにコンピューターのストアへ移します。
        2. NDES サービス アカウントに両方の秘密キーの読み取りを許可します。
        3. iisreset を実行します。
        4. うまくいかない場合は、NDES の役割を削除して入れ直します。両方の証明書が要求されます。
check-ra-issuer = RA 証明書が現在の CA 証明書から発行されている
check-ra-keys = サービス アカウントが RA の鍵を読み取れる
    .fix =
        1. certlm.msc の [個人]、[証明書] を開きます。
        2. RA 証明書ごとに [すべてのタスク]、[秘密キーの管理] で、NDES サービス アカウントに読み取りを許可します。
        3. 秘密キーのない証明書は使えません。新しく要求します。
        4. iisreset を実行します。
check-policy-module = Intune のポリシー モジュールが入っている
check-policy-module-certificate = ポリシー モジュールの証明書が存在し有効である
    .fix =
        1. certlm.msc の [個人] で、秘密キーがあり、クライアント認証用で、サーバー名を持つ有効な証明書を探します。
        2. なければ要求します。
        3. Intune 証明書コネクタのセットアップをもう一度実行します。拇印が書き込まれます。
check-policy-module-certificate-use = ポリシー モジュールの証明書が用途に合っている
    .fix =
        1. クライアント認証用で、サブジェクトと DNS 名がサーバーの完全修飾名である証明書を要求します。
        2. Intune 証明書コネクタのセットアップをもう一度実行します。拇印が書き込まれます。
check-policy-module-log = ポリシー モジュールのログに障害がない
check-connector-authentication = コネクタのサイトが匿名の要求を受け付ける
check-connector-setup = コネクタのセットアップが成功している
check-connector-services = コネクタのサービスが動いている
    .fix =
        1. 停止しているサービスを開始します (services.msc)。Windows プロセス アクティブ化、World Wide Web 発行、コネクタの順です。
        2. コネクタのサービスが 1 つもない場合は、セットアップをもう一度実行します。
check-connector-log = コネクタのログに障害がない
check-revocation = 失効リストを取得できる
check-certification-authority = 証明機関が応答する
