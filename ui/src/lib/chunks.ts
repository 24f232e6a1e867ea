// Long lists in parts, and parts of those: only what is near the view is on the page.

/** Lists up to this many rows are on the page as a whole. */
export const WHOLE = 200;
/** Rows of an innermost part: as many as can be made within a frame, where a row is a card of sentences. */
export const INNERMOST = 4;
/** Parts that make up the next larger one: so the page never has many boxes to lay out as it scrolls. */
export const FANOUT = 12;

export interface Part<T> {
  /** Position of the first row in the list. */
  start: number;
  rows: T[];
}

/** A list in parts of up to `length` rows, in order; its first row has position `first`. */
export function parts<T>(rows: T[], length: number, first = 0): Part<T>[] {
  const out: Part<T>[] = [];
  for (let start = 0; start < rows.length; start += length) {
    out.push({ start: first + start, rows: rows.slice(start, start + length) });
  }
  return out;
}
