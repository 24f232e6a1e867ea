//! `scepscope-admin open`.

use scepscope_analyze::accepted;
use scepscope_bundle::UnpackError;
use scepscope_console::{Exit, explain, note, print_path};
use scepscope_present::Words;

use crate::args;
use crate::bundle;
use crate::verify::{describe, refuse};

pub(crate) fn run(call: &args::Open, words: &Words) -> Exit {
    let allowed = match bundle::allowed(&call.trust, words) {
        Ok(allowed) => allowed,
        Err(refused) => return refuse(words, &refused, None),
    };
    let verification = match bundle::verify(&call.bundle, &call.trust, allowed.as_ref()) {
        Ok(verification) => verification,
        Err(refused) => return refuse(words, &refused, Some(&call.bundle)),
    };
    let accepted = accepted(&verification, allowed.is_some());
    note(&describe(words, &call.bundle, &verification, accepted));
    if !accepted {
        return Exit::Refused;
    }
    let to = call.to.to_string_lossy();
    if let Err(error) = std::fs::create_dir_all(&call.to) {
        explain(words, "output-not-writable", Some(&to), Some(&error.to_string()));
        return Exit::Failed;
    }
    let unpacked = if allowed.is_some() {
        verification.into_verified().map(|mut b| b.unpack_to(&call.to))
    } else {
        verification.into_intact().map(|mut b| b.contents().unpack_to(&call.to))
    };
    match unpacked {
        Ok(Ok(folder)) => {
            print_path(&folder.to_string_lossy());
            Exit::Done
        }
        Ok(Err(error)) => {
            explain(words, unpack_code(&error), Some(&to), Some(&error.to_string()));
            Exit::Failed
        }
        Err(_) => Exit::Refused,
    }
}

fn unpack_code(error: &UnpackError) -> &'static str {
    match error {
        UnpackError::Read(_) => "bundle-changed",
        _ => "output-not-writable",
    }
}
