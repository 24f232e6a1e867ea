//! The real server behind [`ServerSystem`]. The only place of this crate with foreign calls: what they hand out is owned by a
//! type that gives it back, each buffer is as long as the call says.

#![allow(unsafe_code, reason = "certificate stores, services and accounts have no safe interface")]

use std::collections::BTreeMap;
use std::env;
use std::ffi::c_void;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64ct::{Base64, Encoding};
use scepscope_acquire::{Call, Hive, RegistryValue, Stop, WindowsSystem, this_windows};
use scepscope_bundle::Cancel;
use windows::Win32::Foundation::{
    ERROR_ACCESS_DENIED, ERROR_FILE_NOT_FOUND, ERROR_NONE_MAPPED, ERROR_SERVICE_DOES_NOT_EXIST, HLOCAL,
    LocalFree,
};
use windows::Win32::NetworkManagement::NetManagement::{
    LOCALGROUP_MEMBERS_INFO_0, MAX_PREFERRED_LENGTH, NetApiBufferFree, NetGetDCName, NetLocalGroupGetMembers,
    NetUserGetInfo, UF_ACCOUNTDISABLE, UF_DONT_EXPIRE_PASSWD, UF_LOCKOUT, USER_INFO_4,
};
use windows::Win32::Security::Authorization::{ConvertSidToStringSidW, ConvertStringSidToSidW};
use windows::Win32::Security::Cryptography::{
    CERT_CONTEXT, CERT_KEY_PROV_INFO_PROP_ID, CERT_OPEN_STORE_FLAGS, CERT_QUERY_ENCODING_TYPE,
    CERT_STORE_OPEN_EXISTING_FLAG, CERT_STORE_PROV_SYSTEM_W, CERT_STORE_READONLY_FLAG,
    CERT_SYSTEM_STORE_LOCAL_MACHINE, CertCloseStore, CertEnumCertificatesInStore, CertFreeCertificateContext,
    CertGetCertificateContextProperty, CertOpenStore, HCERTSTORE,
};
use windows::Win32::Security::{LookupAccountNameW, LookupAccountSidW, PSID, SID_NAME_USE};
use windows::Win32::System::Services::{
    CloseServiceHandle, OpenSCManagerW, OpenServiceW, QueryServiceStatus, SC_HANDLE, SC_MANAGER_CONNECT,
    SERVICE_PAUSED, SERVICE_QUERY_STATUS, SERVICE_RUNNING, SERVICE_START_PENDING, SERVICE_STATUS,
    SERVICE_STOP_PENDING, SERVICE_STOPPED,
};
use windows::Win32::System::SystemInformation::{ComputerNamePhysicalDnsFullyQualified, GetComputerNameExW};
use windows::core::{HSTRING, PCWSTR, PWSTR};

use crate::facts::{AccountFacts, Answer, StoredCertificate};
use crate::live::{Places, ServerSystem};

/// Most certificates of a store and most members of a group that are looked at.
const MAX_LISTED: usize = 5000;

/// How long one program may take.
const PROGRAM_TIME: Duration = Duration::from_secs(60);

/// Longest name of a machine, an account or a domain, in units of UTF-16.
const NAME_UNITS: u32 = 512;

/// Longest security identifier, in bytes (`SECURITY_MAX_SID_SIZE`), in units that are aligned for it.
const SID_UNITS: usize = 68 / 4;

const SECEDIT: &[&str] = &[r"C:\Windows\System32\secedit.exe"];
const APPCMD: &[&str] = &[r"C:\Windows\System32\inetsrv\appcmd.exe"];

/// This server.
pub(crate) struct Server {
    windows: Arc<dyn WindowsSystem>,
}

impl Default for Server {
    fn default() -> Self {
        Server { windows: this_windows() }
    }
}

fn io_error(error: &windows::core::Error) -> io::Error {
    let is = |code: windows::Win32::Foundation::WIN32_ERROR| error.code() == code.to_hresult();
    let kind = if is(ERROR_ACCESS_DENIED) {
        io::ErrorKind::PermissionDenied
    } else if is(ERROR_FILE_NOT_FOUND) || is(ERROR_SERVICE_DOES_NOT_EXIST) || is(ERROR_NONE_MAPPED) {
        io::ErrorKind::NotFound
    } else {
        io::ErrorKind::Other
    };
    io::Error::new(kind, error.message())
}

/// The result of a function of the network management.
fn net(code: u32) -> io::Result<()> {
    match code {
        0 => Ok(()),
        code => Err(io::Error::from_raw_os_error(i32::try_from(code).unwrap_or(i32::MAX))),
    }
}

