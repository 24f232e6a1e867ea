#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Writes what "scepscope-admin inspect-ndes --ndes FOLDER" reads.
.DESCRIPTION
Run it on the NDES server as an administrator. It changes nothing on the server but the folder that it makes. No private
key, no password and no challenge is written: passwords are cut out of the IIS configuration. Read the folder before you
hand it on; it names certificates, accounts and this server.
.PARAMETER Out
The new folder.
.PARAMETER Days
How far back the event logs go.
.EXAMPLE
.\Export-Ndes.ps1 -Out C:\ndes-export
#>
param([Parameter(Mandatory)][string]$Out, [int]$Days = 14)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
if (Test-Path -LiteralPath $Out) { throw "$Out is there already; name a new folder." }
$logs = Join-Path $Out 'logs'
$null = New-Item -ItemType Directory -Path $Out, $logs

# What can't be read is written down as such; the rest goes on.
function Get-Answer([scriptblock]$Ask) { try { @{ value = (& $Ask) } } catch { Get-Fault $_ } }
function Get-List([scriptblock]$Ask) { try { @{ value = @(& $Ask) } } catch { Get-Fault $_ } }
function Get-Fault($Fault) {
    $known = switch ($Fault.Exception.GetType().Name) {
        'ItemNotFoundException' { 'not_there' }
        'ServiceCommandException' { 'not_there' }
        'UnauthorizedAccessException' { 'access_denied' }
        'SecurityException' { 'access_denied' }
        default { [string]$Fault.Exception.Message }
    }
    @{ error = $known }
}
function Get-Values([string]$Key) {
    $values = @{}
    $item = Get-Item -LiteralPath "HKLM:\$Key"
    foreach ($name in $item.GetValueNames()) {
        # NDES keeps its one-time passwords elsewhere; nothing of that name is taken all the same.
        if ($name -and $name -notmatch 'password|challenge|secret') { $values[$name] = [string]$item.GetValue($name) }
    }
    $values
}
function Get-Readers($Certificate) {
    $key = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($Certificate)
    if ($key -is [Security.Cryptography.RSACng]) {
        $name = $key.Key.UniqueName
        $folders = "$env:ProgramData\Microsoft\Crypto\Keys", "$env:ProgramData\Microsoft\Crypto\RSA\MachineKeys"
    } else {
        $name = $key.CspKeyContainerInfo.UniqueKeyContainerName
        $folders = , "$env:ProgramData\Microsoft\Crypto\RSA\MachineKeys"
    }
    $file = $folders | ForEach-Object { Join-Path $_ $name } | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if (-not $file) { throw 'the key is kept elsewhere' }
    $rules = (Get-Acl -LiteralPath $file).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])
    $rules | Where-Object { $_.AccessControlType -eq 'Allow' -and ($_.FileSystemRights -band 1) } |
        ForEach-Object { $_.IdentityReference.Value }
}
function Get-Store([string]$Name, [switch]$Keys) {
    Get-ChildItem -Path "Cert:\LocalMachine\$Name" | ForEach-Object {
        $certificate = $_
        $entry = @{ der = [Convert]::ToBase64String($certificate.RawData); has_key = [bool]$certificate.HasPrivateKey }
        if ($Keys -and $certificate.HasPrivateKey) { $entry.key_readers = Get-List { Get-Readers $certificate } }
        $entry
    }
}

