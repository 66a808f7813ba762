# `make run` and `make test` do all set-up themselves; see README.md.
SHELL := /bin/bash
.PHONY: run test test-long outside torture torture-short torture-desks fuzz fuzz-control bench setup setup-test ui

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
	$(MAKE) --no-print-directory torture-short

# The long forms of what `make test` does shortly: some 40 minutes.
test-long: setup-test torture
	RUXUE_KILLS=1000 cargo test -p ruxue-cli --test ruxue backups::a_backup_killed

# Every parser of outside bytes, `make fuzz TIME=seconds [TARGET=name]` (fuzz/README.md), and the control: a
# planted defect that must be found.
TIME ?= 60
fuzz: setup
	bash scripts/fuzz.sh run $(TIME) $(TARGET)
	$(if $(TARGET),,bash scripts/fuzz.sh control)

fuzz-control: setup
	bash scripts/fuzz.sh control

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
	python3 tests/outside/journal.py --run target/debug/ruxue
	python3 tests/outside/residue.py target/debug/ruxue target/debug/examples/pages
	python3 tests/outside/season.py --run target/debug/ruxue --children 250 --seeds 1

# Kills, power failures, failing disks, flipped bits: whole figures, or so many minutes of them (make torture MINUTES=5).
# ONLY=kills,flips chooses; SEED=2 takes other moments. tests/torture/README.md says more.
torture: setup-test ui
	cargo build --bins
	$(MAKE) --no-print-directory torture-desks
	python3 tests/torture/torture.py target/debug/ruxue --desks target/torture/desks \
		$(if $(MINUTES),--minutes $(MINUTES)) $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED))

torture-short: torture-desks
	python3 tests/torture/torture.py target/debug/ruxue --desks target/torture/desks --short

# Desks whose keys are derived cheaply, which test builds alone can make. The whole workspace, so that nothing is built anew.
torture-desks:
	rm -rf target/torture/desks && mkdir -p target/torture/desks
	RUXUE_TORTURE_DESKS=$(CURDIR)/target/torture/desks cargo test --workspace --lib --quiet -- --ignored --exact torture::desks_for_the_tortures >/dev/null

bench: setup
	bash scripts/bench.sh

ui: setup
	cd ui && npm run build --silent

setup:
	@bash scripts/setup.sh run

setup-test:
	@bash scripts/setup.sh test
