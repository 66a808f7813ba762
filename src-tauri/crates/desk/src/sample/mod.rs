//! Synthetic districts in template form (`spec/templates.md`), for demonstrations and tests.
//!
//! Nobody in them is real: names are put together from lists, numbers are well formed and
//! belong to no register, schools and 小区 are invented. The same seed and size give the same
//! bytes. Children are made one at a time from their index, so a million need no more memory
//! than two hundred; the roll is walked once to size the schools and once to write.

mod children;
mod choice;
mod dice;
mod district;
mod estate;
mod facts;
mod home;
mod identity;
mod names;
mod people;
mod plan;
mod roll;
mod schooling;
mod sheet;
mod spoil;
mod story;
mod tables;
#[cfg(test)]
mod tests;
mod work;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ruxue_rules::{Fact, Kind};

use district::District;
use facts::Scene;
use identity::Numbers;
use plan::Demand;
use roll::Roll;
use sheet::{Finished, Sheet, file_name};

/// How the tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 without BOM, LF.
    Csv,
    /// One sheet a file; dates are Excel dates.
    Xlsx,
}

/// A district to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Children of both 学段, 200 to 1,000,000.
    pub children: u64,
    /// The same seed gives the same district.
    pub seed: u64,
    /// How it is written.
    pub format: Format,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Rows of the applicants table.
    pub children: u64,
    /// Rows of the schools table.
    pub schools: u64,
    /// Rows of the choices table.
    pub choices: u64,
    /// Rows of the seat-records table.
    pub seat_records: u64,
    /// The files, in the order of the templates.
    pub files: Vec<PathBuf>,
}

/// Why no district was made. Nothing but unfinished `.part` files is left behind.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The size is outside 200 to 1,000,000.
    #[error("样例区的儿童人数须在 200 到 1000000 之间，现为 {children}；请改 --children")]
    Size {
        /// The number asked for.
        children: u64,
    },
    /// A file of that name is there and was not made by this generator.
    #[error("{} 已存在，且不是样例生成的文件，未作任何改动；请换一个空文件夹", path.display())]
    Occupied {
        /// The file in the way.
        path: PathBuf,
    },
    /// The folder or a file could not be written.
    #[error("无法写入 {}：{}；请检查磁盘空间和写入权限", path.display(), crate::store::disk_says(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A workbook could not be written.
    #[error("无法写入工作簿 {}：{source}；请检查磁盘空间和写入权限", path.display())]
    Workbook {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        source: rust_xlsxwriter::XlsxError,
    },
}

/// The templates that a district fills, in the order in which they are imported.
pub const KINDS: [&str; 8] = [
    "schools",
    "catchments",
    "primary-zones",
    "seat-records",
    "applicants",
    "choices",
    "joint-review",
    "filings",
];

const MARK: &str = "样例数据.txt";
const STEP: u64 = 512;

