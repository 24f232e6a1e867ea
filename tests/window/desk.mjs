// A desk for the window: a display and tauri-driver, in a D-Bus session of its own and with a home of its own.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort, until } from './webdriver.mjs';

/** Where `cargo install` puts tauri-driver, when PATH does not name it. */
const CARGO_BIN = join(homedir(), '.cargo', 'bin');
/** A session bus that starts nothing by itself. */
const BUS = fileURLToPath(new URL('bus.conf', import.meta.url));
const MANAGER = fileURLToPath(new URL('openbox.xml', import.meta.url));
/** What an icon on the desktop is made with, by every name that it is looked for. */
const ICON_LIBRARIES = ['libayatana-appindicator3.so', 'libappindicator3.so'].flatMap((name) => [
  name,
  `${name}.1`,
]);
/** Somebody whose address must not leave. */
export const PERSON = 'maria.huber@contoso.example';
/** The display: larger than the largest window of the test. */
const SCREEN = '1400x2400x24';

/** Fails with a clear word when one of `tools` is not installed. */
export function needTools(tools) {
  const missing = Object.entries(tools).filter(
    ([tool]) =>
      spawnSync('sh', ['-c', 'command -v "$1"', 'sh', tool], {
        env: environment(),
      }).status !== 0,
  );
  if (missing.length > 0) {
    throw new Error(`missing: ${missing.map(([tool, from]) => `${tool} (${from})`).join(', ')}`);
  }
}

function environment() {
  return {
    ...process.env,
    PATH: `${process.env.PATH ?? ''}${delimiter}${CARGO_BIN}`,
  };
}

/** How GTK enlarges by whole numbers, and by others. */
const SCALES = { 1: {}, 1.25: { GDK_DPI_SCALE: '1.25' }, 2: { GDK_SCALE: '2' } };

/**
 * A desk; `dark` asks for dark colours, `scale` for a display of 125 % or 200 %, `language` for that of the system, `managed` for a
 * window manager, which gives the window the focus and can close it, `iconless` for a system without the library for icons.
 */
export async function openDesk({ dark, scale = 1, language, managed, iconless }) {
  const home = mkdtempSync(join(tmpdir(), 'scepscope-window-'));
  const children = [];
  const close = async () => {
    for (const child of children.reverse()) await end(child);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const display = await openDisplay(children);
    const [port, nativePort] = [await freePort(), await freePort()];
    const driver = ['tauri-driver', '--port', String(port), '--native-port', String(nativePort)];
    const env = {
      ...environment(),
      ...dirs(home),
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: await openBus(children),
      SCEPSCOPE_TEST_POLICY: policy(home),
      SCEPSCOPE_JOURNAL: journal(home),
      NO_AT_BRIDGE: '1',
      GDK_BACKEND: 'x11',
      LANG: 'C.UTF-8',
      ...SCALES[scale],
    };
    if (language) env.LANGUAGE = language;
    if (iconless) env.LD_LIBRARY_PATH = unusable(home, ICON_LIBRARIES);
    if (managed) await openManager(children, env);
    if (dark) env.GTK_THEME = 'Adwaita:dark';
    // In a process group of its own, so that what the driver started ends with it.
    children.push(spawn(driver[0], driver.slice(1), { env, stdio: 'ignore', detached: true }));
    const server = `http://127.0.0.1:${port}`;
    await until('tauri-driver answers', async () => (await fetch(`${server}/status`)).status > 0);
    return { server, browsers: `http://127.0.0.1:${nativePort}`, home, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The user's folders below `home`: the test must neither find nor leave a key in the real ones. */
function dirs(home) {
  const kept = {
    HOME: 'home',
    XDG_DATA_HOME: 'data',
    XDG_CONFIG_HOME: 'config',
    XDG_CACHE_HOME: 'cache',
    XDG_STATE_HOME: 'state',
  };
  const made = Object.entries(kept).map(([name, folder]) => [name, join(home, folder)]);
  for (const [, folder] of made) mkdirSync(folder);
  return Object.fromEntries(made);
}

/** What the device's management says: links may lead to this machine, and their keys are confirmed by the user. */
function policy(home) {
  const path = join(home, 'policy.json');
  writeFileSync(path, JSON.stringify({ AllowLoopback: true }));
  return path;
}

/** The device's own log: the broker looks for the server of an enrolment in vain, and another service is of no concern. */
function journal(home) {
  const folder = join(home, 'journal');
  mkdirSync(folder);
  const now = Date.now() * 1000;
  const entries = [
    ['intune-portal', `signed in as ${PERSON}`],
    ['intune-portal', 'could not register: the device is not enrolled'],
    ['sshd', 'of no concern'],
  ];
  const text = entries.map(
    ([who, message], at) =>
      `__REALTIME_TIMESTAMP=${now + at}\nPRIORITY=6\nSYSLOG_IDENTIFIER=${who}\nMESSAGE=${message}\n\n`,
  );
  writeFileSync(join(folder, 'entries.export'), text.join(''));
  const tool = ['/lib/systemd/systemd-journal-remote', '/usr/lib/systemd/systemd-journal-remote'].find(
    existsSync,
  );
  if (!tool) throw new Error('missing: systemd-journal-remote (Debian systemd-journal-remote)');
  execFileSync(tool, ['-o', join(folder, 'system.journal'), join(folder, 'entries.export')], {
    stdio: 'ignore',
  });
  return folder;
}

/** A folder with these libraries, none of which can be loaded. */
function unusable(home, libraries) {
  const folder = join(home, 'unusable');
  mkdirSync(folder);
  for (const name of libraries) writeFileSync(join(folder, name), 'no library');
  return folder;
}

/** A window manager, once it manages. */
async function openManager(children, env) {
  const manages = join(env.HOME, 'manages');
  const args = ['--sm-disable', '--config-file', MANAGER, '--startup', `touch ${manages}`];
  children.push(spawn('openbox', args, { env, stdio: 'ignore', detached: true }));
  await until('the window manager manages', () => existsSync(manages));
}

/** A session bus; its address. */
async function openBus(children) {
  const bus = ['dbus-daemon', `--config-file=${BUS}`, '--nofork', '--print-address=3'];
  return (await firstLine('the bus names its address', children, bus)).trim();
}

/** An Xvfb on a display that it finds free itself. */
async function openDisplay(children) {
  const xvfb = ['Xvfb', '-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'];
  return `:${(await firstLine('Xvfb names its display', children, xvfb)).trim()}`;
}

/** Starts a program; what it says first on its descriptor 3. */
async function firstLine(what, children, [program, ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  children.push(child);
  let said = '';
  child.stdio[3].on('data', (data) => (said += data));
  await until(what, () => said.includes('\n'));
  return said;
}

/** Ends a child and everything in its process group. */
export function end(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.pid === undefined) return resolve();
    child.once('exit', resolve);
    process.kill(-child.pid, 'SIGTERM');
  });
}
