//! One run: what is known is taken over, what is new is read.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use scepscope_bundle::Cancel;
use scepscope_model::{FLEET_SCHEMA, FleetSummary, Tool};

use crate::columns;
use crate::error::FleetError;
use crate::examine::{Trust, TrustBasis, examine, is_passing};
use crate::inbox::{Found, Inbox};
use crate::limits::{BATCH, MAX_BUNDLES, MAX_WORKERS};
use crate::row::Row;
use crate::sums::Sums;
use crate::table::{Earlier, TableWriter};
use crate::text;

/// How a table is made.
#[derive(Debug)]
pub struct FleetOptions<'a> {
    /// What bundles are checked and opened with; its `now` is also the last day of the counts over time.
    pub trust: Trust<'a>,
    /// Names it: an earlier table of another basis is made anew.
    pub basis: TrustBasis,
    /// How many bundles are read at the same time; at most [`MAX_WORKERS`].
    pub workers: usize,
    /// The program, for the summary.
    pub tool: Tool,
    /// Ends the run.
    pub cancel: &'a Cancel,
}

/// Brings the table at `table` up to date with `inbox`, and gives the sums. Without a table everything is read and
/// only the sums are given.
///
/// The table is replaced as a whole, at the end. A bundle that is no longer in the inbox leaves it.
///
/// # Errors
/// [`FleetError`]; the earlier table is as it was then.
pub fn update(
    inbox: &dyn Inbox,
    table: Option<&Path>,
    options: &FleetOptions<'_>,
) -> Result<FleetSummary, FleetError> {
    let earlier = match table {
        Some(path) => Earlier::open(path)?,
        None => None,
    };
    let mut wanted = list(inbox)?;
    let bundles = wanted.len() as u64;
    let mut output = Output {
        writer: table.map(|path| TableWriter::create(path, &options.basis)).transpose()?,
        sums: Sums::new(options.trust.now),
    };
    let taken = match (earlier, table) {
        (Some(earlier), Some(path)) if earlier.basis == options.basis => {
            take_over(earlier, path, &mut wanted, &mut output, options.cancel)?
        }
        _ => Taken::default(),
    };
    let mut news: Vec<Found> = wanted.into_values().collect();
    news.sort();
    for batch in news.chunks(BATCH) {
        for row in read(inbox, batch, options)? {
            output.add(row)?;
        }
    }
    if let Some(writer) = output.writer {
        writer.finish()?;
    }
    let totals = output.sums.finish();
    debug_assert_eq!(totals.bundles, bundles);
    let [outcomes, steps, causes, servers, systems, versions] = totals.answers;
    Ok(FleetSummary {
        schema: FLEET_SCHEMA.to_owned(),
        tool: options.tool.clone(),
        inbox: inbox.name().to_owned(),
        bundles,
        read: news.len() as u64,
        kept: taken.kept,
        gone: taken.gone,
        rows: totals.rows,
        states: totals.states,
        faults: totals.faults,
        devices: totals.devices,
        outcomes,
        steps,
        causes,
        servers,
        systems,
        versions,
        days: totals.days,
        other_days: totals.other_days,
    })
}

struct Output {
    writer: Option<TableWriter>,
    sums: Sums,
}

impl Output {
    fn add(&mut self, row: Row) -> Result<(), FleetError> {
        self.sums.count(&row);
        self.writer.as_mut().map_or(Ok(()), |writer| writer.add(row))
    }
}

/// What is in the inbox, by the name that the table has for it.
fn list(inbox: &dyn Inbox) -> Result<HashMap<String, Found>, FleetError> {
    let mut wanted = HashMap::new();
    let mut surplus = false;
    inbox
        .list(&mut |found| {
            if wanted.len() < MAX_BUNDLES {
                wanted.insert(text::source(&found.name), found);
            } else {
                surplus = true;
            }
        })
        .map_err(|error| FleetError::Inbox { inbox: inbox.name().to_owned(), detail: error.to_string() })?;
    if surplus {
        return Err(FleetError::TooMany { limit: MAX_BUNDLES });
    }
    Ok(wanted)
}

#[derive(Default)]
struct Taken {
    kept: u64,
    gone: u64,
}

/// Takes over the rows of bundles that are as they were. They are no longer wanted then.
fn take_over(
    earlier: Earlier,
    path: &Path,
    wanted: &mut HashMap<String, Found>,
    output: &mut Output,
    cancel: &Cancel,
) -> Result<Taken, FleetError> {
    let mut taken = Taken::default();
    // The rows of one bundle stand together: only the first decides.
    let mut current: Option<(String, bool)> = None;
    for row in earlier {
        if cancel.is_cancelled() {
            return Err(FleetError::Cancelled);
        }
        let row =
            row.map_err(|error| FleetError::OtherFile { path: path.to_owned(), detail: error.to_string() })?;
        let source = row.text(columns::SOURCE).unwrap_or_default();
        let keep = match &current {
            Some((name, keep)) if name == source => *keep,
            _ => {
                let version = row.text(columns::SOURCE_VERSION);
                let same = wanted
                    .get(source)
                    .is_some_and(|found| Some(text::cell(&found.version).as_str()) == version);
                let keep = same && !is_passing(&row);
                if keep {
                    wanted.remove(source);
                    taken.kept += 1;
                } else if !same {
                    taken.gone += 1;
                }
                current = Some((source.to_owned(), keep));
                keep
            }
        };
        if keep {
            output.add(row)?;
        }
    }
    Ok(taken)
}

/// Reads one batch on several threads; the rows come in the order of the batch.
fn read(inbox: &dyn Inbox, batch: &[Found], options: &FleetOptions<'_>) -> Result<Vec<Row>, FleetError> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<Row>)>> = Mutex::new(Vec::with_capacity(batch.len()));
    let workers = options.workers.clamp(1, MAX_WORKERS).min(batch.len());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while !options.cancel.is_cancelled() {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(found) = batch.get(at) else { break };
                    let rows = examine(inbox, found, options.trust);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, rows));
                }
            });
        }
    });
    if options.cancel.is_cancelled() {
        return Err(FleetError::Cancelled);
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().flat_map(|(_, rows)| rows).collect())
}
