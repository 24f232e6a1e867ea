//! CRC-32 (IEEE 802.3, as in zip and gzip) as a digest: four bytes, the highest first.

use sha2::digest::consts::U4;
use sha2::digest::{FixedOutput, HashMarker, Output, OutputSizeUser, Update};

/// The sum of what it was given so far.
#[derive(Default)]
pub(super) struct Crc32(crc32fast::Hasher);

impl HashMarker for Crc32 {}

impl OutputSizeUser for Crc32 {
    type OutputSize = U4;
}

impl Update for Crc32 {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
}

impl FixedOutput for Crc32 {
    fn finalize_into(self, out: &mut Output<Self>) {
        out.copy_from_slice(&self.0.finalize().to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::Crc32;
    use sha2::Digest;

    #[test]
    fn is_the_check_value_of_the_standard() {
        // "123456789", from ITU-T V.42 and zlib's crc32().
        assert_eq!(Crc32::digest(b"123456789").to_vec(), [0xcb, 0xf4, 0x39, 0x26]);
        let in_parts = Crc32::new().chain_update(b"1234").chain_update(b"56789");
        assert_eq!(in_parts.finalize().to_vec(), [0xcb, 0xf4, 0x39, 0x26]);
    }
}
