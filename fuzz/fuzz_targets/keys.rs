#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ruxue_fuzz::keys(bytes));