/// What the network management handed out.
struct NetBuffer(*mut u8);

impl Drop for NetBuffer {
    fn drop(&mut self) {
        // SAFETY: handed out by the network management, given back once.
        unsafe { NetApiBufferFree(Some(self.0.cast::<c_void>())) };
    }
}

/// What is to be freed locally.
struct Local(*mut c_void);

impl Drop for Local {
    fn drop(&mut self) {
        // SAFETY: handed out for this, given back once.
        unsafe { LocalFree(Some(HLOCAL(self.0))) };
    }
}

struct Service(SC_HANDLE);

impl Drop for Service {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once.
        let _ = unsafe { CloseServiceHandle(self.0) };
    }
}

struct Store(HCERTSTORE);

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once; no context of it is left.
        let _ = unsafe { CertCloseStore(Some(self.0), 0) };
    }
}

fn text(units: &[u16]) -> String {
    let end = units.iter().position(|unit| *unit == 0).unwrap_or(units.len());
    String::from_utf16_lossy(units.get(..end).unwrap_or_default())
}

/// # Safety
/// The identifier is valid.
unsafe fn sid_text(sid: PSID) -> io::Result<String> {
    let mut written = PWSTR::null();
    // SAFETY: by the contract of this function; the text is freed below.
    unsafe { ConvertSidToStringSidW(sid, &raw mut written) }.map_err(|e| io_error(&e))?;
    let _held = Local(written.0.cast::<c_void>());
    // SAFETY: the text ends with a zero.
    unsafe { written.to_string() }.map_err(|_| io::ErrorKind::InvalidData.into())
}

impl Server {
    fn run(&self, places: &'static [&'static str], arguments: &[&str]) -> io::Result<String> {
        let call = Call { places, arguments: arguments.iter().map(Into::into).collect() };
        let stop = Stop::after(PROGRAM_TIME, &Cancel::default());
        let output = self.windows.programs().run(&call, &stop)?;
        if !output.success {
            return Err(io::Error::other(output.message));
        }
        let mut said = Vec::new();
        output.content.take(1 << 20).read_to_end(&mut said)?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }
}

impl ServerSystem for Server {
    fn computer(&self) -> io::Result<String> {
        let mut units = vec![0_u16; NAME_UNITS as usize];
        let mut length = NAME_UNITS;
        let place = Some(PWSTR(units.as_mut_ptr()));
        // SAFETY: the buffer is as long as the length says.
        unsafe { GetComputerNameExW(ComputerNamePhysicalDnsFullyQualified, place, &raw mut length) }
            .map_err(|e| io_error(&e))?;
        Ok(text(&units))
    }

    fn places(&self) -> Places {
        let of = |name: &str, or: &str| PathBuf::from(env::var_os(name).unwrap_or_else(|| or.into()));
        let mut drive = env::var_os("SystemDrive").unwrap_or_else(|| "C:".into());
        drive.push("\\");
        Places {
            drive: PathBuf::from(drive),
            windows: of("SystemRoot", r"C:\Windows"),
            program_files: of("ProgramFiles", r"C:\Program Files"),
            temp: env::temp_dir(),
        }
    }

    fn values(&self, key: &str) -> io::Result<BTreeMap<String, String>> {
        let key = self.windows.key(Hive::Machine, key)?;
        let written = |value| match value {
            RegistryValue::Text(text) => text,
            RegistryValue::Number(number) => number.to_string(),
        };
        Ok(key.values.into_iter().map(|(name, value)| (name, written(value))).collect())
    }

    fn keys(&self, key: &str) -> io::Result<Vec<String>> {
        Ok(self.windows.key(Hive::Machine, key)?.keys)
    }

