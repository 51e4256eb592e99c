# What a newcomer needs: `make demo` and `make test`. Both set up .venv by themselves; nothing else is touched.
# GNU make and a POSIX shell are enough. PYTHON names another interpreter: make demo PYTHON=python3.12

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install demo lint test docs samples clean

help:
	@echo 'make demo     看一遍：用自带样本走完全流程 · the committed samples through the whole pipeline'
	@echo 'make test     全部检查和测试 · all checks and tests'
	@echo 'make lint     只做静态检查 · static checks only'
	@echo 'make docs     重新生成 docs/ 中的生成文件 · writes the generated documents again'
	@echo 'make samples  重新制作 data/samples（需要 Chromium 和 LibreOffice）· makes the samples again'
	@echo 'make clean    删除 .venv 和缓存，不动 data/home · removes .venv and caches, never data/home'

install: $(INSTALLED)

# The stamp is written last: an installation that broke off is done again.
$(INSTALLED): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo '没有找到 Python，请先安装：sudo apt-get install python3 python3-venv'; \
	  echo 'Python was not found; install it: sudo apt-get install python3 python3-venv'; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '需要 Python 3.11 或更高版本；装有多个版本时：make demo PYTHON=python3.11'; \
	  echo 'Python 3.11 or newer is needed; if there are several: make demo PYTHON=python3.11'; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { [ "$$(id -u)" = 0 ] && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null; } || { \
	  echo '这个 Python 不能建立虚拟环境，请先运行：sudo apt-get install python3-venv'; \
	  echo 'This Python cannot make virtual environments; run: sudo apt-get install python3-venv'; exit 1; } >&2
	@echo '正在安装到 $(VENV)，第一次需要几分钟 · installing into $(VENV), some minutes the first time' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,ocr]'
	@touch $@

demo: $(INSTALLED)
	@$(BIN)/perfeval demo

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# By file, so that what a file's tests share (a run, a server) is set up once and not in each process.
test: lint
	$(BIN)/perfeval rules test
	$(BIN)/pytest -n $(JOBS) --dist loadfile

docs: $(INSTALLED)
	$(BIN)/python -m perfeval_core.published
	$(BIN)/python -m perfeval_core.rulebook.catalogue

samples: $(INSTALLED)
	$(BIN)/python -m tests.makers.samples

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
