#![no_main]
#[path = "contained.rs"]
mod contained;

libfuzzer_sys::fuzz_target!(init: contained::let_foreign_panics_unwind(), |bytes: &[u8]| {
    ruxue_fuzz::workbook(bytes)
});
