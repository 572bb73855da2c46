# The front door. `make run` shows Candor at work; `make test` builds and runs every test. Both install what is missing.
JOBS ?= $(shell nproc)
BUILD = cmake --build --parallel $(JOBS) --preset
# One compiler cache for every checkout on this machine: paths count from the checkout.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

.PHONY: help run test practices release clang tsan bench fuzz power sim generated soak sweep faults tidy format clean

help:
	@echo "make run      see it work: an incident from declaration to resolution, in a sandbox"
	@echo "make test     build and run all tests (gcc, AddressSanitizer, UndefinedBehaviorSanitizer)"
	@echo "make practices  what good practice asks, with the tests that show it and how they ended in the last run"
	@echo "make release  build/release/bin/candord and candor"
	@echo "make clang    the same tests built by clang        make tsan     ... under ThreadSanitizer"
	@echo "make bench    how fast, against libcurl, nginx, OpenSSL and peers: a table and a chart (QUICK=1: two minutes)"
	@echo "make fuzz     every libFuzzer target for an hour (SECONDS=60 for less)"
	@echo "make power    the power goes at 100,000 places (CUTS=5000 for fewer), and nothing that was committed may be lost"
	@echo "make sim      10,000 houses from seeds, with everything going wrong (SEEDS=100 for fewer; SEED=n begins there)"
	@echo "make generated  10,000 records, and no text that is made of them is blocked (RECORDS=1000 for fewer)"
	@echo "make soak     10,000 random kills of the release build (KILLS=500 for fewer; SEED=n begins there)"
	@echo "make sweep    kill -9 or an error at every system call of an incident (POINTS=1000 for fewer)"
	@echo "make faults   rows of the fault matrix at their full size: 10,000 hosts, 100 restarts, 200 configurations"
	@echo "make tidy     clang-tidy over everything           make format   clang-format in place"

run: release
	@build/release/bin/candor sandbox --tour

release:
	@scripts/install-packages build
	cmake --preset release
	$(BUILD) release

# A machine that begins with nothing each time compiles ten files as one (ARCHITECTURE.md).
TOGETHER = $(if $(CI),-DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=10)
test:
	@scripts/install-packages all
	cmake --preset dev $(TOGETHER)
	$(BUILD) dev
	ctest --preset dev --parallel $(JOBS)

practices:
	@python3 tests/practices/practices.py build/dev --table

clang tsan:
	@scripts/install-packages all
	@[ $@ = tsan ] || scripts/install-packages tools
	cmake --preset $@
	$(BUILD) $@
	ctest --preset $@ --parallel $(JOBS)

# All that is promised of speed, beside what it is held against, in one run: half an hour on a quiet machine with two cores. QUICK=1: two
# minutes of the same, which measure nothing; ROWS=webhooks,tls: these alone. Only a whole run is written into docs/.
bench:
	@scripts/install-packages bench
	cmake --preset bench
	$(BUILD) bench --target benchmarks
	python3 tests/bench/suite.py build/release $(if $(QUICK),--quick) $(if $(ROWS),--only $(ROWS)) \
	    $(if $(QUICK)$(ROWS),--out build/bench,--out docs --page docs/performance.md)

CUTS ?= 100000
power:
	@scripts/install-packages all
	cmake --preset bench
	$(BUILD) bench --target power_tests
	CANDOR_CUTS=$(CUTS) build/release/tests/power/power_tests

SEEDS ?= 10000
SEED ?= 1
sim:
	@scripts/install-packages all
	cmake --preset bench $(TOGETHER)
	$(BUILD) bench --target sim_tests
	@share=$$((($(SEEDS) + $(JOBS) - 1) / $(JOBS))); workers=; failed=0; \
	for begin in $$(seq $(SEED) $$share $$(($(SEED) + $(SEEDS) - 1))); do \
	    CANDOR_SEED=$$begin CANDOR_SEEDS=$$share build/release/tests/sim/sim_tests "whatever fails*" & workers="$$workers $$!"; \
	done; \
	for worker in $$workers; do wait $$worker || failed=1; done; exit $$failed

RECORDS ?= 10000
generated:
	@scripts/install-packages all
	cmake --preset bench $(TOGETHER)
	$(BUILD) bench --target generated_tests
	CANDOR_RECORDS=$(RECORDS) build/release/tests/honesty/generated_tests

KILLS ?= 10000
POINTS ?= 0
ON_RELEASE = cd tests/e2e && PYTHONDONTWRITEBYTECODE=1 CANDOR_BIN_DIR=$(CURDIR)/build/release/bin CANDOR_SEED=$(SEED)
soak: release
	@scripts/install-packages all
	$(ON_RELEASE) CANDOR_KILLS=$(KILLS) python3 -m unittest -v kill_test

sweep: release
	@scripts/install-packages all
	$(ON_RELEASE) CANDOR_POINTS=$(POINTS) python3 -m unittest -v sweep_test

faults: release
	@scripts/install-packages all
	cd tests/e2e && npm ci --no-progress
	$(ON_RELEASE) CANDOR_HOSTS=10000 CANDOR_MAILS=1000 CANDOR_RESTARTS=100 CANDOR_MUTATIONS=200 python3 -m unittest -v fault_test

# What they find is kept beside the corpus, in build/fuzz.
SECONDS ?= 3600
FUZZED = honesty_text honesty_record honesty_lexicon renderer bounce plan csv small_texts json_texts http_answer
fuzz:
	@scripts/install-packages all
	@scripts/install-packages tools
	cmake --preset clang -B build/fuzz -DCANDOR_FUZZ=ON
	cmake --build build/fuzz --parallel $(JOBS) --target write_seeds $(FUZZED:%=fuzz_%)
	build/fuzz/tests/fuzz/write_seeds build/fuzz/seeds
	@mkdir -p $(FUZZED:%=build/fuzz/corpus/%)
	@cd build/fuzz && printf '%s\n' $(FUZZED) | xargs -P $(JOBS) -I TARGET sh -c \
	    'tests/fuzz/fuzz_TARGET -max_total_time=$(SECONDS) -print_final_stats=1 corpus/TARGET seeds/TARGET >TARGET.log 2>&1 && said=7 || said=60; \
	     echo TARGET; tail -n $$said TARGET.log; [ $$said = 7 ] || exit 255'

tidy:
	@scripts/install-packages all
	@scripts/install-packages tools
	cmake --preset tidy
	$(BUILD) tidy

format:
	@scripts/install-packages tools
	@find core daemon tests -name '*.[ch]pp' -print0 | xargs -0 clang-format -i

clean:
	rm -rf build
