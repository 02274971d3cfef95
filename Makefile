# make            the program ./sitegen and this project's own site in public/
# make help       the rest

BIN := sitegen$(shell go env GOEXE)
RACE_PACKAGES := ./internal/par ./internal/memo ./internal/publish ./internal/build ./internal/watch ./internal/serve
PLATFORMS := linux/amd64 linux/arm64 darwin/arm64 windows/amd64
PAGES := 100,1000,10000
RUNS := 3

export CGO_ENABLED := 0

.PHONY: all
all: site ## build the program and the site (the default)

.PHONY: $(BIN)
$(BIN):
	go build -trimpath -o $@ ./cmd/sitegen

.PHONY: site
site: $(BIN) ## build the site in public/
	./$(BIN) build

.PHONY: serve
serve: $(BIN) ## show the site at http://127.0.0.1:4173/, as it is while you write
	./$(BIN) serve

.PHONY: test
test: test-style test-go test-race test-platforms test-browser ## run every test; installs what the browser tests need
	@echo "make test: all of it passed"

.PHONY: test-style
test-style: ## gofmt and go vet
	@unformatted=$$(gofmt -l bench cmd docs internal static templates tests); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...

.PHONY: test-go
test-go: ## unit tests, goldens, txtar scripts, specifications, bad inputs
	go test -timeout 20m ./bench/... ./cmd/... ./internal/...
	go test -timeout 20m -count=1 ./tests/...

.PHONY: test-race
test-race: ## the packages that work in parallel, under the race detector
	@if command -v "$$(go env CC)" >/dev/null; then set -x; CGO_ENABLED=1 go test -race -timeout 10m $(RACE_PACKAGES); \
	else echo "test-race: not run, the race detector needs a C compiler ($$(go env CC))"; fi

.PHONY: test-platforms
test-platforms: ## the program compiles for every platform it is meant for
	@set -e; for platform in $(PLATFORMS); do \
		echo "go build $$platform"; \
		GOOS=$${platform%/*} GOARCH=$${platform#*/} go build -trimpath -o /dev/null ./cmd/sitegen; \
	done

.PHONY: test-browser
test-browser: site ## the built site in a real browser
	tests/browser/run.sh

.PHONY: equivalence
equivalence: N := 1000
equivalence: ## make N sequences of random edits and compare each build with a clean one; SEED=… tells one story again
	go test -count=1 -timeout 0 -v -run Incremental ./tests/equivalence -args -sequences $(N) $(if $(SEED),-seed $(SEED))

.PHONY: crash
crash: N := 200
crash: ## kill N builds at a random step and N at a random moment, let N disks be full and N fail
	go test -count=1 -timeout 0 -v ./tests/crash -args -kills $(N)

.PHONY: bench
bench: $(BIN) ## time, memory and size for PAGES pages, against goldmark and chroma alone
	go run ./bench -sitegen ./$(BIN) -pages $(PAGES) -runs $(RUNS)

.PHONY: lighthouse
lighthouse: $(BIN) ## let Lighthouse judge the home page and the longest note; installs it
	tests/lighthouse/run.sh

.PHONY: saves
saves: $(BIN) ## time from a save to the first byte of the new page, for PAGES pages
	go run ./bench/saves -sitegen ./$(BIN) -pages $(PAGES)

.PHONY: clean
clean: ## remove what make has built
	rm -rf $(BIN) public bench/out tests/browser/node_modules tests/lighthouse/node_modules

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