/// Writes a district into `dir`, which is made where it is missing. Files of an earlier sample are
/// replaced; any other file of the same name stops the work. `progress` hears (done, of) in
/// steps of children, twice their number in all.
pub fn write(
    request: &Request,
    dir: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, SampleError> {
    if !(200..=1_000_000).contains(&request.children) {
        return Err(SampleError::Size {
            children: request.children,
        });
    }
    claim(request, dir)?;
    let roll = Roll {
        seed: request.seed,
        children: request.children,
    };
    let district = District::new(request.seed, request.children);
    let mut done = 0_u64;
    let mut walked = || {
        done += 1;
        if done.is_multiple_of(STEP) || done == request.children * 2 {
            progress(done, request.children * 2);
        }
    };
    let plans = Demand::count(&roll, &district, &mut walked).plans(&district);
    let mut book = Book::begin(request.format, dir)?;
    tables::schools(&mut book.schools, &district, &plans)?;
    tables::catchments(&mut book.catchments, &district)?;
    tables::primary_zones(&mut book.primary_zones, &district)?;
    tables::filings(&mut book.filings, &district)?;
    let numbers = Numbers::new(request.seed, request.children);
    let (mut choices, mut seat_records) = (0, 0);
    for index in 0..request.children {
        let sketch = roll.sketch(&district, index);
        let scene = Scene {
            roll: &roll,
            district: &district,
            numbers: &numbers,
            sketch: &sketch,
        };
        let row = scene.row();
        book.applicants.row(&row.cells)?;
        choices += children::choices(&mut book.choices, &roll, &district, &sketch)?;
        seat_records += children::seat_record(&mut book.seat_records, &scene, &row)?;
        children::joint_review(&mut book.joint_review, &sketch, &row)?;
        walked();
    }
    for turn in 0..request.children / 20 {
        children::old_record(&mut book.seat_records, &roll, &district, turn)?;
        seat_records += 1;
    }
    Ok(Summary {
        children: request.children,
        schools: district.schools.len() as u64,
        choices,
        seat_records,
        files: book.publish()?,
    })
}

/// Makes the folder and puts the mark of a sample into it, unless foreign files are in the way.
fn claim(request: &Request, dir: &Path) -> Result<(), SampleError> {
    let failed = |path: &Path, source| SampleError::Write {
        path: path.to_owned(),
        source,
    };
    fs::create_dir_all(dir).map_err(|error| failed(dir, error))?;
    let mark = dir.join(MARK);
    if !mark.exists() {
        for kind in KINDS {
            for format in [Format::Csv, Format::Xlsx] {
                let path = dir.join(file_name(kind, format));
                if path.exists() {
                    return Err(SampleError::Occupied { path });
                }
            }
        }
    }
    let text = format!(
        "本文件夹是入学工作站生成的样例数据，人员、住址、证件号码、学校均为虚构。\n儿童 {} 名，种子 {}。\n",
        request.children, request.seed
    );
    fs::write(&mark, text).map_err(|error| failed(&mark, error))?;
    // Of two formats in one folder an import would take either; only the newest stays.
    for kind in KINDS {
        for format in [Format::Csv, Format::Xlsx] {
            let path = dir.join(file_name(kind, format));
            if path.exists() {
                fs::remove_file(&path).map_err(|error| failed(&path, error))?;
            }
        }
    }
    Ok(())
}

/// All tables of a district, open.
struct Book {
    schools: Sheet,
    catchments: Sheet,
    primary_zones: Sheet,
    seat_records: Sheet,
    applicants: Sheet,
    choices: Sheet,
    joint_review: Sheet,
    filings: Sheet,
}

impl Book {
    fn begin(format: Format, dir: &Path) -> Result<Book, SampleError> {
        let headers: Vec<&str> = Fact::ALL.iter().map(|fact| fact.header()).collect();
        let days: Vec<usize> = Fact::ALL
            .iter()
            .enumerate()
            .filter(|(_, fact)| fact.kind() == Kind::Date)
            .map(|(column, _)| column)
            .collect();
        let begin =
            |kind, headers: &[&str], days: &[usize]| Sheet::begin(dir, kind, format, headers, days);
        Ok(Book {
            schools: begin("schools", &tables::SCHOOLS, &[])?,
            catchments: begin("catchments", &tables::CATCHMENTS, &[5])?,
            primary_zones: begin("primary-zones", &tables::PRIMARY_ZONES, &[])?,
            seat_records: begin("seat-records", &children::SEAT_RECORDS, &[])?,
            applicants: begin("applicants", &headers, &days)?,
            choices: begin("choices", &children::CHOICES, &[])?,
            joint_review: begin("joint-review", &children::JOINT_REVIEW, &[4])?,
            filings: begin("filings", &tables::FILINGS, &[3])?,
        })
    }

    /// Ends all tables, then gives all their names.
    fn publish(self) -> Result<Vec<PathBuf>, SampleError> {
        let sheets = [
            self.schools,
            self.catchments,
            self.primary_zones,
            self.seat_records,
            self.applicants,
            self.choices,
            self.joint_review,
            self.filings,
        ];
        let finished: Vec<Finished> = sheets
            .into_iter()
            .map(Sheet::finish)
            .collect::<Result<_, _>>()?;
        finished.into_iter().map(Finished::publish).collect()
    }
}
