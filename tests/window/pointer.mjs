// The pointer and the keyboard of a desk, as the X server has them: what no driver hands to the page.

import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { PYTHON } from './tray.mjs';

const SOURCE = fileURLToPath(new URL('drag.py', import.meta.url));
/** Where files are dragged from: beside the window, which is put into the corner. */
const FROM = { left: 1200, top: 40, size: 120 };
/** A pointer that goes so far with its button down drags something. */
const STEPS = 4;
const STEP = 12;

/** Does something with the pointer or the keyboard. */
export function xdotool(desk, ...args) {
  return execFileSync('xdotool', args.map(String), { env: desk.env, encoding: 'utf8' });
}

/** The window of the program, as the window manager shows it; nothing where it shows none. */
export function visibleWindow(desk) {
  try {
    return xdotool(desk, 'search', '--onlyvisible', '--name', '^Scepscope$').trim().split('\n').at(-1);
  } catch {
    return undefined; // It finds none.
  }
}

/** Drags a file from another program over the window; what it gives drops it. */
export async function drag(desk, path, [x, y], meanwhile) {
  const args = [SOURCE, path, FROM.left, FROM.top, FROM.size];
  const child = spawn(PYTHON, args.map(String), { env: desk.env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async (word) => {
    const { value } = await lines.next();
    if (value !== word) throw new Error(`drag.py: ${value} instead of ${word}`);
  };
  try {
    await heard('ready');
    const [left, top] = [FROM.left + FROM.size / 2, FROM.top + FROM.size / 2];
    xdotool(desk, 'mousemove', left, top, 'mousedown', 1);
    for (let step = 1; step <= STEPS; step += 1) xdotool(desk, 'mousemove', left - step * STEP, top);
    await heard('begin');
    for (const by of [STEP, 0]) xdotool(desk, 'mousemove', x + by, y + by);
    await meanwhile();
    xdotool(desk, 'mouseup', 1);
    await heard('end');
  } finally {
    child.kill();
  }
}
