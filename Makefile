# make maps   地图等成果，写到 dist/    the maps, into dist/
# make lab    在 JupyterLab 里打开笔记本  the notebooks in JupyterLab
# make bundle 不联网也能安装的文件夹      a folder that installs with no network
# make test   测试                     the tests
# make test-slow  更久的测试           those that take longer
# make test-lowest 依赖用最低版本      with the lowest versions of what it needs
#
# 第一次运行会建好 .venv 并安装固定版本的依赖。另一个 Python:make maps PYTHON=python3.12
# The first run makes .venv and installs the pinned requirements. Another Python: make maps PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.DELETE_ON_ERROR:
.PHONY: maps lab bundle test test-slow test-lowest fuzz lint-web chromium pictures docs readback lock clean

maps: .venv/maps
	$(BIN)/zonemap build

lab: .venv/lab
	$(BIN)/jupyter lab notebooks

# 给不能上网的电脑：全部安装包（Linux 与 64 位 Windows）和说明，写到 bundle/
# For PCs with no network: every package, for Linux and 64-bit Windows, and how to install, into bundle/
bundle: .venv/maps
	$(BIN)/python docs/bundle.py bundle

test: .venv/test chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" --durations=20

test-slow: .venv/test chromium
	$(BIN)/python -m pytest -m slow --durations=20

# 依赖的下限是不是真的：按 pyproject.toml 允许的最低版本另装一套，跑日常的测试；保存的读回按固定版本，不比
# Whether the lower bounds are true: the everyday tests with the lowest versions that pyproject.toml allows, in an
# environment of their own; what is kept to compare with was made with the pinned ones, and is left out.
test-lowest: .venv/lowest/done chromium
	.venv/lowest/bin/python -m pytest -m "not slow" -o filterwarnings=default \
		--ignore tests/outputs/test_readback.py

.venv/lowest/done: .venv/test pyproject.toml
	@rm -rf .venv/lowest && $(PYTHON) -m venv .venv/lowest
	@$(BIN)/uv pip compile pyproject.toml --resolution lowest-direct --extra build --extra notebooks --extra lab --extra dev \
		--extra parquet --extra hillshade --quiet -o .venv/lowest/requirements.txt > /dev/null
	@.venv/lowest/bin/python -m pip --disable-pip-version-check --quiet install -r .venv/lowest/requirements.txt
	@.venv/lowest/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

# 读取器的随机测试，每种格式 N 个：make fuzz N=1000
# Random tests of the readers, N mutations a format: make fuzz N=1000
N ?= 200
fuzz: .venv/test
	cd tests && ../$(BIN)/python -m kit.fuzz $(N)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo '需要 Python 3.11 或更新版本，例如：make maps PYTHON=python3.12'; \
	echo 'Python 3.11 or newer is needed, for example: make maps PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	echo '建不了虚拟环境；在 Debian 或 Ubuntu 上：apt install python3-venv'; \
	echo 'No virtual environment; on Debian or Ubuntu: apt install python3-venv'; exit 1; }

.venv/maps: $(BIN)/python requirements.txt pyproject.toml
	@echo '安装作图要用的包，只需一次，约一两分钟；慢可用镜像，见 README'
	@echo 'Installing what maps need, once, a minute or two; if it is slow, use a mirror: see the README'
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/lab: .venv/maps requirements-lab.txt
	@echo '安装 JupyterLab，只需一次 / Installing JupyterLab, once'
	@$(PIP) --require-hashes -r requirements-lab.txt
	@touch $@

.venv/test: .venv/maps requirements-dev.txt
	@echo '安装测试工具，只需一次 / Installing the test tools, once'
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# 网页源文件的检查；只有开发者需要，要有 npm / Checks the page's source files; for developers, needs npm.
lint-web:
	npm install --silent --no-audit --no-fund --no-package-lock
	npm run --silent lint

# 浏览器测试打开真正的网页 / The browser tests open the real page.
chromium:
	@command -v chromium > /dev/null || { \
	echo '测试需要名为 chromium 的浏览器，例如：apt install chromium'; \
	echo 'The tests need a browser named chromium, for example: apt install chromium'; exit 1; }

# README 里的图 / The pictures in the README.
pictures: .venv/test chromium
	$(BIN)/python docs/pictures.py

# 公开函数的说明页，写到 docs/api / Pages of the public names, into docs/api.
docs: .venv/test
	$(BIN)/python docs/api.py

# 成果有意改了之后，更新 tests/snapshots；ONLY="linfen:deck sixty" 只更新一部分
# After an output has changed on purpose, renew tests/snapshots; ONLY="linfen:deck sixty" renews a part.
readback: .venv/test
	cd tests && ../$(BIN)/python -m kit.snapshots $(ONLY)

# 固定版本：带哈希，不带网址 / The pinned requirements, with hashes and without addresses.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

lock: .venv/test
	$(LOCK) --extra build --extra notebooks -o requirements.txt
	$(LOCK) --extra build --extra notebooks --extra lab -o requirements-lab.txt
	$(LOCK) --extra build --extra notebooks --extra lab --extra dev --extra parquet --extra hillshade \
		--extra sedonadb --extra spark -o requirements-dev.txt

clean:
	rm -rf .venv dist bundle
