//! The settings of Windows: the user's, with automatic detection and script, else the machine's
//! (<https://learn.microsoft.com/windows/win32/winhttp/winhttp-autoproxy-support>).

#![allow(unsafe_code, reason = "WinHTTP has no safe interface")]

use std::ffi::c_void;
use std::sync::mpsc;

use url::Url;
use windows::Win32::Foundation::{GlobalFree, HGLOBAL};
use windows::Win32::Networking::WinHttp::{
    ERROR_WINHTTP_LOGIN_FAILURE, WINHTTP_ACCESS_TYPE_NAMED_PROXY, WINHTTP_ACCESS_TYPE_NO_PROXY,
    WINHTTP_AUTO_DETECT_TYPE_DHCP, WINHTTP_AUTO_DETECT_TYPE_DNS_A, WINHTTP_AUTOPROXY_AUTO_DETECT,
    WINHTTP_AUTOPROXY_CONFIG_URL, WINHTTP_AUTOPROXY_OPTIONS, WINHTTP_CURRENT_USER_IE_PROXY_CONFIG,
    WINHTTP_PROXY_INFO, WinHttpCloseHandle, WinHttpGetDefaultProxyConfiguration,
    WinHttpGetIEProxyConfigForCurrentUser, WinHttpGetProxyForUrl, WinHttpOpen,
};
use windows::core::{HRESULT, HSTRING, PCWSTR, PWSTR};

use crate::{SCRIPT_LIMIT, by_matcher, first, is_bypassed};

pub(crate) fn for_origin(origin: &Url) -> Option<Url> {
    let user = Settings::of_user();
    if user.detects || user.script.is_some() {
        if let Some(named) = by_script(origin, &user) {
            return named.proxy_for(origin);
        }
    }
    // What a script's failure leaves, as Windows' own programs do it.
    if user.fixed.proxies.is_some() {
        return user.fixed.proxy_for(origin);
    }
    // A proxy that management wrote into the registry is not in the connection's settings before these are opened. A service
    // has settings of the machine only.
    by_matcher(origin).or_else(|| Fixed::of_machine().proxy_for(origin))
}

/// Proxies, and what needs none.
#[derive(Default)]
struct Fixed {
    proxies: Option<String>,
    bypassed: Option<String>,
}

impl Fixed {
    /// What `netsh winhttp` set.
    fn of_machine() -> Fixed {
        let mut info = WINHTTP_PROXY_INFO::default();
        // SAFETY: the structure is ours, and what it gets is taken over.
        match unsafe { WinHttpGetDefaultProxyConfiguration(&raw mut info) } {
            Ok(()) => Fixed::taken(&info),
            Err(_) => Fixed::default(),
        }
    }

    fn taken(info: &WINHTTP_PROXY_INFO) -> Fixed {
        let (proxies, bypassed) = (taken(info.lpszProxy), taken(info.lpszProxyBypass));
        let is_named = info.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY;
        Fixed { proxies: proxies.filter(|_| is_named), bypassed }
    }

    fn proxy_for(&self, origin: &Url) -> Option<Url> {
        let is_bypassed = self.bypassed.as_deref().is_some_and(|list| is_bypassed(list, origin));
        if is_bypassed { None } else { first(self.proxies.as_deref()?, origin.scheme()) }
    }
}

/// The settings of the user for whom the program runs.
#[derive(Default)]
struct Settings {
    detects: bool,
    script: Option<String>,
    fixed: Fixed,
}

impl Settings {
    fn of_user() -> Settings {
        let mut config = WINHTTP_CURRENT_USER_IE_PROXY_CONFIG::default();
        // SAFETY: the structure is ours, and what it gets is taken over.
        if unsafe { WinHttpGetIEProxyConfigForCurrentUser(&raw mut config) }.is_err() {
            return Settings::default();
        }
        Settings {
            detects: config.fAutoDetect.as_bool(),
            script: taken(config.lpszAutoConfigUrl),
            fixed: Fixed { proxies: taken(config.lpszProxy), bypassed: taken(config.lpszProxyBypass) },
        }
    }
}

/// What the script says; `None` where none was found, or none answers in time.
fn by_script(origin: &Url, settings: &Settings) -> Option<Fixed> {
    let (origin, script, detects) = (origin.to_string(), settings.script.clone(), settings.detects);
    let (tell, told) = mpsc::channel();
    // The network decides how long this takes: nobody waits for it longer than is bearable.
    std::thread::spawn(move || tell.send(asked(&origin, script.as_deref(), detects)));
    told.recv_timeout(SCRIPT_LIMIT).ok()?
}

/// Has WinHTTP find, fetch and run the script.
fn asked(origin: &str, script: Option<&str>, detects: bool) -> Option<Fixed> {
    let session = Session::open()?;
    let (origin, script) = (HSTRING::from(origin), script.map(HSTRING::from));
    let mut options = WINHTTP_AUTOPROXY_OPTIONS::default();
    if detects {
        options.dwFlags |= WINHTTP_AUTOPROXY_AUTO_DETECT;
        options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
    }
    if let Some(script) = &script {
        options.dwFlags |= WINHTTP_AUTOPROXY_CONFIG_URL;
        options.lpszAutoConfigUrl = PCWSTR(script.as_ptr());
    }
    let mut info = WINHTTP_PROXY_INFO::default();
    // SAFETY: session and texts live until the call is over; what the structure gets is taken over.
    let mut ask = |options: &mut WINHTTP_AUTOPROXY_OPTIONS| unsafe {
        WinHttpGetProxyForUrl(session.0, &origin, options, &raw mut info)
    };
    let answer = match ask(&mut options) {
        // The user's sign-in goes to the script's server only where that asks for it: the documented order.
        Err(error) if error.code() == HRESULT::from_win32(ERROR_WINHTTP_LOGIN_FAILURE) => {
            options.fAutoLogonIfChallenged = true.into();
            ask(&mut options)
        }
        answer => answer,
    };
    answer.ok().map(|()| Fixed::taken(&info))
}

struct Session(*mut c_void);

impl Session {
    fn open() -> Option<Session> {
        let name = HSTRING::from(concat!("scepscope/", env!("CARGO_PKG_VERSION")));
        // SAFETY: texts that live until the call is over.
        let handle =
            unsafe { WinHttpOpen(&name, WINHTTP_ACCESS_TYPE_NO_PROXY, PCWSTR::null(), PCWSTR::null(), 0) };
        (!handle.is_null()).then_some(Session(handle))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once.
        let _ = unsafe { WinHttpCloseHandle(self.0) };
    }
}

/// A text that WinHTTP handed out, freed as its documentation asks; `None` where it is empty or none.
fn taken(text: PWSTR) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: handed out by WinHTTP, ends in a zero.
    let read = unsafe { text.to_string() };
    // SAFETY: handed out for this, given back once.
    let _ = unsafe { GlobalFree(Some(HGLOBAL(text.as_ptr().cast::<c_void>()))) };
    read.ok().filter(|text| !text.is_empty())
}
