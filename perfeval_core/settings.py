"""All settings in one place: environment variables ``PERFEVAL_…`` before ``perfeval.toml`` before the defaults here."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PositiveInt, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

DEFAULT_HOME = Path("data/home")

OCCASIONS = ("quarantined", "failed", "overdue")
"""What people may be told of: 已隔离的文件, 运行失败或有异常, 逾期的任务."""


class Settings(BaseSettings):
    """Where things lie and how much the machine may do."""

    model_config = SettingsConfigDict(
        env_prefix="PERFEVAL_", toml_file="perfeval.toml", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    home: Path = Field(DEFAULT_HOME, description="The folder that holds all state (档案、台账、数据仓库).")
    pack: str = Field("mof-2020-10", description="The scoring pack (评分规则) where nothing else says which.")
    region: str | None = Field(
        None,
        description="The administrative division code (行政区划代码) of the bureau; may choose a pack and overlays.",
    )
    workers: PositiveInt = Field(
        default_factory=lambda: os.cpu_count() or 1, description="How many files are read at the same time."
    )
    ledger_url: str | None = Field(None, description="The ledger's database; default: SQLite in the home folder.")
    archive_url: str | None = Field(None, description="Where originals are kept; default: the home folder.")
    inbox: Path | None = Field(
        None, description="The drop folder (收件箱), `inbox/<channel>/<unit>/…`; default: in the home folder."
    )
    outbox: Path | None = Field(None, description="Where receipts (回执) are written; default: in the home folder.")
    settle_seconds: PositiveInt = Field(
        2, description="How long a file in the drop folder must stay unchanged before it counts as whole."
    )
    lease_minutes: PositiveInt = Field(15, description="How long a worker may hold a file before another takes it.")
    claim_hours: PositiveInt = Field(
        24, description="How long a reviewer who claims an item (领取) holds it before others may take it."
    )
    second_review_percent: int = Field(
        0,
        ge=0,
        le=100,
        description="How many of a hundred first decisions a second person reviews by chance (随机二次复核), besides "
        "those that return a report or flip its grade.",
    )
    second_review_blind: bool = Field(
        False,
        description="Whether a second reviewer sees what the first decided only after he has decided himself (盲审).",
    )
    backup: Path | None = Field(
        None,
        description="Where backups (备份) go; default: `backups` in the home folder. Another disk is better.",
    )
    backups_kept: PositiveInt = Field(14, description="How many backups of ledger and warehouse are kept.")
    unused_days: PositiveInt = Field(
        30,
        description="How many days what nothing refers to is kept: dossiers of earlier program versions that no run "
        "finished with, and in the inbox what programs handed in and is archived. Originals are never deleted.",
    )
    desk_port: int = Field(8620, ge=1, le=65535, description="The port of the review desk (复核台).")
    self_check: bool = Field(
        False, description="Whether the upload page lets units check a report before they file it (预检)."
    )
    behind_tls: bool = Field(
        False, description="Whether the desk is reached through a TLS proxy only; its cookies are then never sent bare."
    )
    sso_header: str | None = Field(
        None,
        description="The header by which a proxy in front names the account (单点登录); default: no single sign-on.",
    )
    sso_secret_file: Path | None = Field(
        None, description="A file that holds what the proxy shows in `X-Perfeval-Proxy-Secret`, and nothing else."
    )
    patience_seconds: PositiveInt = Field(
        600, description="How long a run waits for another process to let go of the DuckDB file."
    )
    notify_on: str = Field(
        " ".join(OCCASIONS), description="Of what people are notified (通知); some of these words, or none."
    )
    smtp_host: str | None = Field(None, description="The mail server for notifications; default: no mail is sent.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the mail server is spoken to; `none` only inside one machine or a closed network."
    )
    smtp_port: int | None = Field(
        None, ge=1, le=65535, description="Its port; default: 587 with `starttls`, 465 with `tls`, 25 with `none`."
    )
    smtp_user: str | None = Field(None, description="The name by which to log in there; default: no log-in.")
    smtp_password: SecretStr | None = Field(None, description="The password for it; better `smtp_password_file`.")
    smtp_password_file: Path | None = Field(None, description="A file that holds this password and nothing else.")
    mail_from: str | None = Field(None, description="The sender of notifications.")
    mail_to: str | None = Field(None, description="Who gets them, separated by commas.")
    webhook_url: str | None = Field(None, description="Where notifications are sent by HTTP (POST, JSON).")
    webhook_secret: SecretStr | None = Field(
        None, description="The key with which they are signed; better `webhook_secret_file`."
    )
    webhook_secret_file: Path | None = Field(None, description="A file that holds this key and nothing else.")

    @field_validator("notify_on")
    @classmethod
    def _known_occasions(cls, words: str) -> str:
        unknown = set(words.split()) - set(OCCASIONS)
        if unknown:
            raise ValueError(f"没有这种通知：{' '.join(sorted(unknown))}；可选 {' '.join(OCCASIONS)}")
        return words

    @model_validator(mode="after")
    def _mail_is_complete(self) -> Self:
        if self.smtp_host and not (self.mail_from and self.recipients):
            raise ValueError("设了 smtp_host，还要设发件人 mail_from 和收件人 mail_to")
        if self.webhook_url and not self.webhook_url.startswith(("https://", "http://")):
            raise ValueError("webhook_url 要以 https:// 或 http:// 开头")
        return self

    @model_validator(mode="after")
    def _proxy_has_a_secret(self) -> Self:
        if (self.sso_header is None) != (self.sso_secret_file is None):
            raise ValueError("单点登录要同时设 sso_header 和 sso_secret_file")
        return self

    bureau: str | None = Field(
        None, description="The bureau's name (发文单位) on letters; unset, the letter leaves a blank to fill in."
    )
    letter_days: PositiveInt = Field(
        10, description="Within how many working days (工作日) a unit has to answer a letter."
    )
    letter_template: Path | None = Field(
        None, description="A bureau's own template (整改通知模板, .docx); default: the one in `data/letters`."
    )
    opinion_template: Path | None = Field(
        None, description="A bureau's own template (复核意见表模板, .docx); default: the one in `data/letters`."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the caller says, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def recipients(self) -> list[str]:
        """Who gets notifications by mail."""
        return [one.strip() for one in (self.mail_to or "").split(",") if one.strip()]

    @property
    def channels(self) -> list[str]:
        """Through which channels notifications go out."""
        wanted = {"mail": self.smtp_host, "webhook": self.webhook_url}
        return [name for name, where in wanted.items() if where]

    @property
    def ledger(self) -> str:
        """The ledger's database URL."""
        return self.ledger_url or f"sqlite:///{(self.home / 'ledger.sqlite').resolve()}"

    @property
    def archive(self) -> str:
        """The archive's folder or URL."""
        return self.archive_url or str((self.home / "archive").resolve())

    @property
    def drop_folder(self) -> Path:
        """The inbox, as an absolute path."""
        return (self.inbox or self.home / "inbox").resolve()

    @property
    def drop_receipts(self) -> Path:
        """The outbox, as an absolute path."""
        return (self.outbox or self.home / "outbox").resolve()

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self.backup or self.home / "backups"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.home / "warehouse.duckdb"

    @property
    def pictures(self) -> Path:
        """The folder of page pictures that were drawn; it may be deleted at any time."""
        return self.home / "cache" / "pictures"

    @property
    def logs(self) -> Path:
        """The folder of logs (运行日志)."""
        return self.home / "logs"

    @property
    def quality(self) -> Path:
        """The folder of quality pages (数据质量页)."""
        return self.home / "quality"
