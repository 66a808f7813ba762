//! QR codes as images of one bit a module.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};
use qrcode::bits::Bits;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode, QrResult, Version};

use super::press::{Area, Press};
use crate::{Anchor, PaperError};

/// Modules of white around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// Makes the image of a QR code, quiet zone included. Correction level M survives a fold or a
/// stain on about 15 % of the code.
pub(crate) fn image(content: &str) -> Result<XObject, PaperError> {
    let code = encode(content).map_err(|_| PaperError::Qr {
        bytes: content.len(),
    })?;
    let modules = code.width();
    let side = modules + 2 * QUIET;
    let row_bytes = side.div_ceil(8);
    // A set bit is white.
    let mut bits = vec![0xFF_u8; row_bytes * side];
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % modules + QUIET, at / modules + QUIET);
            bits[y * row_bytes + x / 8] &= !(0x80 >> (x % 8));
        }
    }
    Ok(XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict: dictionary(side as i64),
            content: bits,
            compress: true,
        },
        width: None,
        height: None,
        dpi: None,
    }))
}

/// Draws the journal's anchor as a code, `side` points wide from its upper left corner, for lists and
/// reports that have no code of their own.
pub(crate) fn anchor(
    press: &mut Press<'_>,
    anchor: &Anchor,
    (x, y): (f32, f32),
    side: f32,
) -> Result<(), PaperError> {
    let code = image(&format!("RUXUE-ANCHOR/1;{}", anchor.text()))?;
    let area = Area {
        x,
        y,
        width: side,
        height: side,
    };
    press.image(area, code);
    Ok(())
}

/// Encodes the content. Chinese text is announced as UTF-8 (ECI 26), or a reader may take it for
/// GBK.
fn encode(content: &str) -> QrResult<QrCode> {
    if content.is_ascii() {
        return QrCode::with_error_correction_level(content, EcLevel::M);
    }
    for version in 1..=40 {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_eci_designator(26)?;
        bits.push_byte_data(content.as_bytes())?;
        if bits.push_terminator(EcLevel::M).is_ok() {
            return QrCode::with_bits(bits, EcLevel::M);
        }
    }
    Err(QrError::DataTooLong)
}

fn dictionary(side: i64) -> BTreeMap<String, DictItem> {
    let name = |n: &str| DictItem::Name(n.as_bytes().to_vec());
    [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(side)),
        ("Height", DictItem::Int(side)),
        ("BitsPerComponent", DictItem::Int(1)),
        ("ColorSpace", name("DeviceGray")),
        ("Interpolate", DictItem::Bool(false)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}
