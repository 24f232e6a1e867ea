//! The configuration of IIS: `applicationHost.config` and the `web.config` of the site.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::limits::{MAX_DEPTH, MAX_ELEMENTS};

/// The site that NDES is installed in unless somebody moved it.
const DEFAULT_SITE: &str = "Default Web Site";

/// An element with the place that it applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Element {
    /// `Default Web Site/CertSrv/mscep`, in lower case; empty for the whole server.
    location: String,
    /// `system.webServer/security/…`, in lower case, below the root element and `location`.
    path: String,
    /// Attributes of the element itself, names in lower case.
    attributes: BTreeMap<String, String>,
    /// The attribute `name` or `path` of the elements around it that have one, outermost first.
    around: Vec<String>,
}

/// What the files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    elements: Vec<Element>,
}

impl Configuration {
    /// Reads `applicationHost.config`; `None` where it is no XML or too large.
    pub fn parse(server: &str) -> Option<Configuration> {
        let mut configuration = Configuration::default();
        configuration.read(server, "")?;
        Some(configuration)
    }

    /// Adds the `web.config` of the site's root; `None` where it is no XML or too large.
    #[must_use]
    pub fn with_site_root(mut self, web: &str) -> Option<Configuration> {
        let site = self.site().to_ascii_lowercase();
        self.read(web, &site)?;
        Some(self)
    }

