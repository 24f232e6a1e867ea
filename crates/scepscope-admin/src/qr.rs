//! A link as a QR code (ISO/IEC 18004).

use std::io::{self, BufWriter, Write};
use std::path::Path;

use qrcode::render::svg;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code; the standard asks for four.
const QUIET_MODULES: usize = 4;

/// Pixels a module in a PNG.
const PIXELS: usize = 8;

/// Why there is no QR code.
pub(crate) enum QrError {
    /// The name ends neither in `.svg` nor in `.png`.
    Form,
    /// A link of this many bytes does not fit into a QR code.
    TooLong(usize),
    /// The file can't be written.
    Io(io::Error),
}

/// Writes the code into a file whose name ends in `.svg` or `.png`.
pub(crate) fn write(text: &str, path: &Path) -> Result<(), QrError> {
    let code = code(text).ok_or(QrError::TooLong(text.len()))?;
    let form = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    let content = match form.as_deref() {
        Some("svg") => code.render::<svg::Color<'_>>().min_dimensions(256, 256).build().into_bytes(),
        Some("png") => png(&code).map_err(QrError::Io)?,
        _ => return Err(QrError::Form),
    };
    std::fs::write(path, content).map_err(QrError::Io)
}

/// With as much error correction as fits into a code that a camera still reads easily, else with as much as fits.
fn code(text: &str) -> Option<QrCode> {
    [EcLevel::M, EcLevel::L]
        .into_iter()
        .find_map(|level| QrCode::with_error_correction_level(text, level).ok())
}

/// One bit a pixel.
fn png(code: &QrCode) -> io::Result<Vec<u8>> {
    let modules = code.width() + 2 * QUIET_MODULES;
    let pixels = modules * PIXELS;
    let colors = code.to_colors();
    let dark = |x: usize, y: usize| {
        let inner = |v: usize| v.checked_sub(QUIET_MODULES).filter(|v| *v < code.width());
        inner(x).zip(inner(y)).is_some_and(|(x, y)| colors.get(y * code.width() + x) == Some(&Color::Dark))
    };
    let mut rows = Vec::with_capacity(pixels * pixels.div_ceil(8));
    for y in 0..modules {
        let mut row = vec![0u8; pixels.div_ceil(8)];
        for pixel in (0..pixels).filter(|p| !dark(p / PIXELS, y)) {
            if let Some(byte) = row.get_mut(pixel / 8) {
                *byte |= 0x80 >> (pixel % 8);
            }
        }
        (0..PIXELS).for_each(|_| rows.extend_from_slice(&row));
    }
    let mut out = Vec::new();
    let side = u32::try_from(pixels).map_err(io::Error::other)?;
    let mut encoder = png::Encoder::new(BufWriter::new(&mut out), side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&rows).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    out.flush()?;
    Ok(out)
}
