//! One route of poem that answers a text.

use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{Route, Server, get, handler};

#[handler]
fn hello() -> &'static str {
    "hello"
}

#[tokio::main]
async fn main() -> Result<(), std::io::Error> {
    let listening = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    for address in listening.local_addr().iter().filter_map(|address| address.as_socket_addr()) {
        println!("bare on {address}");
    }
    Server::new_with_acceptor(listening).run(Route::new().at("/hello", get(hello))).await
}
