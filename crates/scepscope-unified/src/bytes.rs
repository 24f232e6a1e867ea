//! Little-endian numbers out of bytes that may end anywhere.

/// 128 bits that name an image or a boot, in the order in which they are printed.
pub(crate) type Uuid = u128;

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

pub(crate) fn uuid_at(bytes: &[u8], at: usize) -> Option<Uuid> {
    Some(u128::from_be_bytes(bytes.get(at..at.checked_add(16)?)?.try_into().ok()?))
}

/// Bytes from `size` to the next multiple of eight.
pub(crate) const fn padding(size: usize) -> usize {
    size.wrapping_neg() & 7
}

/// The bytes up to the next NUL at or after `at`; `None` where none follows.
pub(crate) fn c_string(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let rest = bytes.get(at..)?;
    Some(&rest[..memchr::memchr(0, rest)?])
}
