//! The requests of each platform, imitated.

use scepscope_model::Platform;
use url::Url;

use crate::ScepUrl;

/// The platform whose requests are imitated. (Decision table, "Probe rules" and "IIS log of the NDES server".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AskAs {
    /// Windows appends `/pkiclient.exe` and sends `message=default`.
    #[default]
    Windows,
    /// Android sends `message=ca`.
    Android,
    /// iOS, iPadOS and macOS send `message=SCEP%20Authority`.
    Ios,
}

impl AskAs {
    /// The platform, for the report.
    pub const fn platform(self) -> Platform {
        match self {
            AskAs::Windows => Platform::Windows,
            AskAs::Android => Platform::Android,
            AskAs::Ios => Platform::Ios,
        }
    }

    /// The `User-Agent` by which the server's log tells the platform.
    pub(crate) const fn user_agent(self) -> &'static str {
        match self {
            AskAs::Windows => "Mozilla/4.0 (compatible; Win32; NDES client)",
            AskAs::Android => "Dalvik/2.1.0 (Linux; U; Android 15)",
            AskAs::Ios => "profiled/1.0 CFNetwork/1568 Darwin/24",
        }
    }

    const fn message(self) -> &'static str {
        match self {
            AskAs::Windows => "default",
            AskAs::Android => "ca",
            AskAs::Ios => "SCEP%20Authority",
        }
    }

    /// The URL of an operation.
    pub(crate) fn operation(self, scep: &ScepUrl, operation: &str) -> Url {
        self.with_message(scep, operation, self.message())
    }

    /// GetCACaps with a query of exactly `bytes` bytes. The server ignores the message of this operation (RFC 8894, 3.5.1).
    pub(crate) fn long_query(self, scep: &ScepUrl, bytes: usize) -> Url {
        let before = "operation=GetCACaps&message=".len();
        self.with_message(scep, "GetCACaps", &"A".repeat(bytes.saturating_sub(before)))
    }

    fn with_message(self, scep: &ScepUrl, operation: &str, message: &str) -> Url {
        let mut url = scep.url().clone();
        let path = url.path().trim_end_matches('/').to_owned();
        if self == AskAs::Windows && !path.to_ascii_lowercase().ends_with("/pkiclient.exe") {
            url.set_path(&format!("{path}/pkiclient.exe"));
        }
        url.set_query(Some(&format!("operation={operation}&message={message}")));
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_as_each_platform_does() {
        let scep = ScepUrl::parse("https://ndes.example/certsrv/mscep/mscep.dll", false).unwrap();
        let asked = |as_: AskAs, operation| as_.operation(&scep, operation).to_string();
        assert_eq!(
            asked(AskAs::Windows, "GetCACert"),
            "https://ndes.example/certsrv/mscep/mscep.dll/pkiclient.exe?operation=GetCACert&message=default"
        );
        assert_eq!(
            asked(AskAs::Android, "GetCACaps"),
            "https://ndes.example/certsrv/mscep/mscep.dll?operation=GetCACaps&message=ca"
        );
        assert_eq!(
            asked(AskAs::Ios, "GetCACert"),
            "https://ndes.example/certsrv/mscep/mscep.dll?operation=GetCACert&message=SCEP%20Authority"
        );
        let named =
            ScepUrl::parse("https://ndes.example/certsrv/mscep/mscep.dll/pkiclient.exe", false).unwrap();
        assert!(AskAs::Windows.operation(&named, "GetCACaps").path().ends_with("mscep.dll/pkiclient.exe"));
    }

    #[test]
    fn a_long_query_has_the_length_that_was_asked_for() {
        let scep = ScepUrl::parse("https://ndes.example/scep", false).unwrap();
        for bytes in [100, 2_100, 60_000] {
            assert_eq!(AskAs::Android.long_query(&scep, bytes).query().map(str::len), Some(bytes));
        }
    }
}
