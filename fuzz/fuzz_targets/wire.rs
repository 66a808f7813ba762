#![no_main]
mod json;

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    json::mutate(data, size, most, seed)
});
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ruxue_fuzz::wire(bytes));
