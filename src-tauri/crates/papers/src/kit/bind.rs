//! Binding: pages become the bytes of a PDF.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use printpdf::{OffsetDateTime, PdfDocument, PdfFontMap, PdfPage, PdfSaveOptions, Pt, XObjectMap};
use sha2::{Digest, Sha256};

use super::press::{Page, Press};
use crate::PaperError;

/// What the PDF says of itself.
pub(crate) struct Colophon<'a> {
    pub title: &'a str,
    pub date: NaiveDate,
}

impl Press<'_> {
    /// Writes the PDF. No page at all gives no bytes.
    pub fn bind(self, colophon: &Colophon<'_>) -> Result<Vec<u8>, PaperError> {
        if self.pages.is_empty() {
            return Ok(Vec::new());
        }
        let mut document = PdfDocument::new(colophon.title);
        let created = OffsetDateTime::from_unix_timestamp(noon(colophon.date))
            .map_err(|e| PaperError::Write(e.to_owned()))?;
        let info = &mut document.metadata.info;
        info.creation_date = created;
        info.modification_date = created;
        info.metadata_date = created;
        info.creator = "入学工作站 Ruxue".to_owned();
        info.producer = "Ruxue papers, printpdf".to_owned();
        document.resources.fonts = PdfFontMap {
            map: self.usage.subsets(self.fonts)?,
        };
        document.resources.xobjects = XObjectMap {
            map: self.images.into_iter().collect(),
        };
        let images: Vec<Vec<String>> = self
            .pages
            .iter()
            .map(|p| p.images.iter().map(|i| i.0.clone()).collect())
            .collect();
        document.pages = self.pages.into_iter().map(page).collect();
        let mut warnings = Vec::new();
        let mut pdf = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
        drop(document);
        finish(&mut pdf, &images).map_err(|e| PaperError::Write(e.to_string()))?;
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes)
            .map_err(|e| PaperError::Write(e.to_string()))?;
        Ok(bytes)
    }
}

/// Noon of a day in UTC, in seconds: the PDF's date is the paper's, not the clock's.
fn noon(date: NaiveDate) -> i64 {
    let epoch = NaiveDate::default().num_days_from_ce();
    i64::from(date.num_days_from_ce() - epoch) * 86_400 + 43_200
}

fn page(page: Page) -> PdfPage {
    let pt = |p: f32| printpdf::Mm::from(Pt(p));
    PdfPage::new(pt(page.size.width), pt(page.size.height), page.ops)
}

/// Sets what printpdf leaves out or leaves to chance: the language, the file's identity, and
/// page resources that name only the page's own images (so that a page taken out of a volume
/// carries no other child's QR code).
fn finish(pdf: &mut Document, images: &[Vec<String>]) -> Result<(), lopdf::Error> {
    pdf.version = "1.6".to_owned();
    let catalog = pdf.catalog_mut()?;
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.remove(b"PageLayout");
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", preferences);
    let info = pdf.trailer.get(b"Info")?.as_reference()?;
    let info = pdf.get_object_mut(info)?.as_dict_mut()?;
    for key in [b"GTS_PDFXVersion".as_slice(), b"Identifier", b"Trapped"] {
        info.remove(key);
    }
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    for (id, names) in pages.into_iter().zip(images) {
        own_images(pdf, id, names)?;
    }
    pdf.prune_objects();
    pdf.compress();
    let mut digest = Sha256::new();
    for object in pdf.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    let id = Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

fn own_images(pdf: &mut Document, page: ObjectId, names: &[String]) -> Result<(), lopdf::Error> {
    let dictionary = pdf.get_dictionary(page)?;
    let resources = dictionary.get(b"Resources")?.as_reference()?;
    let shared = pdf.get_dictionary(resources)?.get(b"XObject")?;
    let shared = pdf.get_dictionary(shared.as_reference()?)?;
    let mut own = BTreeMap::new();
    for name in names {
        own.insert(name.clone(), shared.get(name.as_bytes())?.clone());
    }
    let resources = pdf.get_object_mut(resources)?.as_dict_mut()?;
    resources.remove(b"ExtGState");
    resources.remove(b"Shading");
    resources.remove(b"XObject");
    if !own.is_empty() {
        resources.set("XObject", Dictionary::from_iter(own));
    }
    let page = pdf.get_object_mut(page)?.as_dict_mut()?;
    page.remove(b"Annots");
    page.remove(b"TrimBox");
    page.remove(b"CropBox");
    Ok(())
}
