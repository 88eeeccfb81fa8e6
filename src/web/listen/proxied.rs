//! The PROXY protocol (versions 1 and 2): a load balancer that passes connections on as they are says, before anything else,
//! whose it is. It is believed of those that are named in the settings, and they must say it.

use ppp::{HeaderResult, PartialResult, v1, v2};
use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};

/// How long it may take to be said.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest line of version 1 (§2.1).
const LONGEST_LINE: usize = 107;
/// The beginning of version 2: a signature, version and command, family, length (§2.2).
const HEAD: usize = 16;
/// The most that follows it, in bytes.
const LONGEST_REST: usize = 4096;

/// Whose connection it is, as the load balancer at the other end says; its own, where it asks for itself.
pub(super) async fn client(stream: &mut (impl AsyncRead + Unpin), balancer: SocketAddr) -> Result<SocketAddr> {
    let header = tokio::time::timeout(PATIENCE, header(stream)).await;
    let header = header.map_err(|_| Error::from(ErrorKind::TimedOut))??;
    source(&header, balancer).ok_or_else(|| Error::from(ErrorKind::InvalidData))
}

/// The header, and not a byte of what follows.
async fn header(stream: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>> {
    let first = stream.read_u8().await?;
    let mut header = vec![first];
    if first != b'P' {
        header.resize(HEAD, 0);
        stream.read_exact(&mut header[1..]).await?;
        let length = usize::from(u16::from_be_bytes([header[14], header[15]]));
        if !header.starts_with(v2::PROTOCOL_PREFIX) || length > LONGEST_REST {
            return Err(Error::from(ErrorKind::InvalidData));
        }
        header.resize(HEAD + length, 0);
        stream.read_exact(&mut header[HEAD..]).await?;
        return Ok(header);
    }
    while !header.ends_with(b"\r\n") {
        if header.len() == LONGEST_LINE {
            return Err(Error::from(ErrorKind::InvalidData));
        }
        header.push(stream.read_u8().await?);
    }
    Ok(header)
}

fn source(header: &[u8], balancer: SocketAddr) -> Option<SocketAddr> {
    let parsed = HeaderResult::parse(header);
    if parsed.is_incomplete() {
        return None;
    }
    match parsed {
        HeaderResult::V1(Ok(header)) => Some(match header.addresses {
            v1::Addresses::Tcp4(own) => (own.source_address, own.source_port).into(),
            v1::Addresses::Tcp6(own) => (own.source_address, own.source_port).into(),
            v1::Addresses::Unknown => balancer,
        }),
        HeaderResult::V2(Ok(header)) => Some(match (header.command, header.addresses) {
            (v2::Command::Proxy, v2::Addresses::IPv4(own)) => (own.source_address, own.source_port).into(),
            (v2::Command::Proxy, v2::Addresses::IPv6(own)) => (own.source_address, own.source_port).into(),
            _ => balancer,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

    async fn said(header: &[u8]) -> (Result<SocketAddr>, Vec<u8>) {
        let balancer = "10.0.0.1:999".parse().unwrap();
        let mut stream = header;
        let client = client(&mut stream, balancer).await;
        (client, stream.to_vec())
    }

    #[tokio::test]
    async fn whose_connection_it_is() {
        let v4 = [
            SIGNATURE,
            &[0x21, 0x11, 0, 12, 203, 0, 113, 7, 10, 0, 0, 1, 0x1f, 0x90, 0, 80],
            b"GET",
        ]
        .concat();
        let local = [SIGNATURE, &[0x20, 0, 0, 0], b"GET"].concat();
        let tagged = [
            SIGNATURE,
            &[
                0x21, 0x11, 0, 16, 203, 0, 113, 7, 10, 0, 0, 1, 0x1f, 0x90, 0, 80, 4, 0, 1, 0,
            ],
            b"GET",
        ]
        .concat();
        let v6 = [
            SIGNATURE,
            &[0x21, 0x21, 0, 36],
            &[0x20, 1, 0xd, 0xb8],
            &[0; 11],
            &[7],
            &[0; 16],
            &[0x1f, 0x90, 0, 80],
            b"GET",
        ]
        .concat();
        for (header, client) in [
            (
                &b"PROXY TCP4 203.0.113.7 10.0.0.1 8080 80\r\nGET"[..],
                "203.0.113.7:8080",
            ),
            (b"PROXY TCP6 2001:db8::7 ::1 8080 80\r\nGET", "[2001:db8::7]:8080"),
            (b"PROXY UNKNOWN\r\nGET", "10.0.0.1:999"),
            (&v4, "203.0.113.7:8080"),
            (&tagged, "203.0.113.7:8080"),
            (&v6, "[2001:db8::7]:8080"),
            (&local, "10.0.0.1:999"),
        ] {
            let (found, rest) = said(header).await;
            assert_eq!(
                (found.unwrap(), rest.as_slice()),
                (client.parse().unwrap(), &b"GET"[..]),
                "{header:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_header_is_refused() {
        let long = format!("PROXY TCP4 {}\r\n", "1".repeat(200));
        let huge = [SIGNATURE, &[0x21, 0x11, 0xff, 0xff], &[0; 70_000]].concat();
        for header in [
            &b"GET / HTTP/1.1\r\n\r\n"[..],
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03aaaaaaaaaaa",
            b"PROXY TCP4 203.0.113.7\r\n",
            b"PROXY TCP4 203.0.113.700 10.0.0.1 1 2\r\n",
            b"PROXY",
            b"",
            long.as_bytes(),
            &huge,
            SIGNATURE,
        ] {
            assert!(said(header).await.0.is_err(), "{header:?}");
        }
    }
}
