//! The real Windows behind [`WindowsSystem`]. The only place of this crate with foreign calls: each handle is owned by a type
//! that closes it, each buffer is as long as the call says.

#![allow(unsafe_code, reason = "the event log and the certificate stores have no safe interface")]

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use windows::Win32::Foundation::{
    CloseHandle, ERROR_ACCESS_DENIED, ERROR_EVT_CHANNEL_NOT_FOUND, ERROR_FILE_NOT_FOUND,
    ERROR_INSUFFICIENT_BUFFER, ERROR_NO_MORE_ITEMS, ERROR_TIMEOUT, FILETIME, HANDLE, WIN32_ERROR,
};
use windows::Win32::Security::Cryptography::{
    CERT_CONTEXT, CERT_KEY_PROV_INFO_PROP_ID, CERT_OPEN_STORE_FLAGS, CERT_QUERY_ENCODING_TYPE,
    CERT_SHA1_HASH_PROP_ID, CERT_STORE_OPEN_EXISTING_FLAG, CERT_STORE_PROV_SYSTEM_W,
    CERT_STORE_READONLY_FLAG, CERT_SYSTEM_STORE_CURRENT_USER, CERT_SYSTEM_STORE_LOCAL_MACHINE,
    CERT_X500_NAME_STR, CRYPT_INTEGER_BLOB, CRYPT_KEY_PROV_INFO, CertCloseStore, CertEnumCertificatesInStore,
    CertFreeCertificateContext, CertGetCertificateContextProperty, CertNameToStrW, CertOpenStore, HCERTSTORE,
    X509_ASN_ENCODING,
};
use windows::Win32::Security::{GetTokenInformation, TOKEN_ELEVATION, TOKEN_QUERY, TokenElevation};
use windows::Win32::System::Com::{COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx};
use windows::Win32::System::EventLog::{
    EVT_HANDLE, EVT_VARIANT, EvtChannelConfigEnabled, EvtClose, EvtExportLog, EvtExportLogChannelPath,
    EvtGetChannelConfigProperty, EvtNext, EvtOpenChannelConfig, EvtQuery, EvtQueryChannelPath,
    EvtQueryTolerateQueryErrors, EvtRender, EvtRenderEventXml,
};
use windows::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};
use windows::Win32::UI::Shell::ShellExecuteW;
use windows::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;
use windows::core::{HSTRING, PCWSTR, w};
use windows_registry::{CURRENT_USER, LOCAL_MACHINE, Type};

use super::win32_elevate::{elevate, folder};
use crate::program::{Programs, SystemPrograms};
use crate::stop::Stop;
use crate::windows::{Certificate, Folder, Hive, RegistryKey, RegistryValue, Store, WindowsSystem};

/// Events that are fetched at once.
const BATCH: usize = 32;

/// How long one fetch waits, in milliseconds, before it is asked whether to stop.
const FETCH_MS: u32 = 500;

/// Longest event that is taken, in bytes of UTF-16.
const MAX_EVENT_BYTES: u32 = 4 << 20;

/// Most values of a key and most certificates of a store that are looked at.
const MAX_LISTED: usize = 5000;

/// Seconds from 1601, where Windows' clock begins, to 1970.
const EPOCH: i64 = 11_644_473_600;

/// This Windows.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Win32 {
    programs: SystemPrograms,
}

/// A handle of the event log.
struct Evt(EVT_HANDLE);

impl Drop for Evt {
    fn drop(&mut self) {
        // SAFETY: the handle came from the event log and is closed once.
        let _ = unsafe { EvtClose(self.0) };
    }
}

fn is(error: &windows::core::Error, code: WIN32_ERROR) -> bool {
    error.code() == code.to_hresult()
}

fn io_error(error: &windows::core::Error) -> io::Error {
    let kind = if is(error, ERROR_ACCESS_DENIED) {
        io::ErrorKind::PermissionDenied
    } else if is(error, ERROR_EVT_CHANNEL_NOT_FOUND) || is(error, ERROR_FILE_NOT_FOUND) {
        io::ErrorKind::NotFound
    } else {
        io::ErrorKind::Other
    };
    io::Error::new(kind, error.message())
}

