import { describe, expect, it } from 'vitest';

import type { Whole } from '../generated/types';
import { bar, left } from './whole';

const reading = (total: number | null, seconds_left: number | null): Whole => ({
  whole: 'reading',
  bytes: 30,
  total,
  seconds_left,
});
const unpacking = (seconds_left: number | null): Whole => ({
  whole: 'unpacking',
  origin: 'logs.zip',
  bytes: 3,
  total: 9,
  seconds_left,
});

describe('the whole of a collection', () => {
  it('is a part where its size is known', () => {
    expect(bar(reading(120, null))).toEqual({ value: 30, max: 120 });
    expect(bar(unpacking(null))).toEqual({ value: 3, max: 9 });
    for (const whole of [{ whole: 'finding' } as const, reading(null, null), reading(0, null)]) {
      expect(bar(whole)).toEqual({});
    }
  });

  it('has a time left where the program tells one, and says where it can not be told', () => {
    expect(left(reading(120, 35))).toBe(35);
    expect(left(reading(120, null))).toBeNull();
    expect(left(reading(null, null))).toBe('unknown');
    expect(left(unpacking(20))).toBe(20);
    expect(left(unpacking(null))).toBe('unknown');
    expect(left({ whole: 'finding' })).toBeNull();
  });
});
