// The other side: an administrator's keys, links and receiver.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { end } from './desk.mjs';
import { freePort, until } from './webdriver.mjs';

export class Administrator {
  #program;
  #keys;
  #inbox;
  #receiver = null;

  /** One with keys of its own in `folder`, and a port that nothing listens on yet. */
  static async at(folder, programs) {
    return new Administrator(folder, programs, await freePort());
  }

  constructor(folder, programs, port) {
    this.#program = join(programs, 'scepscope-admin');
    this.#keys = join(folder, 'keys');
    this.#inbox = join(folder, 'inbox');
    this.port = port;
    mkdirSync(this.#inbox);
    this.#run('keys', 'new', '--out', this.#keys, '--issuer', 'Contoso helpdesk');
    const key = execFileSync('ssh-keygen', ['-lf', join(this.#keys, 'link-key.pub')], { encoding: 'utf8' });
    this.fingerprint = key.split(' ')[1];
  }

  /** A link for a case: its https and its scheme form. The device asks the SCEP server as well where that is given. */
  link(name, server) {
    const upload = `tus+http://127.0.0.1:${this.port}/files/`;
    const out = this.#run(
      ...['link', 'new', '--keys', this.#keys, '--collect', 'all', '--upload', upload, '--case', name],
      ...(server ? ['--scep-url', server] : []),
    );
    return out.trim().split('\n');
  }

  /** Begins to listen. */
  async receive() {
    const listen = ['--inbox', this.#inbox, '--keys', this.#keys, '--listen', `127.0.0.1:${this.port}`];
    this.#receiver = spawn(this.#program, ['receive', ...listen], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let said = '';
    this.#receiver.stdout.on('data', (data) => (said += data));
    await until('the receiver listens', () => said.includes('tus+http'));
  }

  /** The bundles that have arrived. */
  inbox() {
    return readdirSync(this.#inbox).filter((name) => name.startsWith('scepscope-'));
  }

  async close() {
    if (this.#receiver) await end(this.#receiver);
  }

  #run(...args) {
    return execFileSync(this.#program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }
}
