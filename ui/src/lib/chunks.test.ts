import { describe, expect, it } from 'vitest';

import { PART, parts } from './chunks';

const list = (length: number): number[] => Array.from({ length }, (_, at) => at);

describe('long lists in parts', () => {
  it('loses and doubles no row of a long one', () => {
    const cut = parts(list(10_001));
    expect(cut.length).toBe(Math.ceil(10_001 / PART));
    expect(cut.flatMap(({ rows }) => rows)).toEqual(list(10_001));
    expect(cut.every(({ start, rows }) => rows[0] === start)).toBe(true);
    expect(parts(list(0))).toEqual([]);
  });
});
