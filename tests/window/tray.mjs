// The desktop's place for icons, played by tray.py.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('tray.py', import.meta.url));
/** The system's own: its packages are not in another one. */
export const PYTHON = '/usr/bin/python3';

export class Tray {
  #child;
  #lines;

  /** One on the bus of a desk. */
  static async on(desk) {
    const tray = new Tray(spawn(PYTHON, [SCRIPT], { env: desk.env, stdio: ['pipe', 'pipe', 'inherit'] }));
    const said = await tray.#next();
    if (said !== 'ready') throw new Error(`tray.py: ${said}`);
    return tray;
  }

  constructor(child) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The state of the icon; `none` where there is none. */
  icon() {
    return this.#ask('icon');
  }

  /** The labels of its menu. */
  async labels() {
    return JSON.parse(await this.#ask('labels'));
  }

  /** Chooses the entry of that place. */
  press(at) {
    return this.#ask(`press ${at}`);
  }

  close() {
    this.#child.stdin.end();
  }

  #ask(order) {
    this.#child.stdin.write(`${order}\n`);
    return this.#next();
  }

  async #next() {
    return (await this.#lines.next()).value;
  }
}
