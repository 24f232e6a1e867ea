import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Screen, SourceProgress, Step, Whole, WindowError } from '../generated/types';
import { lines, send } from './bridge';
import { WindowState } from './window.svelte';

vi.mock('./bridge', () => ({ send: vi.fn(), lines: vi.fn() }));

const source = (id: string, read: number): SourceProgress => ({
  id,
  origin: `${id}.log`,
  kind: 'omadm',
  read,
  bytes: 100,
  records: null,
  unreadable: false,
});

const start: Screen = { screen: 'start', chosen: [], device: null, reads_device: true };

let state: WindowState;
beforeEach(() => {
  state = new WindowState();
});

describe('events', () => {
  it('begin at the screen that the program gave the page', () => {
    expect(state.screen).toBeNull();
    vi.stubGlobal('firstScreen', start);
    state = new WindowState();
    vi.unstubAllGlobals();
    expect(state.screen).toEqual(start);
    const failed: Screen = { screen: 'failed', error: { code: 'internal', detail: null } };
    state.apply({ event: 'screen', screen: failed });
    expect(state.screen).toEqual(failed);
  });

  it('replaces a source of the same id and appends a new one', () => {
    state.apply({
      event: 'screen',
      screen: {
        screen: 'collecting',
        whole: { whole: 'finding' },
        steps: [],
        sources: [source('s1', 0)],
        stopping: false,
      },
    });
    const whole: Whole = { whole: 'reading', bytes: 75, total: 200, seconds_left: 35 };
    state.apply({ event: 'whole', whole });
    const steps: Step[] = [{ task: { task: 'device', source: 'linux.journal' }, done: false }];
    state.apply({ event: 'steps', steps });
    state.apply({ event: 'source', source: source('s2', 5) });
    state.apply({ event: 'source', source: source('s1', 70) });
    expect(state.screen).toEqual({
      screen: 'collecting',
      whole,
      steps,
      sources: [source('s1', 70), source('s2', 5)],
      stopping: false,
    });
  });

  it('passes over what does not belong to the screen', () => {
    state.apply({ event: 'screen', screen: start });
    state.apply({ event: 'source', source: source('s1', 1) });
    state.apply({ event: 'steps', steps: [] });
    state.apply({ event: 'whole', whole: { whole: 'finding' } });
    state.apply({ event: 'save', save: { save: 'idle' } });
    expect(state.screen).toEqual(start);
  });

  it('follows the preparing and the saving', () => {
    state.apply({ event: 'screen', screen: { screen: 'preparing', work: { bytes: 0, total: 0 } } });
    state.apply({ event: 'save', save: { save: 'idle' } });
    state.apply({ event: 'prepare', work: { bytes: 3, total: 9 } });
    expect(state.screen).toEqual({ screen: 'preparing', work: { bytes: 3, total: 9 } });
  });

  it('tells when files are held over the window', () => {
    state.apply({ event: 'hover', over: true });
    expect(state.hover).toBe(true);
  });
});

describe('commands', () => {
  const refuse = (code: WindowError['code']) => vi.mocked(send).mockResolvedValueOnce({ code, detail: null });

  it('keeps why one failed until the next one', async () => {
    refuse('not-a-file');
    await state.ask('choose_files');
    expect(state.error?.code).toBe('not-a-file');
    vi.mocked(send).mockResolvedValueOnce(null);
    await state.ask('choose_files');
    expect(state.error).toBeNull();
  });

  it('says nothing of a second click', async () => {
    refuse('not-now');
    await state.ask('collect');
    expect(state.error).toBeNull();
  });

  it('asks for lines one page at a time', async () => {
    const order: string[] = [];
    vi.mocked(lines).mockImplementation(async (item) => {
      order.push(`${item} begins`);
      await Promise.resolve();
      order.push(`${item} ends`);
      return { code: 'nothing-readable', detail: item };
    });
    const both = await Promise.all([state.lines('s1', 1, false), state.lines('s2', 1, false)]);
    expect(order).toEqual(['s1 begins', 's1 ends', 's2 begins', 's2 ends']);
    expect(both.map((answer) => 'detail' in answer && answer.detail)).toEqual(['s1', 's2']);
  });
});
