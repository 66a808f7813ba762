//! The press: draws pages and binds them into a PDF.

use printpdf::{
    Color, Greyscale, Line as PdfLine, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle,
    Point, Pt, Rect as PdfRect, Rgb, TextItem, TextMatrix, TextRenderingMode, XObject, XObjectId,
    XObjectTransform,
};

use super::fonts::{Fonts, Style, stands_in_for_bold};
use super::subset::Usage;
use super::text::{Line, measure};

/// Size of a page in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageSize {
    pub width: f32,
    pub height: f32,
}

/// A4 upright.
pub(crate) const A4: PageSize = PageSize {
    width: 595.28,
    height: 841.89,
};

/// A4 on its side.
pub(crate) const A4_LANDSCAPE: PageSize = PageSize {
    width: 841.89,
    height: 595.28,
};

/// Colours of the papers; each still reads on a black-and-white printer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ink {
    Black,
    Grey,
    Faint,
    Shade,
    Red,
}

impl Ink {
    fn color(self) -> Color {
        let grey = |percent| Color::Greyscale(Greyscale::new(percent, None));
        match self {
            Ink::Black => grey(0.0),
            Ink::Grey => grey(0.35),
            Ink::Faint => grey(0.88),
            Ink::Shade => grey(0.94),
            Ink::Red => Color::Rgb(Rgb::new(0.72, 0.07, 0.1, None)),
        }
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Type {
    pub style: Style,
    pub size: f32,
    pub ink: Ink,
}

impl Type {
    /// Black type of a style and size.
    pub const fn new(style: Style, size: f32) -> Type {
        Type {
            style,
            size,
            ink: Ink::Black,
        }
    }

    /// The same type in another colour.
    pub const fn ink(self, ink: Ink) -> Type {
        Type { ink, ..self }
    }
}

/// A stroke of a rule or frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub width: f32,
    pub ink: Ink,
    pub dash: Option<[f32; 2]>,
}

impl Stroke {
    /// An unbroken black stroke.
    pub const fn new(width: f32) -> Stroke {
        Stroke {
            width,
            ink: Ink::Black,
            dash: None,
        }
    }

    /// The same stroke in another colour.
    pub const fn ink(self, ink: Ink) -> Stroke {
        Stroke { ink, ..self }
    }
}

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A character that could not be drawn, with the receipt of the child it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    pub receipt: String,
    pub character: char,
}

/// A page as drawn so far.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub size: PageSize,
    pub ops: Vec<Op>,
    pub images: Vec<XObjectId>,
    pub missing: Vec<Missing>,
}

/// Draws pages one after the other.
pub(crate) struct Press<'a> {
    pub fonts: &'a Fonts,
    /// Receipt of the child whose data is being drawn; empty outside a child's data.
    pub subject: String,
    pub(super) pages: Vec<Page>,
    pub(super) images: Vec<(XObjectId, XObject)>,
    pub(super) usage: Usage,
    font: Option<(printpdf::FontId, f32)>,
    fill: Option<Ink>,
}

impl<'a> Press<'a> {
    /// An empty press.
    pub fn new(fonts: &'a Fonts) -> Press<'a> {
        Press {
            fonts,
            subject: String::new(),
            pages: Vec::new(),
            images: Vec::new(),
            usage: Usage::default(),
            font: None,
            fill: None,
        }
    }

    /// Begins a page; what is drawn next goes there.
    pub fn begin_page(&mut self, size: PageSize) {
        self.pages.push(Page {
            size,
            ops: Vec::new(),
            images: Vec::new(),
            missing: Vec::new(),
        });
        self.forget_state();
    }

    /// Returns to an earlier page, to add to it what was not known when it was drawn.
    pub(super) fn turn_to(&mut self, page: Page) {
        self.pages.push(page);
        self.forget_state();
    }

    fn forget_state(&mut self) {
        self.font = None;
        self.fill = None;
    }

    /// Size of the page being drawn.
    pub fn page_size(&self) -> Option<PageSize> {
        self.pages.last().map(|p| p.size)
    }

    /// Height of the page being drawn.
    pub fn height(&self) -> f32 {
        self.pages.last().map_or(0.0, |p| p.size.height)
    }

    fn op(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.ops.push(op);
        }
    }

    /// Sets text with its baseline at `y`, starting at `x`. Returns its width.
    pub fn text(&mut self, x: f32, y: f32, kind: Type, text: &str) -> f32 {
        self.spaced_text(x, y, kind, 0.0, text)
    }

    /// Sets text with `spacing` points added after each character. Returns its width.
    pub fn spaced_text(&mut self, x: f32, y: f32, kind: Type, spacing: f32, text: &str) -> f32 {
        let at = Point {
            x: Pt(round(x)),
            y: Pt(round(self.height() - y)),
        };
        self.set_text(Op::SetTextCursor { pos: at }, kind, spacing, text);
        self.width(kind, text) + spacing * text.chars().count() as f32
    }