$account = $null
$pool = Get-Answer {
    Import-Module WebAdministration
    $item = Get-Item 'IIS:\AppPools\SCEP'
    if ($item.processModel.identityType -eq 'SpecificUser') { $script:account = $item.processModel.userName }
    [string]$item.state
}
$facts = @{
    schema   = 'scepscope.ndes-export/1'
    taken    = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
    computer = [Net.Dns]::GetHostEntry($env:COMPUTERNAME).HostName
    registry = @{
        http         = Get-Answer { Get-Values 'SYSTEM\CurrentControlSet\Services\HTTP\Parameters' }
        mscep        = Get-Answer { Get-Values 'SOFTWARE\Microsoft\Cryptography\MSCEP' }
        ndes_policy  = Get-Answer { Get-Values 'SOFTWARE\Microsoft\Cryptography\MSCEP\Modules\NDESPolicy' }
    }
    stores   = @{
        my   = Get-List { Get-Store 'My' -Keys }
        root = Get-List { Get-Store 'Root' }
        ca   = Get-List { Get-Store 'CA' }
    }
    policy_roots = Get-List {
        $key = 'HKLM:\SOFTWARE\Policies\Microsoft\SystemCertificates\Root\Certificates'
        if (Test-Path -LiteralPath $key) { Get-ChildItem -LiteralPath $key | ForEach-Object { $_.PSChildName } }
    }
    services = Get-List {
        Get-CimInstance Win32_Service |
            Where-Object { $_.Name -match '^(W3SVC|WAS|WAPCSvc|NDESConnectorSvc|P(FX|KI|KCS)\w*Connector\w*)$' } |
            ForEach-Object {
                @{ name = $_.Name; display_name = $_.DisplayName; state = $_.State; start = $_.StartMode; account = $_.StartName }
            }
    }
    pool_state = $pool
    iis_iusrs  = Get-List {
        $group = [ADSI]"WinNT://./$((New-Object Security.Principal.SecurityIdentifier 'S-1-5-32-568').Translate([Security.Principal.NTAccount]).Value.Split('\')[-1]),group"
        foreach ($member in @($group.Invoke('Members'))) {
            $sid = $member.GetType().InvokeMember('objectSid', 'GetProperty', $null, $member, $null)
            (New-Object Security.Principal.SecurityIdentifier ([byte[]]$sid), 0).Value
        }
    }
    account    = Get-Answer {
        if (-not $account) { throw 'the pool has no account of its own' }
        $sid = (New-Object Security.Principal.NTAccount $account).Translate([Security.Principal.SecurityIdentifier]).Value
        $full = (New-Object Security.Principal.SecurityIdentifier $sid).Translate([Security.Principal.NTAccount]).Value
        $user = [ADSI]"WinNT://$($full.Replace('\', '/')),user"
        $answer = @{ name = $full; sid = $sid }
        $answer.locked = Get-Answer { [bool]$user.InvokeGet('IsAccountLocked') }
        $answer.disabled = Get-Answer { [bool]$user.InvokeGet('AccountDisabled') }
        $answer.password_expires = Get-Answer {
            # 0x10000: the password never expires.
            if ([int]$user.InvokeGet('UserFlags') -band 0x10000) { 'never' }
            else { ([DateTime]$user.InvokeGet('PasswordExpirationDate')).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ') }
        }
        $answer
    }
}

$inetsrv = "$env:windir\System32\inetsrv\config\applicationHost.config"
foreach ($config in @{ From = $inetsrv; To = 'applicationHost.config' }, @{ From = "$env:SystemDrive\inetpub\wwwroot\web.config"; To = 'web.config' }) {
    if (Test-Path -LiteralPath $config.From) {
        $text = [IO.File]::ReadAllText($config.From) -replace '(?i)(password\s*=\s*)("[^"]*"|''[^'']*'')', '$1""'
        [IO.File]::WriteAllText((Join-Path $Out $config.To), $text)
    }
}
$null = secedit.exe /export /areas USER_RIGHTS /cfg (Join-Path $Out 'user-rights.inf') /quiet

$since = "TimeCreated[timediff(@SystemTime) <= $($Days * 86400000)]"
$channels = @{
    'Application'     = 'Application', "*[System[$since and Provider[@Name='Application Error' or @Name='Microsoft-Windows-NetworkDeviceEnrollmentService' or @Name='CertificateRegistrationPoint']]]"
    'System'          = 'System', "*[System[$since and Provider[@Name='Microsoft-Windows-WAS']]]"
    'CAPI2'           = 'Microsoft-Windows-CAPI2/Operational', "*[System[$since and (EventID=11 or EventID=30 or EventID=41 or EventID=53)]]"
    'Connector'       = 'Microsoft-Intune-CertificateConnectors/Operational', "*[System[$since]]"
    'Connector-Admin' = 'Microsoft-Intune-CertificateConnectors/Admin', "*[System[$since]]"
}
$facts.channels = @{}
foreach ($name in $channels.Keys) {
    $channel, $query = $channels[$name]
    $facts.channels[$name] = Get-Answer { (Get-WinEvent -ListLog $channel).IsEnabled }
    if ($facts.channels[$name].ContainsKey('value')) { wevtutil.exe epl $channel (Join-Path $logs "$name.evtx") "/q:$query" }
}

# The newest log of each kind, and of IIS and HTTP.sys the last two files, if they are not too large to hand on.
$files = @(
    @{ Path = "$env:ProgramFiles\Microsoft Intune\NDESPolicyModule\Logs\NDESPlugin.log"; Count = 1 }
    @{ Path = "$env:ProgramFiles\Microsoft Intune\NDESConnectorSvc\Logs\Logs\*.svclog"; Count = 4 }
    @{ Path = "$env:SystemDrive\*SetupMsi.log", "$env:windir\Temp\*SetupMsi.log", "$env:TEMP\*SetupMsi.log"; Count = 1 }
    @{ Path = "$env:SystemDrive\inetpub\logs\LogFiles\W3SVC1\*.log"; Count = 2 }
    @{ Path = "$env:windir\System32\LogFiles\HTTPERR\*.log"; Count = 2 }
)
foreach ($kind in $files) {
    Get-ChildItem -Path $kind.Path -File -ErrorAction SilentlyContinue | Where-Object { $_.Length -le 268435456 } |
        Sort-Object LastWriteTime -Descending | Select-Object -First $kind.Count |
        ForEach-Object { Copy-Item -LiteralPath $_.FullName -Destination $logs -ErrorAction Continue }
}

[IO.File]::WriteAllText((Join-Path $Out 'facts.json'), ($facts | ConvertTo-Json -Depth 8))
Write-Output "Written to $Out. Next: scepscope-admin inspect-ndes --ndes $Out"
