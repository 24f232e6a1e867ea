// Numbers, sizes and times as a language writes them.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1000;
const SECONDS_A_MINUTE = 60;

/** A size in the largest unit that leaves at least 1. */
export function size(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** A count with the language's separators. */
export function count(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/**
 * A time of the report as the source wrote it: never moved into another zone, so that it is found in the file again.
 */
export function stamp(time: string): string {
  return time.replace('T', ' ').replace(/Z$/, ' UTC');
}

/** A moment of this device's clock, in its own zone. */
export function moment(time: string, language: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return stamp(time);
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A time span in whole minutes, or in seconds where it is less than one. */
export function duration(seconds: number, language: string): string {
  const [value, unit] =
    seconds < SECONDS_A_MINUTE ? [seconds, 'second'] : [Math.ceil(seconds / SECONDS_A_MINUTE), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Several things as the language lists them. */
export function list(items: string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}

/** The last part of a path, or of what follows `!` inside an archive. */
export function baseName(origin: string): string {
  return origin.split(/[\\/!]/).findLast((part) => part !== '') ?? origin;
}

/** The numbered lines of a remedy, without their numbers. */
export function steps(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*\d+\.\s*/, '').trim())
    .filter((line) => line !== '');
}

/**
 * Text out of a log with its invisible characters shown: controls, and what reorders or hides text (bidirectional
 * controls, zero-width characters, tags). Line breaks and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, '\uFFFD');
}

const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
