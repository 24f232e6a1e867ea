//! The hidden `scepscope elevated`: what a process with an administrator's rights reads for one without.
//!
//! It takes ids of a fixed list and two numbers. No setting of the caller's environment and no folder of a user is looked at.

use scepscope_acquire::{ElevatedRequest, Settings, answer, serve, this_device};
use scepscope_collect::{CollectError, ErrorCode};
use scepscope_console::{Exit, collect_error};
use scepscope_present::Words;

use crate::args;

pub(crate) fn run(call: &args::Elevated, words: &Words) -> Exit {
    let request = match ElevatedRequest::new(&call.ids, call.since, call.until) {
        Ok(request) => request,
        Err(id) => return collect_error(words, &CollectError::with(ErrorCode::NoSuchSource, id), None),
    };
    let device = this_device(&Settings::default());
    let served = answer(call.pipe.as_deref()).and_then(|mut out| serve(&device, &request, out.as_mut()));
    match served {
        Ok(()) => Exit::Done,
        Err(error) => collect_error(words, &CollectError::with(ErrorCode::Internal, error.to_string()), None),
    }
}