    fn read(&mut self, text: &str, base: &str) -> Option<()> {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let mut open: Vec<(String, Option<String>)> = Vec::new();
        let mut locations = vec![base.to_owned()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => {
                    let (name, key) = self.take(&start, &open, &mut locations, base)?;
                    open.push((name, key));
                    if open.len() > MAX_DEPTH {
                        return None;
                    }
                }
                Event::Empty(start) => {
                    let (name, _) = self.take(&start, &open, &mut locations, base)?;
                    if name == "location" {
                        locations.pop();
                    }
                }
                Event::End(_) => {
                    let (closed, _) = open.pop()?;
                    if closed == "location" {
                        locations.pop();
                    }
                }
                Event::Eof => return open.is_empty().then_some(()),
                _ => {}
            }
        }
    }

    /// Keeps an element; gives its name and what it is called.
    fn take(
        &mut self,
        start: &BytesStart<'_>,
        open: &[(String, Option<String>)],
        locations: &mut Vec<String>,
        base: &str,
    ) -> Option<(String, Option<String>)> {
        let name = String::from_utf8_lossy(start.local_name().as_ref()).to_ascii_lowercase();
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key = String::from_utf8_lossy(attribute.key.as_ref()).to_ascii_lowercase();
            attributes.insert(key, attribute.unescape_value().ok()?.into_owned());
        }
        if name == "location" {
            let path = attributes.get("path").map(|p| p.trim_matches('/').to_ascii_lowercase());
            let path = path.filter(|p| !p.is_empty() && p != ".");
            locations.push(match (path, base) {
                (None, _) => base.to_owned(),
                (Some(path), "") => path,
                (Some(path), base) => format!("{base}/{path}"),
            });
            return Some((name, None));
        }
        let path = open.iter().skip(1).filter(|(n, _)| n != "location").map(|(n, _)| n.as_str());
        let path = path.chain([name.as_str()]).collect::<Vec<_>>().join("/");
        let key = attributes.get("name").or_else(|| attributes.get("path")).cloned();
        if self.elements.len() >= MAX_ELEMENTS {
            return None;
        }
        self.elements.push(Element {
            location: locations.last().cloned().unwrap_or_default(),
            path,
            attributes,
            around: open.iter().filter_map(|(_, key)| key.clone()).collect(),
        });
        Some((name, key))
    }

    /// The site that NDES lies in.
    pub fn site(&self) -> String {
        let mscep = self.application("/CertSrv/mscep");
        mscep.and_then(|e| e.around.first().cloned()).unwrap_or_else(|| DEFAULT_SITE.to_owned())
    }

    /// Whether the site has an application at this path.
    pub fn has_application(&self, path: &str) -> bool {
        self.application(path).is_some()
    }

    fn application(&self, path: &str) -> Option<&Element> {
        self.elements.iter().find(|e| {
            e.path.ends_with("sites/site/application")
                && e.attributes.get("path").is_some_and(|p| p.eq_ignore_ascii_case(path))
        })
    }

    /// The value that counts at a path of the site: what is set nearest to it, what is read later before what is read
    /// earlier. `None` where it is set nowhere.
    pub fn effective(&self, path: &str, element: &str, attribute: &str) -> Option<&str> {
        let place = format!("{}{path}", self.site()).to_ascii_lowercase();
        let covers = |location: &str| {
            location.is_empty()
                || place.strip_prefix(location).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (element, attribute) = (element.to_ascii_lowercase(), attribute.to_ascii_lowercase());
        self.elements
            .iter()
            .filter(|e| e.path == element && covers(&e.location))
            .filter_map(|e| Some((e.location.len(), e.attributes.get(&attribute)?)))
            // The last of the longest: `max_by_key` gives the last one.
            .max_by_key(|(length, _)| *length)
            .map(|(_, value)| value.as_str())
    }

    /// Whether there is an application pool of this name.
    pub fn has_pool(&self, pool: &str) -> bool {
        self.pool(pool).is_some()
    }

    fn pool(&self, pool: &str) -> Option<&Element> {
        self.elements.iter().find(|e| {
            e.path.ends_with("applicationpools/add")
                && e.attributes.get("name").is_some_and(|n| n.eq_ignore_ascii_case(pool))
        })
    }

    /// Whether a pool starts by itself; it does unless it says otherwise.
    pub fn pool_starts(&self, pool: &str) -> bool {
        !self
            .pool(pool)
            .and_then(|e| e.attributes.get("autostart"))
            .is_some_and(|v| v.eq_ignore_ascii_case("false"))
    }

    /// Whom a pool runs as: the account's name, or the kind of identity.
    pub fn pool_identity(&self, pool: &str) -> Option<String> {
        self.pool(pool)?;
        let of = |e: &&Element| {
            e.path.ends_with("applicationpools/add/processmodel")
                && e.around.last().is_some_and(|name| name.eq_ignore_ascii_case(pool))
        };
        let defaults =
            |e: &&Element| e.path.ends_with("applicationpools/applicationpooldefaults/processmodel");
        let own = self.elements.iter().find(of);
        let model = own.or_else(|| self.elements.iter().find(defaults));
        let get = |name: &str| model.and_then(|e| e.attributes.get(name)).cloned();
        let kind = get("identitytype").unwrap_or_else(|| "ApplicationPoolIdentity".to_owned());
        if kind.eq_ignore_ascii_case("SpecificUser") { get("username") } else { Some(kind) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    const SERVER: &str = r#"<?xml version="1.0"?><configuration>
      <system.applicationHost>
        <applicationPools>
          <add name="DefaultAppPool"/>
          <add name="SCEP" autoStart="false"><processModel identityType="SpecificUser" userName="FABRIKAM\ndes"/></add>
        </applicationPools>
        <sites><site name="PKI" id="2"><application path="/"/><application path="/CertSrv/mscep" applicationPool="SCEP"/></site></sites>
      </system.applicationHost>
      <system.webServer><security><requestFiltering><requestLimits maxUrl="100"/></requestFiltering></security></system.webServer>
      <location path="pki/certsrv/MSCEP"><system.webServer><security><requestFiltering>
        <requestLimits maxUrl="300"/></requestFiltering></security></system.webServer></location>
      <location path="PKI" /><location path="PKIX"><system.webServer><security><requestFiltering>
        <requestLimits maxQueryString="7"/></requestFiltering></security></system.webServer></location>
    </configuration>"#;

    const LIMITS: &str = "system.webServer/security/requestFiltering/requestLimits";

    #[test]
    fn the_nearest_setting_counts() {
        let server = Configuration::parse(SERVER).unwrap();
        assert_eq!(server.site(), "PKI");
        assert_eq!(server.effective("/CertSrv/mscep", LIMITS, "maxUrl"), Some("300"));
        assert_eq!(server.effective("/other", LIMITS, "maxUrl"), Some("100"));
        // Another site's name that begins alike covers nothing here.
        assert_eq!(server.effective("/CertSrv/mscep", LIMITS, "maxQueryString"), None);
        let web = "\u{feff}<configuration><system.webServer><security><requestFiltering>\
                   <requestLimits maxUrl='200' maxQueryString='9'/></requestFiltering></security></system.webServer></configuration>";
        let both = server.with_site_root(web).unwrap();
        assert_eq!(both.effective("/other", LIMITS, "maxUrl"), Some("200"));
        assert_eq!(both.effective("/CertSrv/mscep", LIMITS, "maxUrl"), Some("300"));
        assert_eq!(both.effective("/CertSrv/mscep", LIMITS, "maxQueryString"), Some("9"));
    }

    #[test]
    fn a_pool_is_found_with_its_account() {
        let server = Configuration::parse(SERVER).unwrap();
        assert_eq!(server.pool_identity("scep").as_deref(), Some("FABRIKAM\\ndes"));
        assert!(!server.pool_starts("SCEP") && server.pool_starts("DefaultAppPool"));
        assert_eq!(server.pool_identity("DefaultAppPool").as_deref(), Some("ApplicationPoolIdentity"));
        assert_eq!(server.pool_identity("none"), None);
        assert!(server.has_application("/certsrv/mscep") && !server.has_application("/CertSrv"));
    }

    #[test]
    fn what_is_no_configuration_is_refused() {
        for text in ["<configuration><a></configuration>", "<configuration>", "<a b=c/>", "<a b='1' b='2'/>"]
        {
            assert_eq!(Configuration::parse(text), None, "{text}");
        }
        let deep = "<a>".repeat(MAX_DEPTH + 1) + &"</a>".repeat(MAX_DEPTH + 1);
        assert_eq!(Configuration::parse(&deep), None);
    }
}
