//! The layout kit: fonts, text, page, table, QR, and the PDF itself. Lengths are points (1/72
//! inch), measured from the upper left corner of the page.

pub mod fonts;
