// Long lists in parts: only those near the view are on the page.

/** Lists up to this many rows are on the page as a whole. */
export const WHOLE = 200;
/** Rows of one part of a longer list. */
export const PART = 50;

export interface Part<T> {
  /** Position of the first row in the list. */
  start: number;
  rows: T[];
}

/** A list in parts of {@link PART} rows, in order. */
export function parts<T>(rows: T[]): Part<T>[] {
  const out: Part<T>[] = [];
  for (let start = 0; start < rows.length; start += PART) {
    out.push({ start, rows: rows.slice(start, start + PART) });
  }
  return out;
}
