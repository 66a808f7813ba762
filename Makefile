# `make run` and `make test` do all set-up themselves; see README.md.
SHELL := /bin/bash
.PHONY: run test test-long outside bench setup setup-test ui

HAS_DISPLAY := $(if $(DISPLAY)$(WAYLAND_DISPLAY),yes,)

run: setup
	$(if $(HAS_DISPLAY),$(MAKE) ui)
	cargo build --release --bin ruxue $(if $(HAS_DISPLAY),&& cargo build --release --bin ruxue-desktop)
	bash scripts/run.sh

test: setup-test ui
	cd ui && npm test --silent
	cargo fmt --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	cargo build --bins
	cargo test --workspace --quiet
	$(MAKE) --no-print-directory outside

# The long forms of what `make test` does shortly: some 20 minutes.
test-long: setup-test
	RUXUE_KILLS=1000 cargo test -p ruxue-cli --test ruxue backups::a_backup_killed
	cargo build --bins && cargo build -p ruxue-desk --example pages
	python3 tests/outside/residue.py target/debug/ruxue target/debug/examples/pages --long --desktop target/debug/ruxue-desktop

# Other programs, written from the specification alone, must agree with this one.
outside:
	python3 tests/outside/selftest.py tests/fixtures
	python3 tests/outside/compare_judge.py target/debug/ruxue --folder tests/fixtures/verdicts --expected tests/fixtures/verdicts/expected.jsonl
	python3 tests/outside/compare_judge.py target/debug/ruxue --seeds 1
	python3 tests/outside/compare_judge.py target/debug/ruxue --seeds 2 --forms wild
	python3 tests/outside/compare_judge.py target/debug/ruxue --seeds 3 --policy chaoyang-2022
	python3 tests/outside/compare_try.py target/debug/ruxue --seeds 1
	python3 tests/outside/compare_remedy.py target/debug/ruxue --seeds 1,2
	python3 tests/outside/compare_remedy.py target/debug/ruxue --seeds 3 --children 200 --policy chaoyang-2022
	python3 tests/outside/properties.py target/debug/ruxue --seeds 1 --children 100
	python3 tests/outside/properties.py target/debug/ruxue --seeds 2 --children 60 --policy chaoyang-2022
	python3 tests/outside/compare_homes.py target/debug/ruxue tests/fixtures/addresses --asked 10
	python3 tests/outside/compare_draw.py target/debug/ruxue --seeds 1 --vectors tests/fixtures/draw
	python3 tests/outside/backup.py --run target/debug/ruxue
	python3 tests/outside/residue.py target/debug/ruxue target/debug/examples/pages
	python3 tests/outside/season.py --run target/debug/ruxue --children 250 --seeds 1

bench: setup
	bash scripts/bench.sh

ui: setup
	cd ui && npm run build --silent

setup:
	@bash scripts/setup.sh run

setup-test:
	@bash scripts/setup.sh test