fn select(channel: &str, xpath: &str) -> io::Result<Evt> {
    let flags = EvtQueryChannelPath.0 | EvtQueryTolerateQueryErrors.0;
    // SAFETY: both texts live until the call returns.
    let handle = unsafe { EvtQuery(None, &HSTRING::from(channel), &HSTRING::from(xpath), flags) };
    handle.map(Evt).map_err(|error| io_error(&error))
}

/// The events of one fetch; empty at the end.
fn next(query: &Evt, stop: &Stop) -> io::Result<Vec<Evt>> {
    loop {
        let mut handles = [0_isize; BATCH];
        let mut returned = 0;
        // SAFETY: the call writes at most as many handles as the slice is long, and their number.
        match unsafe { EvtNext(query.0, &mut handles, FETCH_MS, 0, &raw mut returned) } {
            Ok(()) => {
                let count = usize::try_from(returned).unwrap_or(0);
                return Ok(handles.iter().take(count).map(|h| Evt(EVT_HANDLE(*h))).collect());
            }
            Err(error) if is(&error, ERROR_NO_MORE_ITEMS) => return Ok(Vec::new()),
            Err(error) if is(&error, ERROR_TIMEOUT) && stop.is_over() => return Ok(Vec::new()),
            Err(error) if is(&error, ERROR_TIMEOUT) => {}
            Err(error) => return Err(io_error(&error)),
        }
    }
}

fn xml(event: &Evt) -> io::Result<String> {
    let (mut used, mut properties) = (0, 0);
    let flags = EvtRenderEventXml.0;
    // SAFETY: without a buffer the call only says how long one must be.
    let asked = unsafe { EvtRender(None, event.0, flags, 0, None, &raw mut used, &raw mut properties) };
    if let Err(error) = asked
        && !is(&error, ERROR_INSUFFICIENT_BUFFER)
    {
        return Err(io_error(&error));
    }
    if used > MAX_EVENT_BYTES {
        return Err(io::Error::other("an event is longer than MAX_EVENT_BYTES"));
    }
    let mut buffer = vec![0_u16; (used as usize).div_ceil(2)];
    let bytes = u32::try_from(buffer.len() * 2).unwrap_or(0);
    let place = Some(buffer.as_mut_ptr().cast::<c_void>());
    // SAFETY: the buffer is as long as it says.
    unsafe { EvtRender(None, event.0, flags, bytes, place, &raw mut used, &raw mut properties) }
        .map_err(|error| io_error(&error))?;
    let end = buffer.iter().position(|unit| *unit == 0).unwrap_or(buffer.len());
    Ok(String::from_utf16_lossy(buffer.get(..end).unwrap_or_default()))
}

