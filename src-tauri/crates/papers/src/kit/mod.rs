//! The layout kit: fonts, text, page, table, QR, and the PDF itself. Lengths are points (1/72
//! inch), measured from the upper left corner of the page.

pub(crate) mod bind;
mod face;
pub(crate) mod flow;
pub mod fonts;
pub(crate) mod press;
pub(crate) mod qr;
mod subset;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod volume;

/// Millimetres in points.
pub(crate) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}
