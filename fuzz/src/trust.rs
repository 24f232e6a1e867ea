//! What decides over trust: redaction, bundles, lists of keys.

use std::io::Cursor;

use scepscope_bundle::{AllowedSigners, BundleFile};
use scepscope_redact::{Encoding, Policy, Redactor, Rules};
use time::{OffsetDateTime, UtcOffset};

/// Any key will do: the pseudonyms are not looked at.
const KEY: [u8; 32] = [7; 32];

/// A secret that the rules drop under every policy, planted into the fuzzer's text.
const CHALLENGE: &str = "3F2504E04F8911D39A0C0305E82C3301AB";

/// The first byte chooses policy and encoding, the second the size of a block.
pub(crate) fn redact(data: &[u8]) {
    let ([choice, block, rest @ ..], Ok(rules)) = (data, Rules::builtin()) else { return };
    let policy = [Policy::Default, Policy::Strict, Policy::None][usize::from(choice % 3)];
    let label = ["utf-8", "utf-16le", "utf-16be", "shift_jis", "windows-1252"][usize::from(choice / 3 % 5)];
    let Some(encoding) = Encoding::for_label(label) else { return };
    let Ok(mut redactor) = Redactor::new(rules, policy, KEY) else { return };
    redactor.set_block(64 + 16 * usize::from(*block));
    let mut out = Vec::new();
    if redactor.learn(&mut &*rest, encoding).is_err()
        || redactor.redact_stream(&mut &*rest, encoding, &mut out).is_err()
    {
        return;
    }
    // A challenge on a line of its own goes, whatever stands around it.
    let around = String::from_utf8_lossy(rest);
    let planted = format!("{around}\n<SCEPChallenge>{CHALLENGE}</SCEPChallenge>\n{around}");
    let redacted = redactor.redact_text(&planted);
    let before = around.matches(CHALLENGE).count();
    assert!(redacted.matches(CHALLENGE).count() <= 2 * before, "the planted challenge survived");
}

pub(crate) fn bundle(data: &[u8]) {
    let Ok(unverified) = BundleFile::open_reader(Cursor::new(data.to_vec())) else { return };
    let Ok(now) = OffsetDateTime::from_unix_timestamp(1_760_000_000) else { return };
    let verification = unverified.verify(None, now);
    let intact = verification.failures().is_empty();
    match verification.into_intact() {
        Ok(mut bundle) => {
            assert!(intact, "failures, and intact all the same");
            let names: Vec<String> = bundle.contents().entries().map(|(name, _)| name.to_owned()).collect();
            for name in names {
                assert!(!name.contains("..") && !name.starts_with('/'), "a name that leads out: {name}");
                let _ = bundle.contents().read_entry(&name, 1 << 20);
            }
        }
        Err(_) => assert!(!intact, "no failure, and not intact"),
    }
}

pub(crate) fn allowed_signers(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let signers = AllowedSigners::parse(&text, UtcOffset::UTC);
    for signer in signers.signers() {
        let _ = signer.matches_principal("device@example");
        assert!(signer.fingerprint().starts_with("SHA256:"));
    }
    assert!(signers.signers().len() + signers.notes().len() <= text.lines().count().max(1));
}
