//! The Parquet file: written row group by row group, read back row by row.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::{Field, reader::RowIter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::TypePtr;
use tempfile::NamedTempFile;

use crate::columns::{COLUMNS, REQUIRED, message_type};
use crate::error::FleetError;
use crate::examine::TrustBasis;
use crate::row::{Cell, Row};

/// Rows of one row group: enough for good compression, few enough that holding them (about 2 KiB each) takes little of the memory
/// that a small table takes, too.
const ROW_GROUP_ROWS: usize = 2048;

/// The key of the file's metadata under which the trust basis stands.
const BASIS_KEY: &str = "scepscope.fleet.basis";

fn schema() -> Result<TypePtr, ParquetError> {
    parse_message_type(&message_type()).map(Arc::new)
}

/// An earlier table.
pub(crate) struct Earlier {
    rows: RowIter<'static>,
    /// What its bundles were checked with.
    pub(crate) basis: TrustBasis,
}

impl Earlier {
    /// Opens the table at `path`; none where nothing is there.
    pub(crate) fn open(path: &Path) -> Result<Option<Earlier>, FleetError> {
        let other = |detail: String| FleetError::OtherFile { path: path.to_owned(), detail };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(FleetError::Table { path: path.to_owned(), detail: error.to_string() }),
        };
        let reader = SerializedFileReader::new(file).map_err(|e| other(e.to_string()))?;
        let metadata = reader.metadata().file_metadata();
        let own = schema().map_err(|e| other(e.to_string()))?;
        if metadata.schema() != own.as_ref() {
            return Err(other("its columns are others".to_owned()));
        }
        let pairs = metadata.key_value_metadata().into_iter().flatten();
        let basis = pairs.filter(|pair| pair.key == BASIS_KEY).find_map(|pair| pair.value.clone());
        let rows = RowIter::from_file_into(Box::new(reader));
        Ok(Some(Earlier { rows, basis: TrustBasis(basis.unwrap_or_default()) }))
    }
}

impl Iterator for Earlier {
    type Item = Result<Row, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next().map(|read| {
            let read = read?;
            let mut row = Row::new();
            for (at, (_, field)) in read.get_column_iter().enumerate() {
                let cell = match field {
                    Field::Null => Cell::Null,
                    Field::Str(text) => Cell::Text(text.clone()),
                    Field::Long(number) => Cell::Number(*number),
                    Field::Bool(truth) => Cell::Truth(*truth),
                    Field::TimestampMicros(micros) => Cell::Time(*micros),
                    _ => return Err(ParquetError::General("a value of another kind".to_owned())),
                };
                row.put(at, cell);
            }
            Ok(row)
        })
    }
}

/// A table in the making. Nobody sees it before it is complete.
pub(crate) struct TableWriter {
    path: PathBuf,
    writer: SerializedFileWriter<NamedTempFile>,
    waiting: Vec<Row>,
}

impl TableWriter {
    pub(crate) fn create(path: &Path, basis: &TrustBasis) -> Result<TableWriter, FleetError> {
        let failed = |detail: String| FleetError::Table { path: path.to_owned(), detail };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|e| failed(e.to_string()))?;
        let basis = KeyValue::new(BASIS_KEY.to_owned(), basis.0.clone());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("scepscope-fleet ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(vec![basis]))
            .build();
        let schema = schema().map_err(|e| failed(e.to_string()))?;
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties))
            .map_err(|e| failed(e.to_string()))?;
        Ok(TableWriter { path: path.to_owned(), writer, waiting: Vec::new() })
    }

    pub(crate) fn add(&mut self, row: Row) -> Result<(), FleetError> {
        self.waiting.push(row);
        if self.waiting.len() >= ROW_GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> FleetError {
        FleetError::Table { path: self.path.clone(), detail: error.to_string() }
    }

    fn write_group(&mut self) -> Result<(), FleetError> {
        let rows = std::mem::take(&mut self.waiting);
        if rows.is_empty() {
            return Ok(());
        }
        let written = write_group(&mut self.writer, &rows);
        written.map_err(|error| self.failed(&error))
    }

    /// Completes the table and gives it its name; an earlier one is replaced as a whole.
    pub(crate) fn finish(mut self) -> Result<(), FleetError> {
        self.write_group()?;
        let path = self.path.clone();
        let failed = |detail: String| FleetError::Table { path: path.clone(), detail };
        let file = self.writer.into_inner().map_err(|e| failed(e.to_string()))?;
        file.as_file().sync_all().map_err(|e| failed(e.to_string()))?;
        file.persist(&path).map_err(|e| failed(e.error.to_string()))?;
        Ok(())
    }
}

fn write_group(writer: &mut SerializedFileWriter<NamedTempFile>, rows: &[Row]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for at in 0..COLUMNS.len() {
        let Some(mut column) = group.next_column()? else { break };
        let cells = || rows.iter().map(|row| row.cell(at));
        let levels: Vec<i16> = cells().map(|cell| i16::from(*cell != Cell::Null)).collect();
        let levels = (at >= REQUIRED).then_some(levels.as_slice());
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(typed) => {
                let text = |cell: &Cell| match cell {
                    Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                    _ => None,
                };
                let values: Vec<ByteArray> = cells().filter_map(text).collect();
                typed.write_batch(&values, levels, None)?;
            }
            ColumnWriter::Int64ColumnWriter(typed) => {
                let number = |cell: &Cell| match cell {
                    Cell::Number(number) | Cell::Time(number) => Some(*number),
                    _ => None,
                };
                let values: Vec<i64> = cells().filter_map(number).collect();
                typed.write_batch(&values, levels, None)?;
            }
            ColumnWriter::BoolColumnWriter(typed) => {
                let truth = |cell: &Cell| match cell {
                    Cell::Truth(truth) => Some(*truth),
                    _ => None,
                };
                let values: Vec<bool> = cells().filter_map(truth).collect();
                typed.write_batch(&values, levels, None)?;
            }
            _ => return Err(ParquetError::General("a column of another kind".to_owned())),
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}
