import { describe, expect, it } from 'vitest';

import { FANOUT, INNERMOST, parts } from './chunks';

const list = (length: number): number[] => Array.from({ length }, (_, at) => at);

describe('long lists in parts', () => {
  it.each([INNERMOST, INNERMOST * FANOUT])('lose and double no row, in parts of %d', (length) => {
    const cut = parts(list(10_001), length);
    expect(cut.length).toBe(Math.ceil(10_001 / length));
    expect(cut.flatMap(({ rows }) => rows)).toEqual(list(10_001));
    expect(cut.every(({ start, rows }) => rows[0] === start)).toBe(true);
    expect(parts([], length)).toEqual([]);
  });

  it('keep the positions of the whole list in a part of a part', () => {
    const [, second] = parts(list(25), 10);
    expect(parts(second?.rows ?? [], 4, second?.start)).toEqual([
      { start: 10, rows: [10, 11, 12, 13] },
      { start: 14, rows: [14, 15, 16, 17] },
      { start: 18, rows: [18, 19] },
    ]);
  });
});
