//! An archive: a file of some kind with files in it.

use std::io::{self, BufReader, Read, Seek};

use crate::detect::is_tar_header;
use crate::fault::Fault;
use crate::pass::Pass;
use crate::{Ended, Entries, HEAD_BYTES, Kind, Limits, Visitor, cab, detect, gzip, tarball, zipfile};

/// Bytes that are read ahead of a stream.
const BUFFER: usize = 64 << 10;

/// An archive whose entries can be walked again and again.
///
/// Opening reads only the first bytes. Whether the archive is sound shows when it is walked.
#[derive(Debug)]
pub struct Archive<R> {
    input: R,
    kind: Kind,
    limits: Limits,
}

impl<R: Read + Seek + Send> Archive<R> {
    /// Recognises an archive by its content; `None` where it is none. Reads from the start, wherever `input` stands.
    ///
    /// # Errors
    /// What reading the first bytes gives.
    pub fn open(mut input: R, limits: Limits) -> io::Result<Option<Archive<R>>> {
        let head = head_of(&mut input)?;
        let kind = match detect(&head) {
            None => return Ok(None),
            Some(Kind::Gzip) => {
                input.rewind()?;
                let mut inside = Vec::new();
                // Damage shows when it is walked.
                let _ = gzip::Inflated::new(BufReader::new(&mut input), limits)
                    .take(HEAD_BYTES as u64)
                    .read_to_end(&mut inside);
                if is_tar_header(&inside) { Kind::TarGz } else { Kind::Gzip }
            }
            Some(kind) => kind,
        };
        Ok(Some(Archive { input, kind, limits }))
    }

    /// The input again.
    pub fn into_inner(self) -> R {
        self.input
    }
}

fn head_of(input: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    input.rewind()?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    input.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

impl<R: Read + Seek + Send> Entries for Archive<R> {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn each(&mut self, visitor: &mut dyn Visitor) -> Ended {
        let input = &mut self.input;
        let length = input.seek(io::SeekFrom::End(0)).and_then(|length| input.rewind().map(|()| length));
        let length = match length {
            Ok(length) => length,
            Err(error) => return Pass::new(visitor, self.limits, None).fail(Fault::of(&error)),
        };
        let mut pass = Pass::new(visitor, self.limits, Some(length));
        let walked = match self.kind {
            Kind::Zip => zipfile::walk(input, &mut pass),
            Kind::Cab => cab::walk(input, &mut pass),
            Kind::Gzip => gzip::walk(BufReader::with_capacity(BUFFER, input), &mut pass),
            Kind::TarGz => {
                let limits = self.limits;
                let mut inflated = gzip::Inflated::new(BufReader::with_capacity(BUFFER, input), limits);
                tarball::walk(&mut inflated, &mut pass).and_then(|()| inflated.finish(&mut pass))
            }
            Kind::Tar | Kind::Folder => {
                tarball::walk(&mut BufReader::with_capacity(BUFFER, input), &mut pass)
            }
        };
        match walked {
            Ok(()) => Ended::Complete,
            Err(ended) => ended,
        }
    }
}
