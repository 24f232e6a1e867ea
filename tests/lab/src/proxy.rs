//! A reverse proxy that does harm: it stands between a client and one server, and decides for each request.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::http::{Head, read_body};

/// What happens to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Goes through.
    Pass,
    /// The connection is cut before a byte goes through.
    CutAtOnce,
    /// The head's first bytes go through.
    CutHead(usize),
    /// The head and the body's first bytes go through.
    CutBody(u64),
    /// The body's byte at this offset is another one when it arrives.
    Damage(u64),
    /// The server gets everything and acts on it; its answer is lost.
    LoseAnswer,
    /// The answer's first bytes come back.
    CutAnswer(usize),
    /// The server sees nothing; this answer comes in its place, once the request was read.
    Answer(Vec<u8>),
    /// The server sees nothing, and no answer comes.
    Stall(Duration),
    /// The answer's head is changed: every occurrence of the first text becomes the second.
    Edit(String, String),
}

/// An answer of a status without more.
pub fn status(code: u16, fields: &str) -> Act {
    Act::Answer(format!("HTTP/1.1 {code} Fault\r\n{fields}Content-Length: 0\r\n\r\n").into_bytes())
}

/// A page in place of an answer.
pub fn page(code: u16) -> Act {
    let body = "<!DOCTYPE html><html><body>Please sign in to this network</body></html>";
    let length = body.len();
    let head = format!("HTTP/1.1 {code} OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n");
    Act::Answer(format!("{head}{body}").into_bytes())
}

type Decide = Box<dyn FnMut(&Head) -> Act + Send>;

/// The proxy. Its threads end with the test.
pub struct Proxy {
    address: SocketAddr,
    decide: Arc<Mutex<Decide>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy in front of `server` (`127.0.0.1:PORT`) that lets everything through until told otherwise.
    pub fn before(server: &str) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let decide: Arc<Mutex<Decide>> = Arc::new(Mutex::new(Box::new(|_: &Head| Act::Pass)));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let proxy = Proxy { address, decide: decide.clone(), seen: seen.clone() };
        let server = server.to_owned();
        std::thread::spawn(move || {
            for client in listener.incoming().filter_map(Result::ok) {
                let (server, decide, seen) = (server.clone(), decide.clone(), seen.clone());
                // What a cut connection says is what was wanted.
                std::thread::spawn(move || drop(serve(client, &server, &decide, &seen)));
            }
        });
        proxy
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Decides anew from here on.
    pub fn decide(&self, decide: impl FnMut(&Head) -> Act + Send + 'static) {
        *self.decide.lock().unwrap() = Box::new(decide);
        self.seen.lock().unwrap().clear();
    }

    /// One act for the first request that `fits`; everything else goes through.
    pub fn once(&self, fits: impl Fn(&Head) -> bool + Send + 'static, act: Act) {
        let mut act = Some(act);
        self.decide(move |head| if fits(head) { act.take().unwrap_or(Act::Pass) } else { Act::Pass });
    }

    /// The requests since the last decision: method and path.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(
    mut client: TcpStream,
    server: &str,
    decide: &Mutex<Decide>,
    seen: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut upstream: Option<TcpStream> = None;
    client.set_nodelay(true)?;
    while let Some(head) = Head::read(&mut client)? {
        seen.lock().unwrap().push(format!("{} {}", head.method(), head.path()));
        let act = (decide.lock().unwrap())(&head);
        match act {
            Act::CutAtOnce => return client.shutdown(Shutdown::Both),
            Act::Answer(answer) => {
                io::copy(&mut (&mut client).take(head.length()), &mut io::sink())?;
                client.write_all(&answer)?;
                continue;
            }
            Act::Stall(time) => {
                std::thread::sleep(time);
                return client.shutdown(Shutdown::Both);
            }
            _ => {}
        }
        let stream = match upstream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(server)?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        let stream = upstream.insert(stream);
        if let Act::CutHead(bytes) = act {
            stream.write_all(&head.raw[..bytes.min(head.raw.len() - 1)])?;
            stream.shutdown(Shutdown::Both)?;
            return client.shutdown(Shutdown::Both);
        }
        stream.write_all(&head.raw)?;
        let wanted = if let Act::CutBody(bytes) = act { bytes.min(head.length()) } else { head.length() };
        let sent = match act {
            Act::Damage(at) if at < wanted => {
                let before = io::copy(&mut (&mut client).take(at), stream)?;
                let mut byte = [0];
                client.read_exact(&mut byte)?;
                stream.write_all(&[byte[0] ^ 1])?;
                before + 1 + io::copy(&mut (&mut client).take(wanted - at - 1), stream)?
            }
            _ => io::copy(&mut (&mut client).take(wanted), stream)?,
        };
        if sent < wanted || matches!(act, Act::CutBody(_)) {
            // Closed in the order of a lost client: what was sent arrives, then nothing more.
            stream.shutdown(Shutdown::Write)?;
            client.shutdown(Shutdown::Both)?;
            let _ = io::copy(stream, &mut io::sink());
            return Ok(());
        }
        let mut answer = Head::read(stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        while answer.status() == 100 {
            answer = Head::read(stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        }
        let body = read_body(&answer, head.method(), stream)?;
        match act {
            Act::LoseAnswer => return client.shutdown(Shutdown::Both),
            Act::CutAnswer(bytes) => {
                client.write_all(&answer.raw[..bytes.min(answer.raw.len() - 1)])?;
                return client.shutdown(Shutdown::Both);
            }
            Act::Edit(from, to) => {
                let changed = String::from_utf8_lossy(&answer.raw).replace(&from, &to);
                client.write_all(changed.as_bytes())?;
            }
            _ => client.write_all(&answer.raw)?,
        }
        client.write_all(&body)?;
        if answer.field("connection").is_some_and(|c| c.eq_ignore_ascii_case("close")) {
            return client.shutdown(Shutdown::Both);
        }
    }
    Ok(())
}
