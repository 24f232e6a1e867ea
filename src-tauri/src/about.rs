//! What the window says of the program and of this device.

use scepscope_collect::{CollectError, DeviceIdentity, KeyPlace};
use scepscope_policy::{Effective, Origin, SETTINGS};
use serde_json::Value;

use crate::contract::{
    About, KeyFacts, Known, PolicyFacts, Setting, SettingOrigin, SettingValue, WindowError,
};
use crate::trust::Trust;

/// Everything that is known now. The device's key is made where there is none yet, as the first bundle would.
pub(crate) fn about(trust: &Trust, place: Result<KeyPlace, CollectError>) -> About {
    let key = place.and_then(|place| DeviceIdentity::open(&place)).map(|identity| KeyFacts {
        fingerprint: identity.fingerprint(),
        store: identity.store(),
        note: identity.note(),
    });
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        key: known(key),
        policy: known(trust.effective().map(|effective| policy(&effective))),
    }
}

fn known<T>(result: Result<T, impl Into<WindowError>>) -> Known<T> {
    match result {
        Ok(facts) => Known::Yes { facts },
        Err(error) => Known::No { error: error.into() },
    }
}

fn policy(effective: &Effective) -> PolicyFacts {
    let setting = |name: &&str| Setting {
        name: (*name).to_owned(),
        origin: match effective.origin(name) {
            Origin::Policy => SettingOrigin::Policy,
            Origin::User => SettingOrigin::User,
            Origin::Default => SettingOrigin::Default,
        },
        value: value(effective.value(name)),
    };
    PolicyFacts {
        place: effective.place.clone(),
        managed: effective.managed,
        settings: SETTINGS.iter().map(setting).collect(),
        unknown: effective.policy.unknown.clone(),
    }
}

fn value(value: Value) -> SettingValue {
    match value {
        Value::Null => SettingValue::NotSet,
        Value::Bool(on) => SettingValue::Switch { on },
        Value::Array(items) => {
            let texts = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            SettingValue::Texts { texts }
        }
        Value::String(text) => SettingValue::Texts { texts: vec![text] },
        other => SettingValue::Texts { texts: vec![other.to_string()] },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use scepscope_policy::{Found, PolicyFault, PolicySource, from_json};

    use super::*;

    struct Fixed(&'static str);

    impl PolicySource for Fixed {
        fn place(&self) -> &str {
            "test"
        }

        fn read(&self) -> Result<Option<Found>, PolicyFault> {
            from_json("test", self.0.as_bytes()).map(Some)
        }
    }

    fn of(policy: &'static str, folder: &std::path::Path) -> About {
        let trust = Trust::new(Arc::new(Fixed(policy)), Some(folder.join("keys.json")), None);
        about(&trust, Ok(KeyPlace::file_in(folder.join("identity"))))
    }

    #[test]
    fn key_and_policy_are_told_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let About { key, policy, .. } =
            of(r#"{"UploadHosts": ["inbox.example"], "Autostart": true, "New": 1}"#, folder.path());
        let Known::Yes { facts: key } = key else { panic!("no key: {key:?}") };
        assert!(key.fingerprint.starts_with("SHA256:"));
        let Known::Yes { facts } = of("{}", folder.path()).key else { panic!("no key") };
        assert_eq!(facts.fingerprint, key.fingerprint);
        let Known::Yes { facts: policy } = policy else { panic!("no policy: {policy:?}") };
        let of = |name: &str| policy.settings.iter().find(|s| s.name == name).unwrap();
        let hosts = SettingValue::Texts { texts: vec!["inbox.example".into()] };
        assert_eq!((&of("UploadHosts").value, of("UploadHosts").origin), (&hosts, SettingOrigin::Policy));
        assert_eq!(of("Autostart").value, SettingValue::Switch { on: true });
        assert_eq!((&of("Proxy").value, of("Proxy").origin), (&SettingValue::NotSet, SettingOrigin::Default));
        assert_eq!(policy.unknown, ["New"]);
    }

    #[test]
    fn a_policy_that_can_not_be_relied_on_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let Known::No { error } = of(r#"{"Autostart": "perhaps"}"#, folder.path()).policy else {
            panic!("was taken")
        };
        assert_eq!(error.code, crate::contract::WindowErrorCode::Other("policy-unusable"));
    }
}
