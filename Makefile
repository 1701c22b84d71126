# Names, not logic: `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help bench demo test test-long e2e build check golden images judges cluster-up cluster-down cluster-verify

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: ## the main job on a real cluster: install, mesh a shop, split its traffic, shift it
	src/test/demo/demo

test: ## everything that must pass: check and end-to-end tests
	src/test/suite

e2e: ## the promises to users, on a real cluster
	src/test/suite e2e

test-long: ## renewals by time, and outages of ten minutes: about 25 minutes
	src/test/suite long

build: ## compile and package every module, without tests
	./mvnw -B -ntp package -DskipTests

check: ## format, compile with every gate, unit tests and walls
	src/test/suite check

golden: ## rewrite every generated and committed file
	./mvnw -B -ntp spotless:apply test -Dgolden.update=true -pl crds,operator,proxy-image
	src/test/chart --update

bench: ## CPU per request, latency, memory, start beside Envoy and HAProxy; an hour and a half (after `make build`)
	src/test/bench/report

judges: ## conformance suites that others wrote, against our proxy (after `make build`)
	src/test/judges/judges

images: ## build the container images, those that changed (after `make build`)
	src/test/kube/images

cluster-up: ## start the Kubernetes for tests, or find it running
	src/test/kube/cluster up

cluster-down: ## stop it; nothing stays but the programs in the cache
	src/test/kube/cluster down

cluster-verify: ## is the project's own node a sound Kubernetes? fourteen steps
	src/test/kube/verify/verify
