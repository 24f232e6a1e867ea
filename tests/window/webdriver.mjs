// A WebDriver client of the few calls that the window test needs.

import { createServer } from 'node:net';

/** The key under which WebDriver hands out elements. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** How long a condition may take before the test fails, in milliseconds. */
export const PATIENCE_MS = 30_000;
/** How long to wait before a condition is looked at again. */
const PAUSE_MS = 50;

/** Calls `look` until it gives something true; fails with `what` when that takes too long. */
export async function until(what, look, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const value = await look();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${patience} ms in vain until ${what}${last ? ` (${last.message})` : ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

export class Session {
  #base;

  constructor(server, id) {
    this.#base = `${server}/session/${id}`;
  }

  static async open(server, application, args) {
    const options = { application, args };
    const body = {
      capabilities: {
        alwaysMatch: { browserName: 'wry', 'tauri:options': options },
      },
    };
    const { sessionId } = await call('POST', `${server}/session`, body);
    return new Session(server, sessionId);
  }

  /** The web view alone, without the program around it. */
  static async browse(server, binary) {
    const options = { binary, args: ['--automation'] };
    const body = {
      capabilities: { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } },
    };
    const { sessionId } = await call('POST', `${server}/session`, body);
    return new Session(server, sessionId);
  }

  /** Opens an address. */
  go(url) {
    return call('POST', `${this.#base}/url`, { url });
  }

  /** Goes on inside a frame, until another address is opened. */
  async enter(selector) {
    await call('POST', `${this.#base}/frame`, { id: { [ELEMENT]: await this.find(selector) } });
  }

  close() {
    return call('DELETE', this.#base);
  }

  /** Runs `body`, a function or the text of one, in the page; `arguments` are `args`. */
  run(body, ...args) {
    const script = typeof body === 'function' ? `return (${body})(...arguments)` : body;
    return call('POST', `${this.#base}/execute/sync`, { script, args });
  }

  /** Runs `body` in the page and waits until it calls its last argument. */
  wait(body, ...args) {
    return call('POST', `${this.#base}/execute/async`, { script: body, args });
  }

  /** The one element of a CSS selector, once it is there. */
  find(selector) {
    return until(`${selector} is there`, async () => {
      const found = await call('POST', `${this.#base}/elements`, {
        using: 'css selector',
        value: selector,
      });
      return found.length > 0 && found[0][ELEMENT];
    });
  }

  async text(selector) {
    const text = await call('GET', `${this.#base}/element/${await this.find(selector)}/text`);
    return text.replaceAll(/\s+/g, ' ').trim();
  }

  async click(selector) {
    await call('POST', `${this.#base}/element/${await this.find(selector)}/click`, {});
  }

  /** Presses keys in the element that has the focus. */
  async press(...keys) {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await call('POST', `${this.#base}/actions`, {
      actions: [{ type: 'key', id: 'keys', actions }],
    });
  }

  /** Gives the window a size, and waits until the page has it. */
  async size(width, height) {
    await call('POST', `${this.#base}/window/rect`, { width, height });
    const fits = async () =>
      await this.run('return innerWidth <= arguments[0] && innerHeight >= arguments[1] - 100', width, height);
    await until('the page has its size', fits);
  }

  /** A PNG of what the window shows, once it is painted. */
  async screenshot() {
    await this.wait('requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](true)))');
    return Buffer.from(await call('GET', `${this.#base}/screenshot`), 'base64');
  }
}

/** Asks a driver; what it answers. */
export async function call(method, url, body, patience = PATIENCE_MS) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patience),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${value?.error}: ${value?.message}`);
  return value;
}

/** A port that nothing listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