impl WindowsSystem for Win32 {
    fn is_elevated(&self) -> bool {
        let mut token = HANDLE::default();
        // SAFETY: the process's own handle needs no closing; the token is closed below.
        if unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) }.is_err() {
            return false;
        }
        let mut elevation = TOKEN_ELEVATION::default();
        let (mut length, size) = (0, size_of::<TOKEN_ELEVATION>());
        let place = Some((&raw mut elevation).cast::<c_void>());
        let size = u32::try_from(size).unwrap_or(0);
        // SAFETY: the structure is as long as it says.
        let told = unsafe { GetTokenInformation(token, TokenElevation, place, size, &raw mut length) };
        // SAFETY: opened above, closed once.
        let _ = unsafe { CloseHandle(token) };
        told.is_ok() && elevation.TokenIsElevated != 0
    }

    fn is_enabled(&self, channel: &str) -> io::Result<bool> {
        // A channel that may not be read says so here already.
        select(channel, "*[System[EventID=0]]")?;
        // SAFETY: the text lives until the call returns.
        let config = unsafe { EvtOpenChannelConfig(None, &HSTRING::from(channel), 0) }
            .map(Evt)
            .map_err(|error| io_error(&error))?;
        let (mut value, mut used) = (EVT_VARIANT::default(), 0);
        let size = u32::try_from(size_of::<EVT_VARIANT>()).unwrap_or(0);
        // SAFETY: a truth value fits into one variant, and the size says that there is one.
        unsafe {
            EvtGetChannelConfigProperty(
                config.0,
                EvtChannelConfigEnabled,
                0,
                size,
                Some(&raw mut value),
                &raw mut used,
            )
        }
        .map_err(|error| io_error(&error))?;
        // SAFETY: this property is a truth value by definition.
        Ok(unsafe { value.Anonymous.BooleanVal }.as_bool())
    }

    fn events(
        &self,
        channel: &str,
        xpath: &str,
        stop: &Stop,
        take: &mut dyn FnMut(&str) -> ControlFlow<()>,
    ) -> io::Result<()> {
        let query = select(channel, xpath)?;
        while !stop.is_over() {
            let events = next(&query, stop)?;
            if events.is_empty() {
                break;
            }
            for event in &events {
                if take(&xml(event)?).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn export(&self, channel: &str, xpath: &str, to: &Path) -> io::Result<()> {
        let (channel, xpath, to) =
            (HSTRING::from(channel), HSTRING::from(xpath), HSTRING::from(to.as_os_str()));
        // SAFETY: all texts live until the call returns.
        unsafe { EvtExportLog(None, &channel, &xpath, &to, EvtExportLogChannelPath.0) }
            .map_err(|error| io_error(&error))
    }

    fn key(&self, hive: Hive, path: &str) -> io::Result<RegistryKey> {
        let root = match hive {
            Hive::Machine => LOCAL_MACHINE,
            Hive::User => CURRENT_USER,
        };
        let fault = |error: windows::core::Error| io_error(&error);
        let key = root.open(path).map_err(fault)?;
        let keys = key.keys().map_err(fault)?.take(MAX_LISTED).collect();
        let mut values = Vec::new();
        for (name, value) in key.values().map_err(fault)?.take(MAX_LISTED) {
            let value = match value.ty() {
                Type::U32 => u32::try_from(value).map(RegistryValue::Number).map_err(fault)?,
                Type::String | Type::ExpandString => {
                    String::try_from(value).map(RegistryValue::Text).map_err(fault)?
                }
                _ => continue,
            };
            values.push((name, value));
        }
        Ok(RegistryKey { keys, values })
    }

    fn certificates(&self, store: Store) -> io::Result<Vec<Certificate>> {
        let place = match store {
            Store::User => CERT_SYSTEM_STORE_CURRENT_USER,
            Store::Machine => CERT_SYSTEM_STORE_LOCAL_MACHINE,
        };
        let flags = CERT_OPEN_STORE_FLAGS(place) | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG;
        let name = HSTRING::from("My");
        let name = Some(PCWSTR(name.as_ptr()).0.cast::<c_void>());
        // SAFETY: the name lives until the call returns.
        let opened = unsafe {
            CertOpenStore(CERT_STORE_PROV_SYSTEM_W, CERT_QUERY_ENCODING_TYPE(0), None, flags, name)
        };
        let store = OpenStore(opened.map_err(|error| io_error(&error))?);
        let mut certificates = Vec::new();
        let mut context: *const CERT_CONTEXT = std::ptr::null();
        while certificates.len() < MAX_LISTED {
            let before = (!context.is_null()).then_some(context);
            // SAFETY: the call frees the context that it is given and hands out the next.
            context = unsafe { CertEnumCertificatesInStore(store.0, before) };
            if context.is_null() {
                return Ok(certificates);
            }
            // SAFETY: the context is valid until it is given back.
            certificates.extend(unsafe { certificate(context) });
        }
        // SAFETY: the last context was not given back.
        let _ = unsafe { CertFreeCertificateContext(Some(context)) };
        Ok(certificates)
    }

    fn elevate(&self, arguments: &[String], stop: &Stop) -> io::Result<File> {
        elevate(arguments, stop)
    }

    fn folder(&self) -> io::Result<Folder> {
        if self.is_elevated() { folder().map(Folder::Private) } else { Folder::of_user() }
    }

    fn open(&self, address: &str) -> io::Result<()> {
        // What shows a page may be a component that needs this; where it is done already, nothing changes.
        // SAFETY: balanced by nothing on purpose: this thread ends after the call.
        let _ = unsafe { CoInitializeEx(None, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE) };
        let address = HSTRING::from(address);
        // SAFETY: all texts live until the call returns.
        let done = unsafe {
            ShellExecuteW(None, w!("open"), &address, PCWSTR::null(), PCWSTR::null(), SW_SHOWNORMAL)
        };
        // By definition: above 32 it went well.
        if done.0 as usize > 32 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    fn programs(&self) -> &dyn Programs {
        &self.programs
    }
}

struct OpenStore(HCERTSTORE);

impl Drop for OpenStore {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once; no context of it is left.
        let _ = unsafe { CertCloseStore(Some(self.0), 0) };
    }
}

/// # Safety
/// The context is valid.
unsafe fn certificate(context: *const CERT_CONTEXT) -> Option<Certificate> {
    // SAFETY: a valid context points to its own description.
    let info = unsafe { (*context).pCertInfo.as_ref() }?;
    // SAFETY: see above.
    let hash = unsafe { property(context, CERT_SHA1_HASH_PROP_ID) }?;
    Some(Certificate {
        thumbprint: hash.iter().map(|byte| format!("{byte:02X}")).collect(),
        // SAFETY: the blob lies in the context.
        subject_sha256: hex(&Sha256::digest(unsafe { bytes(&info.Subject) })),
        // SAFETY: the blob lies in the context.
        issuer: unsafe { name(&info.Issuer) },
        not_before: moment(info.NotBefore)?,
        not_after: moment(info.NotAfter)?,
        // SAFETY: see above.
        key_provider: unsafe { key_provider(context) },
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn moment(time: FILETIME) -> Option<OffsetDateTime> {
    let ticks = (u64::from(time.dwHighDateTime) << 32) | u64::from(time.dwLowDateTime);
    let second = i64::try_from(ticks / 10_000_000).ok()?.checked_sub(EPOCH)?;
    OffsetDateTime::from_unix_timestamp(second).ok()
}

/// # Safety
/// The blob points to as many bytes as it says.
unsafe fn bytes(blob: &CRYPT_INTEGER_BLOB) -> &[u8] {
    if blob.pbData.is_null() {
        return &[];
    }
    // SAFETY: by the contract of this function.
    unsafe { std::slice::from_raw_parts(blob.pbData, blob.cbData as usize) }
}

/// # Safety
/// The blob is an encoded name.
unsafe fn name(blob: &CRYPT_INTEGER_BLOB) -> String {
    let mut text = vec![0_u16; 2048];
    // SAFETY: the call writes at most as much as the slice is long.
    let used =
        unsafe { CertNameToStrW(X509_ASN_ENCODING, &raw const *blob, CERT_X500_NAME_STR, Some(&mut text)) };
    let end = (used as usize).saturating_sub(1);
    String::from_utf16_lossy(text.get(..end).unwrap_or_default())
}

/// # Safety
/// The context is valid.
unsafe fn property(context: *const CERT_CONTEXT, id: u32) -> Option<Vec<u8>> {
    let mut size = 0;
    // SAFETY: without a buffer the call only says how long one must be.
    unsafe { CertGetCertificateContextProperty(context, id, None, &raw mut size) }.ok()?;
    let mut buffer = vec![0_u8; size as usize];
    let place = Some(buffer.as_mut_ptr().cast::<c_void>());
    // SAFETY: the buffer is as long as it says.
    unsafe { CertGetCertificateContextProperty(context, id, place, &raw mut size) }.ok()?;
    buffer.truncate(size as usize);
    Some(buffer)
}

/// # Safety
/// The context is valid.
unsafe fn key_provider(context: *const CERT_CONTEXT) -> Option<String> {
    let mut size = 0;
    // SAFETY: without a buffer the call only says how long one must be.
    unsafe { CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, None, &raw mut size) }
        .ok()?;
    // In units of the structure, so that it is aligned.
    let units = (size as usize).div_ceil(size_of::<CRYPT_KEY_PROV_INFO>());
    let mut buffer = vec![CRYPT_KEY_PROV_INFO::default(); units];
    let place = Some(buffer.as_mut_ptr().cast::<c_void>());
    // SAFETY: the buffer is at least as long as the call said.
    unsafe { CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, place, &raw mut size) }
        .ok()?;
    let provider = buffer.first()?.pwszProvName;
    // SAFETY: the text lies in the buffer and ends with a zero.
    (!provider.is_null()).then(|| unsafe { provider.to_string() }.ok()).flatten()
}
