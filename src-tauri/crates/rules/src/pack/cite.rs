//! Clauses: the number of a document and a place in it.

use super::reader::Section;

/// The document that a pack makes exact. Clauses of it are written by place alone, as
/// `三(一)1(3)`; those of other documents with their number, as `京政发〔2015〕7号`, or, where a
/// document has none, with its name in 《》.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cite {
    main: Box<str>,
}

impl Cite {
    /// Reads `document`.
    pub(super) fn read(root: &Section<'_>) -> Cite {
        let main = root.text("document");
        if !main.is_empty() && !is_document(&main) {
            root.say(
                "document",
                "document 应当是发文字号，如 朝政办发〔2021〕4号；还没有字号的，写《文件名》",
            );
        }
        Cite { main }
    }

    /// The number of the document, or its name in 《》.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// The clause under `clause`, with the document's number.
    pub(super) fn clause(&self, section: &Section<'_>) -> Box<str> {
        self.full(&section.text("clause"))
    }

    /// The same, where it may be absent.
    pub(super) fn opt_clause(&self, section: &Section<'_>) -> Option<Box<str>> {
        section.opt_text("clause").map(|place| self.full(&place))
    }

    fn full(&self, place: &str) -> Box<str> {
        if is_document(place) {
            place.into()
        } else {
            format!("{} {place}", self.main).into()
        }
    }
}

/// Whether it is a document's number or name, not a place in one.
fn is_document(text: &str) -> bool {
    let numbered = text.contains('〔') && text.contains('号');
    numbered || (text.starts_with('《') && text.contains('》'))
}
