"""Why a message could not be sent, in words that say what to do."""

import smtplib
import socket
import ssl


class NotSent(Exception):
    """A message did not go out; the text says why and what to do, in Chinese."""


def explained(error: OSError, where: str) -> NotSent:
    """An error of the network or of a mail server; ``where`` is host and port."""
    # smtplib says that a silent server hung up
    cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error
    answer = f"答复 {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else type(error).__name__
    words = next(words for kind, words in _WORDS if isinstance(cause, kind))
    return NotSent(words.format(where=where, answer=answer))


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "{where} 不接受用户名或口令；请检查 smtp_user 和口令，有的邮箱要用专门的授权码"),
    (
        smtplib.SMTPNotSupportedError,
        "{where} 不支持所要求的加密或登录方式；请把 smtp_security 改为 tls（并换端口 465），或问邮件管理员",
    ),
    (smtplib.SMTPSenderRefused, "{where} 不接受发件人；请检查 mail_from，多半要与登录的邮箱一致"),
    (smtplib.SMTPRecipientsRefused, "{where} 不接受任何一个收件人；请检查 mail_to 里的地址"),
    (smtplib.SMTPServerDisconnected, "{where} 中途断开；多半是 smtp_security 与端口不配：587 用 starttls，465 用 tls"),
    (smtplib.SMTPException, "{where} 没有收下（{answer}）；请检查通知的设置，或问邮件管理员"),
    (ssl.SSLCertVerificationError, "{where} 的证书不受信任；单位自建的证书请把根证书文件写在环境变量 SSL_CERT_FILE 中"),
    (ssl.SSLError, "与 {where} 建立加密连接失败；多半是 smtp_security 与端口不配：587 用 starttls，465 用 tls"),
    (socket.gaierror, "找不到主机 {where}；请检查地址是否写错，本机能否解析这个名称"),
    (TimeoutError, "{where} 没有回应；请检查地址、端口和防火墙"),
    (ConnectionRefusedError, "{where} 拒绝连接；请检查端口，对方的服务是否在运行"),
    (OSError, "连不上 {where}；请检查网络、地址和端口"),
)
