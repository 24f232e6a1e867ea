//! Windows: the registry below `HKLM\SOFTWARE\Policies`, which only administrators and the management can write.

use serde_json::{Map, Value};
use windows_registry::{Key, LOCAL_MACHINE, Type};

use crate::document::{MAX_LIST, PolicyFault};
use crate::value::Found;

/// Where the policy is.
pub(crate) const PLACE: &str = r"HKLM\SOFTWARE\Policies\Scepscope";

const KEY: &str = r"SOFTWARE\Policies\Scepscope";

/// `HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)`.
const NOT_FOUND: u32 = 0x8007_0002;

/// Reads it; `None` where there is none. A list is a multi-string, or a key of its own with one text a value, as
/// administrative templates write it.
pub(crate) fn read() -> Result<Option<Found>, PolicyFault> {
    let key = match LOCAL_MACHINE.open(KEY) {
        Ok(key) => key,
        Err(e) if e.code().0.cast_unsigned() == NOT_FOUND => return Ok(None),
        Err(e) => return Err(fault(e)),
    };
    let mut values = values_of(&key).map_err(fault)?;
    for name in key.keys().map_err(fault)?.take(MAX_LIST) {
        let list = key.open(&name).and_then(|k| values_of(&k)).map_err(fault)?;
        values.insert(name, Value::Array(list.into_iter().map(|(_, value)| value).collect()));
    }
    Ok(Some(Found { place: PLACE.to_owned(), values }))
}

fn fault(error: impl std::fmt::Display) -> PolicyFault {
    PolicyFault::new(PLACE, error)
}

fn values_of(key: &Key) -> windows_registry::Result<Map<String, Value>> {
    let mut values = Map::new();
    for (name, value) in key.values()?.take(MAX_LIST) {
        let value = match value.ty() {
            Type::U32 => u32::try_from(value).map(Value::from)?,
            Type::String | Type::ExpandString => String::try_from(value).map(Value::from)?,
            Type::MultiString => Vec::<String>::try_from(value).map(Value::from)?,
            // Refused by name later, where the name is one of a setting.
            _ => Value::Object(Map::new()),
        };
        values.insert(name, value);
    }
    Ok(values)
}
