//! The one struct of flags and variables, with their defaults and help.

use clap::Args;
use std::path::PathBuf;

/// Settings as they are typed; [`Settings::check`] makes the [`Config`].
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings of the server (flags or FRONTDESK_… variables)")]
pub struct Settings {
    /// Address and port to listen on [default: 127.0.0.1:8000; with FRONTDESK_ACME 0.0.0.0:443]
    #[arg(long, env = "FRONTDESK_LISTEN", global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,

    /// Folder of the database and the key file; made if missing
    #[arg(
        long,
        env = "FRONTDESK_DATA",
        global = true,
        value_name = "FOLDER",
        default_value = "./data"
    )]
    pub data: PathBuf,

    /// Folder of the backups that are made by themselves [default: backups in the data folder]
    #[arg(long, env = "FRONTDESK_BACKUPS", global = true, value_name = "FOLDER")]
    pub backups: Option<PathBuf>,

    /// Address and port where /metrics is answered, for Prometheus: not one that strangers reach
    #[arg(long, env = "FRONTDESK_METRICS", global = true, value_name = "ADDRESS:PORT")]
    pub metrics: Option<String>,

    /// Where people and apps reach this site, such as https://login.example.com: the issuer and
    /// the base of every link [default: http:// and the listen address; https:// with a certificate]
    #[arg(long, env = "FRONTDESK_BASE_URL", global = true, value_name = "URL")]
    pub base_url: Option<String>,

    /// The site's certificate (PEM, with those that vouch for it), to be reached by https without a proxy; taken anew when
    /// the file changes
    #[arg(long, env = "FRONTDESK_TLS_CERT", global = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,

    /// The private key of the certificate (PEM)
    #[arg(long, env = "FRONTDESK_TLS_KEY", global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// The name of the host that a certificate is asked for by ACME, such as login.example.com: https without a proxy and
    /// without files. Whoever sets it agrees to the terms of the certificate authority
    #[arg(long, env = "FRONTDESK_ACME", global = true, value_name = "HOST")]
    pub acme: Option<String>,

    /// The ACME directory of the certificate authority. Default: Let's Encrypt's
    #[arg(long, env = "FRONTDESK_ACME_DIRECTORY", global = true, value_name = "URL")]
    pub acme_directory: Option<String>,

    /// Where the certificate authority may write to
    #[arg(long, env = "FRONTDESK_ACME_EMAIL", global = true, value_name = "EMAIL")]
    pub acme_email: Option<String>,

    /// Address and port where plain http is led to https, such as 0.0.0.0:80
    #[arg(long, env = "FRONTDESK_HTTP_LISTEN", global = true, value_name = "ADDRESS:PORT")]
    pub http_listen: Option<String>,

    /// Load balancers that pass connections on as they are and say whose each is (PROXY protocol, version 1 or 2): addresses
    /// or networks, separated by commas. Their connections must begin with it
    #[arg(
        long,
        env = "FRONTDESK_PROXY_PROTOCOL",
        global = true,
        value_name = "LIST",
        default_value = ""
    )]
    pub proxy_protocol: String,

    /// Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas
    #[arg(
        long,
        env = "FRONTDESK_TRUSTED_PROXIES",
        global = true,
        value_name = "LIST",
        default_value = ""
    )]
    pub trusted_proxies: String,

    /// Log level: error, warn, info, debug or trace
    #[arg(
        long,
        env = "FRONTDESK_LOG_LEVEL",
        global = true,
        value_name = "LEVEL",
        default_value = "info"
    )]
    pub log_level: String,

    /// Log format: text or json
    #[arg(
        long,
        env = "FRONTDESK_LOG_FORMAT",
        global = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub log_format: String,

    /// Lifetime of authorization codes, in seconds (10 to 600)
    #[arg(
        long,
        env = "FRONTDESK_CODE_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "60"
    )]
    pub code_lifetime: String,

    /// Lifetime of access tokens, in seconds (60 to 86400)
    #[arg(
        long,
        env = "FRONTDESK_ACCESS_TOKEN_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "3600"
    )]
    pub access_token_lifetime: String,

    /// Lifetime of refresh tokens since their last use, in seconds (300 to 31536000)
    #[arg(
        long,
        env = "FRONTDESK_REFRESH_TOKEN_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "2592000"
    )]
    pub refresh_token_lifetime: String,

    /// Lifetime of sessions since their last use, in seconds (300 to 31536000)
    #[arg(
        long,
        env = "FRONTDESK_SESSION_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "612000"
    )]
    pub session_lifetime: String,

    /// Longest life of a session, however much it is used, in seconds (300 to 31536000)
    #[arg(
        long,
        env = "FRONTDESK_SESSION_MAX_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "2592000"
    )]
    pub session_max_lifetime: String,

    /// Lifetime of API secrets, in seconds (86400 to 315360000)
    #[arg(
        long,
        env = "FRONTDESK_API_KEY_LIFETIME",
        global = true,
        value_name = "SECONDS",
        default_value = "31536000"
    )]
    pub api_key_lifetime: String,

    /// Private hosts and networks that may be called (Connected Apps, webhooks), separated by
    /// commas: erp.internal, 10.0.0.0/8. Everything else is called on the public internet, by https
    #[arg(
        long,
        env = "FRONTDESK_OUTBOUND_ALLOW",
        global = true,
        value_name = "LIST",
        default_value = ""
    )]
    pub outbound_allow: String,

    /// Certificates of further authorities (PEM) that servers we call may have theirs from
    #[arg(long, env = "FRONTDESK_EXTRA_CA", global = true, value_name = "FILE")]
    pub extra_ca: Option<PathBuf>,

    /// How long a call to another server may take, in seconds (1 to 60); a token request twice that
    #[arg(
        long,
        env = "FRONTDESK_OUTBOUND_TIMEOUT",
        global = true,
        value_name = "SECONDS",
        default_value = "5"
    )]
    pub outbound_timeout: String,

    /// Other words for texts of pages: a file as `frontdesk texts` prints it, called by its language (de.ftl), or a folder of such
    #[arg(long, env = "FRONTDESK_TEXTS", global = true, value_name = "PATH")]
    pub texts: Option<String>,

    /// Email of the first administrator, made at the start if there is no user yet
    #[arg(long, env = "FRONTDESK_ADMIN_EMAIL", global = true, value_name = "EMAIL")]
    pub admin_email: Option<String>,

    /// Password of the first administrator; FRONTDESK_ADMIN_PASSWORD_FILE names a file that holds it
    #[arg(skip)]
    pub admin_password: Option<String>,
}
