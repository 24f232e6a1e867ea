//! Checks the capabilities and makes the permissions of the window's own commands.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "subscribe",
        "about",
        "choose_files",
        "choose_folder",
        "clear",
        "read_device",
        "collect",
        "cancel",
        "preview",
        "back",
        "leave_out",
        "lines",
        "save",
        "send",
        "retry",
        "remove",
        "confirm_key",
        "accept",
        "decline",
        "start_again",
        "read_unverified",
        "choose_identity",
        "analysis_page",
        "save_analysis",
        "past",
        "past_result",
        "compare_past",
        "forget",
    ]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        // A build script has no other way to fail with a word.
        println!("cargo::error={error:#}");
    }
}
