//! Clauses: the number of a document and a place in it.

use super::reader::Section;

/// The document that a pack makes exact. Clauses of it are written by place alone, as
/// `三(一)1(3)`; those of other documents with their number, as `京政发〔2015〕7号`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cite {
    main: Box<str>,
}

impl Cite {
    /// Reads `document`.
    pub(super) fn read(root: &Section<'_>) -> Cite {
        let main = root.text("document");
        if !is_number(&main) {
            root.say(
                "document",
                "document 应当是发文字号，如 朝政办发〔2021〕4号",
            );
        }
        Cite { main }
    }

    /// The number of the document.
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
        if is_number(place) {
            place.into()
        } else {
            format!("{} {place}", self.main).into()
        }
    }
}

fn is_number(text: &str) -> bool {
    text.contains('〔') && text.contains("号")
}
