//! What starts the server and watches over it (systemd): it holds the sockets, so that none is refused while the server is
//! started anew, and it is told when the server is ready, that it is alive, and that it stops.

use crate::config::Config;
use listenfd::ListenFd;
use std::net::TcpListener as StdListener;
use tokio::net::TcpListener;

/// The sockets that were handed over (`LISTEN_FDS`), in the order of the unit: the main one, and that of plain http.
pub struct HandedOver(Vec<StdListener>);

impl HandedOver {
    /// Takes them. An error, if there are others than the settings tell of.
    pub fn take(config: &Config) -> Result<Self, String> {
        let mut handed = ListenFd::from_env();
        let mut taken = Vec::new();
        for index in 0..handed.len() {
            let socket = handed.take_tcp_listener(index);
            let socket = socket.map_err(|error| {
                format!("The socket {index} that was handed over (LISTEN_FDS) is of no use: {error}")
            })?;
            taken.extend(socket);
        }
        let most = if config.tls.is_some() { 2 } else { 1 };
        match taken.len() <= most {
            true => Ok(HandedOver(taken)),
            false => Err(format!(
                "{} sockets were handed over (LISTEN_FDS), and there is use for {most}: the second one is for plain http beside https (FRONTDESK_ACME, FRONTDESK_TLS_CERT).",
                taken.len()
            )),
        }
    }

    /// The next one, if there is one.
    pub fn next(&mut self) -> Result<Option<TcpListener>, String> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let socket = self.0.remove(0);
        let usable = socket
            .set_nonblocking(true)
            .and_then(|()| TcpListener::from_std(socket));
        usable
            .map(Some)
            .map_err(|error| format!("A socket that was handed over is of no use: {error}"))
    }
}

/// Says that the server answers from now on, and then, as often as was asked, that it is alive.
#[cfg(target_os = "linux")]
pub fn ready() {
    use sd_notify::{NotifyState, notify, watchdog_enabled};
    let _ = notify(&[NotifyState::Ready]);
    if let Some(patience) = watchdog_enabled() {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(patience / 3).await;
                let _ = notify(&[NotifyState::Watchdog]);
            }
        });
    }
}

/// Says that the server stops.
#[cfg(target_os = "linux")]
pub fn stopping() {
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
}

/// Nobody is told here.
#[cfg(not(target_os = "linux"))]
pub fn ready() {}

/// Nobody is told here.
#[cfg(not(target_os = "linux"))]
pub fn stopping() {}