    /// Sets text centred on `x`, turned counter-clockwise by `degrees`.
    pub fn turned_text(&mut self, x: f32, y: f32, kind: Type, degrees: f32, text: &str) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let half = self.width(kind, text) / 2.0;
        let y = self.height() - y;
        let matrix = [cos, sin, -sin, cos, x - half * cos, y - half * sin].map(round);
        let matrix = TextMatrix::Raw(matrix);
        self.set_text(Op::SetTextMatrix { matrix }, kind, 0.0, text);
    }

    fn set_text(&mut self, place: Op, kind: Type, spacing: f32, text: &str) {
        let runs = self.runs(kind.style, text);
        if runs.is_empty() {
            return;
        }
        self.fill(kind.ink);
        self.op(Op::StartTextSection);
        self.op(place);
        if spacing != 0.0 {
            self.op(Op::SetCharacterSpacing {
                multiplier: round(spacing),
            });
        }
        for run in runs {
            let font = (run.font, kind.size);
            if self.font.as_ref() != Some(&font) {
                self.op(Op::SetFont {
                    font: PdfFontHandle::External(font.0.clone()),
                    size: Pt(kind.size),
                });
                self.font = Some(font);
            }
            if run.thicken {
                self.thicken(kind);
            }
            self.op(Op::ShowText {
                items: vec![TextItem::Text(run.text)],
            });
            if run.thicken {
                self.op(Op::SetTextRenderingMode {
                    mode: TextRenderingMode::Fill,
                });
            }
        }
        if spacing != 0.0 {
            self.op(Op::SetCharacterSpacing { multiplier: 0.0 });
        }
        self.op(Op::EndTextSection);
    }

    /// A rare character in bold comes from a regular face: outlines are drawn round it.
    fn thicken(&mut self, kind: Type) {
        self.op(Op::SetOutlineColor {
            col: kind.ink.color(),
        });
        self.op(Op::SetOutlineThickness {
            pt: Pt(round(kind.size * 0.03)),
        });
        self.op(Op::SetTextRenderingMode {
            mode: TextRenderingMode::FillStroke,
        });
    }

    /// Sets a line of a paragraph `width` points wide, spread to both edges unless it is the last.
    pub fn justified(&mut self, x: f32, y: f32, kind: Type, line: &Line, width: f32) {
        let slack = width - line.width;
        let gaps = line.text.chars().count().saturating_sub(1);
        let spread = !line.last && gaps > 0 && slack > 0.0 && slack < 2.0 * kind.size;
        let spacing = if spread { slack / gaps as f32 } else { 0.0 };
        self.spaced_text(x, y, kind, spacing, &line.text);
    }

    /// Sets text that ends at `x`.
    pub fn text_right(&mut self, x: f32, y: f32, kind: Type, text: &str) {
        let width = self.width(kind, text);
        self.text(x - width, y, kind, text);
    }

    /// Sets text centred on `x`.
    pub fn text_centred(&mut self, x: f32, y: f32, kind: Type, text: &str) {
        let width = self.width(kind, text);
        self.text(x - width / 2.0, y, kind, text);
    }

    /// Width of a text in points.
    pub fn width(&self, kind: Type, text: &str) -> f32 {
        measure(self.fonts, kind.style, text) * kind.size
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        self.stroke(stroke);
        let height = self.height();
        let point = |(x, y): (f32, f32)| LinePoint {
            p: Point {
                x: Pt(round(x)),
                y: Pt(round(height - y)),
            },
            bezier: false,
        };
        let line = PdfLine {
            points: vec![point(from), point(to)],
            is_closed: false,
        };
        self.op(Op::DrawLine { line });
    }

    /// Draws a frame.
    pub fn frame(&mut self, area: Area, stroke: Stroke) {
        self.stroke(stroke);
        self.rectangle(area, PaintMode::Stroke);
    }

    /// Fills a rectangle.
    pub fn fill_area(&mut self, area: Area, ink: Ink) {
        self.fill(ink);
        self.rectangle(area, PaintMode::Fill);
    }

    /// Places an image in an area.
    pub fn image(&mut self, area: Area, image: XObject) {
        let id = XObjectId(format!("Q{}", self.images.len()));
        let transform = XObjectTransform {
            translate_x: Some(Pt(round(area.x))),
            translate_y: Some(Pt(round(self.height() - area.y - area.height))),
            scale_x: Some(round(area.width)),
            scale_y: Some(round(area.height)),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.op(Op::UseXobject {
            id: id.clone(),
            transform,
        });
        if let Some(page) = self.pages.last_mut() {
            page.images.push(id.clone());
        }
        self.images.push((id, image));
    }

    fn rectangle(&mut self, area: Area, mode: PaintMode) {
        let rectangle = PdfRect {
            x: Pt(round(area.x)),
            y: Pt(round(self.height() - area.y - area.height)),
            width: Pt(round(area.width)),
            height: Pt(round(area.height)),
            mode: Some(mode),
            winding_order: None,
        };
        self.op(Op::DrawRectangle { rectangle });
    }

    fn fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.op(Op::SetFillColor { col: ink.color() });
            self.fill = Some(ink);
        }
    }

    fn stroke(&mut self, stroke: Stroke) {
        self.op(Op::SetOutlineColor {
            col: stroke.ink.color(),
        });
        self.op(Op::SetOutlineThickness {
            pt: Pt(stroke.width),
        });
        let dash = stroke
            .dash
            .map_or(LineDashPattern::solid(), |d| LineDashPattern::new(0.0, &d));
        self.op(Op::SetLineDashPattern { dash });
    }

    /// Splits a text into runs of one font, notes what each uses, and notes what no font has.
    fn runs(&mut self, style: Style, text: &str) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for c in text.chars() {
            let Some(glyph) = self.fonts.glyph(style, c) else {
                let missing = Missing {
                    receipt: self.subject.clone(),
                    character: c,
                };
                if let Some(page) = self.pages.last_mut() {
                    page.missing.push(missing);
                }
                continue;
            };
            let c = if c.is_control() { ' ' } else { c };
            let font = self.usage.note(c, glyph).id();
            match runs.last_mut() {
                Some(run) if run.font == font => run.text.push(c),
                _ => runs.push(Run {
                    font,
                    text: c.to_string(),
                    thicken: stands_in_for_bold(style, glyph.face),
                }),
            }
        }
        runs
    }
}

/// Text of one font.
struct Run {
    font: printpdf::FontId,
    text: String,
    thicken: bool,
}

/// Hundredths of a point are finer than any printer, and keep the streams short.
fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
