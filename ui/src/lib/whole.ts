// How far a collection is as a whole, in the form in which a page shows it.

import type { Whole } from '../generated/types';

/** What a progress bar shows; without both it shows that something goes on. */
export function bar(whole: Whole): { value?: number; max?: number } {
  if (whole.whole === 'finding' || !whole.total) return {};
  return { value: whole.bytes, max: whole.total };
}

/** The seconds that are left, of one archive while it is unpacked; `unknown` where that can't be told, and nothing where there is
 * nothing to tell. */
export function left(whole: Whole): number | 'unknown' | null {
  if (whole.whole === 'unpacking') return whole.seconds_left ?? 'unknown';
  if (whole.whole === 'finding') return null;
  return whole.total === null ? 'unknown' : whole.seconds_left;
}
