//! Prints the JSON Schema of everything that passes between the program and its page.

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // As the values are written: a field that is always there, if only as null, is required.
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<scepscope_app::contract::Contract>();
    let text = serde_json::to_string_pretty(&schema)?;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
