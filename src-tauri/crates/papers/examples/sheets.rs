//! Writes sample papers into a folder, to be looked at:
//! `cargo run -p ruxue-papers --example sheets -- FONTS OUT [NOTICES]`.

use std::path::Path;
use std::time::Instant;

use ruxue_papers::{FONT_FILES, Fonts};

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let fonts_folder = arguments.next().ok_or("which folder holds the fonts?")?;
    let out = arguments.next().ok_or("which folder takes the papers?")?;
    let many: Option<usize> = arguments.next().map(|n| n.parse()).transpose()?;
    let begun = Instant::now();
    let files = FONT_FILES
        .iter()
        .map(|name| {
            let path = samples::find_font(Path::new(&fonts_folder), name);
            Ok((name.to_string(), std::fs::read(path)?))
        })
        .collect::<std::io::Result<Vec<_>>>()?;
    let fonts = Fonts::new(files)?;
    println!("fonts {:.2} s", begun.elapsed().as_secs_f32());
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    if let Some(many) = many {
        return volumes(&fonts, out, many);
    }
    for (name, volume) in samples::all(&fonts)? {
        std::fs::write(out.join(format!("{name}.pdf")), &volume.pdf)?;
        println!("{name}: {} pages, {} bytes", volume.pages, volume.pdf.len());
        for stop in &volume.stopped {
            println!("  {}", stop.message);
        }
    }
    Ok(())
}

/// Prints many notices in volumes of a thousand and says how long it took.
fn volumes(fonts: &Fonts, out: &Path, many: usize) -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let mut bytes = 0;
    for (at, sheets) in samples::many_notices(many).chunks(1000).enumerate() {
        let volume = ruxue_papers::notices(fonts, &samples::imprint(), sheets)?;
        bytes += volume.pdf.len();
        std::fs::write(out.join(format!("volume-{at:03}.pdf")), &volume.pdf)?;
    }
    let seconds = begun.elapsed().as_secs_f32();
    println!(
        "{many} notices: {seconds:.2} s, {} bytes each",
        bytes / many.max(1)
    );
    Ok(())
}