    fn certificates(&self, store: &str) -> io::Result<Vec<StoredCertificate>> {
        let flags = CERT_OPEN_STORE_FLAGS(CERT_SYSTEM_STORE_LOCAL_MACHINE)
            | CERT_STORE_READONLY_FLAG
            | CERT_STORE_OPEN_EXISTING_FLAG;
        let name = HSTRING::from(store);
        let place = Some(PCWSTR(name.as_ptr()).0.cast::<c_void>());
        // SAFETY: the name lives until the call returns.
        let opened = unsafe {
            CertOpenStore(CERT_STORE_PROV_SYSTEM_W, CERT_QUERY_ENCODING_TYPE(0), None, flags, place)
        };
        let store = Store(opened.map_err(|e| io_error(&e))?);
        let mut certificates = Vec::new();
        let mut context: *const CERT_CONTEXT = std::ptr::null();
        while certificates.len() < MAX_LISTED {
            let before = (!context.is_null()).then_some(context);
            // SAFETY: the call frees the context that it is given and hands out the next.
            context = unsafe { CertEnumCertificatesInStore(store.0, before) };
            if context.is_null() {
                return Ok(certificates);
            }
            // SAFETY: the context is valid until it is given back, and so are its bytes.
            let der = unsafe {
                std::slice::from_raw_parts((*context).pbCertEncoded, (*context).cbCertEncoded as usize)
            };
            let mut size = 0;
            // SAFETY: without a buffer the call only says how long one must be.
            let key = unsafe {
                CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, None, &raw mut size)
            };
            certificates.push(StoredCertificate {
                der: Base64::encode_string(der),
                has_key: key.is_ok(),
                key_readers: Answer::Error("not_read_live".to_owned()),
            });
        }
        // SAFETY: the last context was not given back.
        let _ = unsafe { CertFreeCertificateContext(Some(context)) };
        Ok(certificates)
    }

    fn service_state(&self, name: &str) -> io::Result<String> {
        // SAFETY: no texts; the handle is closed by its owner.
        let manager = unsafe { OpenSCManagerW(PCWSTR::null(), PCWSTR::null(), SC_MANAGER_CONNECT) };
        let manager = Service(manager.map_err(|e| io_error(&e))?);
        // SAFETY: the name lives until the call returns.
        let service = unsafe { OpenServiceW(manager.0, &HSTRING::from(name), SERVICE_QUERY_STATUS) };
        let service = Service(service.map_err(|e| io_error(&e))?);
        let mut status = SERVICE_STATUS::default();
        // SAFETY: the structure is the call's own.
        unsafe { QueryServiceStatus(service.0, &raw mut status) }.map_err(|e| io_error(&e))?;
        Ok(match status.dwCurrentState {
            SERVICE_RUNNING => "Running",
            SERVICE_STOPPED => "Stopped",
            SERVICE_START_PENDING => "Start Pending",
            SERVICE_STOP_PENDING => "Stop Pending",
            SERVICE_PAUSED => "Paused",
            _ => "Unknown",
        }
        .to_owned())
    }

    fn members(&self, group: &str) -> io::Result<Vec<String>> {
        let name = group_name(group)?;
        let (mut buffer, mut read, mut total) = (std::ptr::null_mut(), 0, 0);
        // SAFETY: the name lives until the call returns; the buffer is freed by its owner.
        let code = unsafe {
            NetLocalGroupGetMembers(
                PCWSTR::null(),
                &HSTRING::from(name),
                0,
                &raw mut buffer,
                MAX_PREFERRED_LENGTH,
                &raw mut read,
                &raw mut total,
                None,
            )
        };
        let held = NetBuffer(buffer);
        net(code)?;
        if held.0.is_null() {
            return Ok(Vec::new());
        }
        #[allow(clippy::cast_ptr_alignment, reason = "the system aligns what it hands out")]
        let first = held.0.cast::<LOCALGROUP_MEMBERS_INFO_0>();
        // SAFETY: the call says how many entries there are.
        let members = unsafe { std::slice::from_raw_parts(first, (read as usize).min(MAX_LISTED)) };
        // SAFETY: the identifiers lie in the buffer.
        members.iter().map(|member| unsafe { sid_text(member.lgrmi0_sid) }).collect()
    }

    fn account(&self, name: &str) -> io::Result<AccountFacts> {
        let (sid, domain) = sid_of(name)?;
        let user = name.rsplit('\\').next().unwrap_or(name);
        let user = user.split('@').next().unwrap_or(user);
        let mut account = AccountFacts { name: format!("{domain}\\{user}"), sid, ..AccountFacts::default() };
        let told = user_flags(&domain, user).map_err(|e| e.to_string());
        let answer = |read: fn(&(u32, bool)) -> bool| match &told {
            Ok(flags) => Answer::Value(read(flags)),
            Err(reason) => Answer::Error(reason.clone()),
        };
        account.locked = answer(|(flags, _)| flags & UF_LOCKOUT.0 != 0);
        account.disabled = answer(|(flags, _)| flags & UF_ACCOUNTDISABLE.0 != 0);
        account.password_expires = match &told {
            Ok((_, true)) => Answer::Value(Some("expired".to_owned())),
            Ok((flags, false)) if flags & UF_DONT_EXPIRE_PASSWD.0 != 0 => {
                Answer::Value(Some("never".to_owned()))
            }
            Ok((_, false)) => Answer::Value(Some("not_yet".to_owned())),
            Err(reason) => Answer::Error(reason.clone()),
        };
        Ok(account)
    }

    fn pool_state(&self, pool: &str) -> io::Result<Option<String>> {
        let said = self.run(APPCMD, &["list", "apppool", pool, "/text:state"])?;
        let state = said.trim();
        Ok((!state.is_empty()).then(|| state.to_owned()))
    }

    fn export_rights(&self, to: &Path) -> io::Result<()> {
        let to = to.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        self.run(SECEDIT, &["/export", "/areas", "USER_RIGHTS", "/cfg", to, "/quiet"]).map(drop)
    }

    fn is_enabled(&self, channel: &str) -> io::Result<bool> {
        self.windows.is_enabled(channel)
    }

    fn export_events(&self, channel: &str, xpath: &str, to: &Path) -> io::Result<()> {
        self.windows.export(channel, xpath, to)
    }
}

