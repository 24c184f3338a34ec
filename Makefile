# make maps   the maps, into dist/
# make test   every test
# make lab    the notebooks in JupyterLab
PYTHON ?= python3
BIN := .venv/bin

.PHONY: maps test lab lock clean

maps: .venv/maps
	$(BIN)/zonemap build

test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

lab: .venv/maps
	$(BIN)/jupyter lab notebooks

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/maps: .venv/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/test: .venv/maps requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

# The pinned requirements, with hashes and without addresses.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

lock: .venv/test
	$(LOCK) --extra build --extra notebooks -o requirements.txt
	$(LOCK) --extra build --extra notebooks --extra dev -o requirements-dev.txt

clean:
	rm -rf .venv dist
