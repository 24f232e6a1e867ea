#![no_main]
#![allow(missing_docs, reason = "the target is described in the library")]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some(run) = scepscope_fuzz::target("device_facts") {
        run(data);
    }
});