/// The name of a group in the system's language.
fn group_name(sid: &str) -> io::Result<String> {
    let mut identifier = PSID::default();
    // SAFETY: the text lives until the call returns; what it hands out is freed by its owner.
    unsafe { ConvertStringSidToSidW(&HSTRING::from(sid), &raw mut identifier) }.map_err(|e| io_error(&e))?;
    let _held = Local(identifier.0);
    let (mut name, mut domain) = (vec![0_u16; NAME_UNITS as usize], vec![0_u16; NAME_UNITS as usize]);
    let (mut name_length, mut domain_length) = (NAME_UNITS, NAME_UNITS);
    let mut kind = SID_NAME_USE::default();
    // SAFETY: both buffers are as long as their lengths say.
    unsafe {
        LookupAccountSidW(
            PCWSTR::null(),
            identifier,
            Some(PWSTR(name.as_mut_ptr())),
            &raw mut name_length,
            Some(PWSTR(domain.as_mut_ptr())),
            &raw mut domain_length,
            &raw mut kind,
        )
    }
    .map_err(|e| io_error(&e))?;
    Ok(text(&name))
}

/// The identifier and the domain of an account.
fn sid_of(name: &str) -> io::Result<(String, String)> {
    let mut sid = [0_u32; SID_UNITS];
    let mut sid_bytes = u32::try_from(size_of_val(&sid)).unwrap_or(0);
    let mut domain = vec![0_u16; NAME_UNITS as usize];
    let mut domain_length = NAME_UNITS;
    let mut kind = SID_NAME_USE::default();
    let identifier = PSID(sid.as_mut_ptr().cast::<c_void>());
    // SAFETY: both buffers are as long as their lengths say; the name lives until the call returns.
    unsafe {
        LookupAccountNameW(
            PCWSTR::null(),
            &HSTRING::from(name),
            Some(identifier),
            &raw mut sid_bytes,
            Some(PWSTR(domain.as_mut_ptr())),
            &raw mut domain_length,
            &raw mut kind,
        )
    }
    .map_err(|e| io_error(&e))?;
    // SAFETY: the call filled the identifier.
    Ok((unsafe { sid_text(identifier) }?, text(&domain)))
}

/// The flags of an account and whether its password has expired, as a domain controller knows them; this machine, where there
/// is none.
fn user_flags(domain: &str, user: &str) -> io::Result<(u32, bool)> {
    let mut controller = std::ptr::null_mut();
    // SAFETY: the name lives until the call returns; the buffer is freed by its owner.
    let code = unsafe { NetGetDCName(PCWSTR::null(), &HSTRING::from(domain), &raw mut controller) };
    let controller = NetBuffer(controller);
    #[allow(clippy::cast_ptr_alignment, reason = "the system aligns what it hands out")]
    let server = if code == 0 { PCWSTR(controller.0.cast::<u16>()) } else { PCWSTR::null() };
    let mut buffer = std::ptr::null_mut();
    // SAFETY: both names live until the call returns; the buffer is freed by its owner.
    let code = unsafe { NetUserGetInfo(server, &HSTRING::from(user), 4, &raw mut buffer) };
    let held = NetBuffer(buffer);
    net(code)?;
    #[allow(clippy::cast_ptr_alignment, reason = "the system aligns what it hands out")]
    let info = held.0.cast::<USER_INFO_4>();
    // SAFETY: the call succeeded, so the structure is there.
    let info = unsafe { info.as_ref() }.ok_or(io::ErrorKind::InvalidData)?;
    Ok((info.usri4_flags.0, info.usri4_password_expired != 0))
}
