// The real window under test: built, opened on a display of its own, used as a person would, looked at from outside.
// Screenshots go to target/window-test/.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { focus, violations } from './accessible.mjs';
import { needTools, openDesk, PERSON } from './desk.mjs';
import { Administrator } from './administrator.mjs';
import { drag, visibleWindow, xdotool } from './pointer.mjs';
import { misfits, PSEUDO, speak } from './pseudo.mjs';
import { sentence } from './sentences.mjs';
import { Tray } from './tray.mjs';
import { PATIENCE_MS, Session, until } from './webdriver.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const SHOTS = join(ROOT, 'target', 'window-test');
const CASES = join(ROOT, 'tests', 'data', 'cases');
const APP = join(TARGET, 'debug', 'scepscope-app');
const WIDE = [1100, 900];
const PHONE = [360, 900];
/** What WCAG 2.2 asks of what shows the focus (1.4.11). */
const FOCUS_CONTRAST = 3;
/** The narrowest window that is supported, in CSS pixels. */
const NARROWEST = 320;
/** So many bytes take long to read. They take no room: nothing is in them. */
const LONG_BYTES = 64 * 1024 ** 3;
/** Characters of a line that no log should have. */
const LONG_LINE = 2_000_000;
const NAMESPACE = 'scepscope-bundle@v1';
/** Python: a bundle's zip again, without its signature. */
const WITHOUT_SIGNATURE = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as new:
    for entry in old.infolist():
        if not entry.filename.endswith('.sig'):
            new.writestr(entry, old.read(entry))
`;
const TAB = '\uE004';
const ENTER = '\uE007';

const ALL = {
  dnsFailure,
  success,
  device,
  preview,
  history,
  analysis,
  link,
  linkToDevice,
  aside,
  keyboard,
  dropped,
  background,
  hostile,
  scaled,
  unreadable,
  phone,
  languages,
  systemLanguage,
  longText,
  rightToLeft,
};
/** Names on the command line choose tests; without one, all run. */
const wanted = process.argv.slice(2);
const tests = Object.entries(ALL).filter(([name]) => wanted.length === 0 || wanted.includes(name));

needTools({
  Xvfb: 'Debian xvfb',
  'dbus-daemon': 'Debian dbus',
  WebKitWebDriver: 'Debian webkit2gtk-driver',
  openbox: 'Debian openbox',
  xdotool: 'Debian xdotool',
  'tauri-driver': "cargo install tauri-driver --version '^2'",
  unzip: 'Debian unzip',
  sha256sum: 'Debian coreutils',
  'ssh-keygen': 'Debian openssh-client',
});
build();
mkdirSync(SHOTS, { recursive: true });
let failures = 0;
for (const dark of [false, true]) {
  const desk = await openDesk({ dark });
  try {
    for (const [name, test] of tests) {
      const title = `${name} (${dark ? 'dark' : 'light'})`;
      try {
        await test({
          desk,
          shot: (session, as) => shoot(session, `${as}-${dark ? 'dark' : 'light'}`),
          dark,
        });
        console.log(`ok      ${title}`);
      } catch (error) {
        failures += 1;
        console.error(`FAILED  ${title}\n${error.stack}`);
      }
    }
  } finally {
    await desk.close();
  }
}
process.exitCode = failures === 0 ? 0 : 1;

/** From the log to a bundle that stock tools accept, in both languages. */
async function dnsFailure({ desk, shot, dark }) {
  const out = mkdtempSync(join(desk.home, 'out-'));
  await withWindow(desk, [caseFile('02-android-2019-dns'), '--save-to', out], async (session) => {
    await session.size(...WIDE);
    assert.equal(await session.text('h1'), sentence('en', 'window-start'));
    assert.equal(await session.run("return matchMedia('(prefers-color-scheme: dark)').matches"), dark);
    await shot(session, 'start-en');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=collect]');

    const host = 'scep.fabrikam.example';
    assert.equal(await verdict(session), sentence('en', 'verdict-name', { host }));
    assert.equal(await session.text('.next'), sentence('en', 'cause-dns-failure.user'));
    assert.deepEqual(await states(session), {
      device: 'seen',
      name: 'failed',
      connection: 'not_recordable',
      capabilities: 'failed',
      'ca-certificate': 'absent',
      request: 'absent',
      answer: 'absent',
      installed: 'absent',
    });
    assert.equal(await session.text('[aria-current=step] .label'), sentence('en', 'stop-name'));
    assert.equal(await session.text('[data-focus=dns_failure] h2'), sentence('en', 'cause-dns-failure'));
    assert.equal(await session.run('return document.activeElement?.tagName'), 'H1');
    await shot(session, 'result-en');

    await session.click('[data-details] > summary');
    const excerpt = await session.text('[data-cause=dns_failure] [data-evidence] pre');
    assert.match(excerpt, /Unable to resolve host "scep\.fabrikam\.example"/);
    await session.size(WIDE[0], 2400);
    await shot(session, 'details-en');
    assert.deepEqual(await violations(session), []);
    await session.size(...WIDE);

    await session.click('[data-action=preview]');
    await session.find('[data-item=s1]');
    await session.click('[data-action=save]');
    const path = await session.text('[data-bundle=path]');
    const fingerprint = await session.text('[data-bundle=fingerprint]');
    assert.deepEqual(
      readdirSync(out).map((name) => join(out, name)),
      [path],
    );
    verifyBundle(path, fingerprint, join(desk.home, 'unpacked'));
    await session.run("document.querySelector('[data-save=saved]').scrollIntoView()");
    await shot(session, 'saved-en');
    assert.deepEqual(await violations(session), []);

    await session.click('[data-action=back]');
    await session.click('[data-language=ja]');
    await until(
      'the verdict is Japanese',
      async () => (await verdict(session)) === sentence('ja', 'verdict-name', { host }),
    );
    assert.equal(await session.run('return document.documentElement.lang'), 'ja');
    assert.equal(await session.text('[data-stop=name] .state'), sentence('ja', 'state-failed'));
    await shot(session, 'result-ja');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=start-again]');
    await until(
      'the start is shown',
      async () => (await session.text('h1')) === sentence('ja', 'window-start'),
    );
    await shot(session, 'start-ja');
  });
}

/** Where nothing failed, no stop is singled out. */
async function success({ desk, shot }) {
  await withWindow(desk, [caseFile('01-android-2018-success', 'OMADM.log')], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=collect]');
    assert.equal(await verdict(session), sentence('en', 'verdict-succeeded'));
    assert.deepEqual(new Set(Object.values(await states(session))), new Set(['seen']));
    assert.equal(
      await session.run("return document.querySelectorAll('[aria-current=step], [data-focus]').length"),
      0,
    );
    await shot(session, 'success-en');
  });
}

/** This device itself: what of it can be read is on the start, Collect reads it, and what is personal stays here. */
async function device({ desk, shot }) {
  await withWindow(desk, [], async (session) => {
    await session.size(...WIDE);
    assert.equal(
      await session.text('[data-device=true] .ready [data-source]'),
      sentence('en', 'source-linux-journal'),
    );
    assert.equal(await session.text('[data-reads]'), sentence('en', 'window-collect-device'));
    await shot(session, 'start-device-en');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=collect]');
    await session.find('[data-verdict]');
    await session.click('[data-action=preview]');
    await session.find('[data-replaced=upn]');
    await session.click('[data-action=back]');
    await session.click('[data-language=ja]');
    await session.click('[data-details] > summary');
    await session.size(WIDE[0], 2400);
    await shot(session, 'result-device-ja');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=start-again]');
    await session.click('[data-action=read-device]');
    await until(
      'the device is not to be read',
      async () => (await session.text('[data-reads]')) === sentence('ja', 'window-collect-asks'),
    );
  });
}

/** A link answered by this device: what of it is read stands in the offer, and the SCEP server is asked as well. */
async function linkToDevice({ desk, shot }) {
  const admin = await Administrator.at(mkdtempSync(join(desk.home, 'admin-')), join(TARGET, 'debug'));
  const server = await scepServer();
  try {
    const [, scheme] = admin.link('T-44', `http://127.0.0.1:${server.port}/certsrv/mscep/mscep.dll`);
    await withWindow(desk, [scheme], async (session) => {
      await session.size(...WIDE);
      await session.click('[data-action=confirm-key]');
      assert.equal(await session.text('[data-device-sources] li'), sentence('en', 'source-linux-journal'));
      assert.match(await session.text('[data-offer=server]'), /mscep\.dll$/);
      await shot(session, 'request-device-en');
      assert.deepEqual(await violations(session), []);
      await session.click('[data-action=accept]');
      await session.find('[data-verdict]');
      assert.ok(
        server.asked.every((url) => url.startsWith('/certsrv/mscep/mscep.dll')),
        server.asked.join(' '),
      );
      assert.ok(
        server.asked.some((url) => url.includes('operation=GetCACaps')),
        server.asked.join(' '),
      );
      await session.click('[data-details] > summary');
      assert.ok(await session.find('[data-probe] [data-probe-step=get_ca_caps][data-result=failed]'));
      await session.size(WIDE[0], 2400);
      await shot(session, 'result-probe-en');
      assert.deepEqual(await violations(session), []);
    });
  } finally {
    await admin.close();
    server.close();
  }
}

/** A server at the SCEP URL that has no NDES: every request ends in 404. */
async function scepServer() {
  const asked = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, port: server.address().port, close: () => server.close() };
}

/** What would leave, compared line by line; what is left out is not in the bundle. */
async function preview({ desk, shot }) {
  const out = mkdtempSync(join(desk.home, 'out-'));
  const log = join(desk.home, 'OMADM.log');
  writeFileSync(log, personal(readFileSync(caseFile('02-android-2019-dns'), 'utf8')));
  await withWindow(desk, [log, '--save-to', out], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=collect]');
    await session.click('[data-action=preview]');
    await until(
      'the preview has the focus',
      async () => (await session.text('h1')) === sentence('en', 'window-preview-exact'),
    );
    assert.ok(await session.find('[data-replaced=upn]'));
    await shot(session, 'preview-en');
    assert.deepEqual(await violations(session), []);

    await session.click('[data-item=s1] [data-action=compare]');
    const before = await session.text('[data-item=s1] [data-changed=true] .before');
    const after = await session.text('[data-item=s1] [data-changed=true] .after');
    assert.ok(before.includes(PERSON), before);
    assert.ok(!after.includes(PERSON), after);
    // The log's text is shown, never carried out.
    assert.ok(before.includes('<img src=x onerror=alert(1)>'), before);
    assert.equal(await session.run("return document.querySelectorAll('main img').length"), 0);
    await shot(session, 'preview-compare-en');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-item=s1] .only');
    await until(
      'all lines are shown',
      async () =>
        (await session.run("return document.querySelectorAll('[data-line][data-changed=false]').length")) > 5,
    );

    await session.click('[data-item=s1] [data-action=leave-out]');
    await session.find('[data-item=s1][data-left-out=true]');
    await session.click('[data-language=ja]');
    await shot(session, 'preview-left-out-ja');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=save]');
    const path = await session.text('[data-bundle=path]');
    const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' });
    assert.doesNotMatch(names, /data\/evidence\//);
    assert.match(names, /data\/report\.json/);
  });
}

/** What was saved is found again: its result, what changed to the next one, and how to forget it. */
async function history({ desk, shot, dark }) {
  const out = mkdtempSync(join(desk.home, 'out-'));
  const saved = join(desk.home, 'state', 'scepscope', 'history');
  rmSync(saved, { recursive: true, force: true });
  for (const log of [caseFile('02-android-2019-dns'), caseFile('01-android-2018-success', 'OMADM.log')]) {
    await withWindow(desk, [log, '--save-to', out], async (session) => {
      await session.click('[data-action=collect]');
      await session.click('[data-action=preview]');
      await session.click('[data-action=save]');
      await session.find('[data-bundle=path]');
    });
  }
  await withWindow(desk, [], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=history]');
    await session.find('[data-history="2"]');
    await shot(session, 'history-en');
    assert.deepEqual(await violations(session), []);
    await session.click('li:last-child [data-action=open-past]');
    await session.find('[data-verdict=verdict-name]');
    await until(
      'the result is read from its heading on',
      async () => (await session.run('return document.activeElement?.tagName')) === 'H1',
    );
    assert.equal(await session.run("return document.querySelectorAll('[data-action=preview]').length"), 0);
    await shot(session, 'history-result-en');
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=back-to-history]');
    assert.equal(
      await session.run("return document.querySelector('[data-action=compare-past]').disabled"),
      true,
    );
    await session.click('li:first-child [data-action=pick]');
    await session.click('li:last-child [data-action=pick]');
    if (dark) await session.click('[data-language=ja]');
    await session.click('[data-action=compare-past]');
    await session.find('[data-comparison] [data-change=gone]');
    await shot(session, dark ? 'history-comparison-ja' : 'history-comparison-en');
    assert.deepEqual(await violations(session), []);
    await session.size(NARROWEST, PHONE[1]);
    const [content, window] = await session.run('return [document.documentElement.scrollWidth, innerWidth]');
    assert.ok(content <= window, `${content} px of content in ${window} px`);
    await session.click('[data-action=back-to-history]');
    await session.click('li:last-child [data-action=forget-ask]');
    await session.click('[data-action=forget]');
    await session.find('[data-history="1"]');
    assert.equal(readdirSync(saved).length, 2);
    // The saved file itself stays.
    assert.equal(readdirSync(out).length, 2);
  });
}

/** An administrator opens a bundle: verified first, then analyzed, and again with the server's log. */
async function analysis({ desk, shot, dark }) {
  const language = dark ? 'ja' : 'en';
  const out = mkdtempSync(join(desk.home, 'out-'));
  const [device, server] = ['OMADMLog_0.log', 'u_ex261102.log'].map((log) =>
    caseFile('25-admin-android-iis-500-1346', log),
  );
  await withWindow(desk, [device, '--save-to', out], async (session) => {
    await session.click('[data-action=collect]');
    await session.click('[data-action=preview]');
    await session.click('[data-action=save]');
    await session.find('[data-bundle=path]');
  });
  const [name] = readdirSync(out);
  const bundle = join(out, name);
  const unsigned = join(desk.home, `unsigned-${name}`);
  execFileSync('python3', ['-c', WITHOUT_SIGNATURE, bundle, unsigned]);

  // Opened with the program, nothing is pressed.
  await withWindow(desk, [bundle, '--save-to', out], async (session) => {
    await session.size(...WIDE);
    await session.click(`[data-language=${language}]`);
    await session.find('[data-analysis="1"][data-unverified=false]');
    await until(
      'the heading tells the bundle',
      async () => (await session.text('h1')) === sentence(language, 'window-analysis', { file: name }),
    );
    const page = () => session.run("return document.querySelector('iframe').srcdoc");
    const cause = sentence(language, 'cause-iis-impersonation-right-missing');
    await until('the page is there', async () => (await page()).includes(`<html lang="${language}"`));
    assert.ok(!(await page()).includes(cause));
    // What the system hands over later comes the same way: to the one window.
    opened(desk, server);
    await session.find('[data-analysis="2"]');
    await until('the page names the cause', async () => (await page()).includes(cause));
    assert.equal(await session.run("return document.querySelector('iframe').getAttribute('sandbox')"), '');
    await shot(session, `analysis-${language}`);
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=save-analysis]');
    const saved = join(out, name.replace(/\.zip$/, '.html'));
    await session.find(`[data-saved="${saved}"]`);
    assert.equal(readFileSync(saved, 'utf8'), await page());

    await session.click('[data-action=start-again]');
    await session.find('[data-action=collect]');
    opened(desk, unsigned);
    await session.find('[data-doubtful="1"]');
    await shot(session, `analysis-doubtful-${language}`);
    assert.deepEqual(await violations(session), []);
    await session.click('[data-action=read-unverified]');
    await session.find('[data-analysis="3"][data-unverified=true]');
    await until('the page is marked', async () => (await page()).includes('class="banner"'));
    await session.size(NARROWEST, PHONE[1]);
    const [content, window] = await session.run('return [document.documentElement.scrollWidth, innerWidth]');
    assert.ok(content <= window, `${content} px of content in ${window} px`);
    await shot(session, `phone-analysis-unverified-${language}`);
    assert.deepEqual(await violations(session), []);
  });
}

/** Opens a file with the program while it runs. */
function opened(desk, path) {
  const second = spawnSync(APP, [path], { env: desk.env, encoding: 'utf8', timeout: PATIENCE_MS });
  assert.equal(second.status, 0, second.stderr);
}

/** A link from an administrator: shown, agreed to, its bundle sent as soon as the server is there; another one meanwhile. */
async function link({ desk, shot }) {
  const admin = await Administrator.at(mkdtempSync(join(desk.home, 'admin-')), join(TARGET, 'debug'));
  const [, scheme] = admin.link('T-42');
  try {
    await withWindow(desk, [caseFile('02-android-2019-dns'), scheme], async (session) => {
      await session.size(...WIDE);
      assert.equal(await session.text('h1'), sentence('en', 'window-request-who'));
      assert.equal(await session.text('[data-fingerprint]'), admin.fingerprint);
      await shot(session, 'request-key-en');
      assert.deepEqual(await violations(session), []);
      await session.click('[data-action=confirm-key]');
      assert.equal(await session.text('[data-offer=case]'), 'T-42');
      assert.equal(await session.text('[data-offer=hosts]'), `127.0.0.1:${admin.port}`);
      await shot(session, 'request-en');
      assert.deepEqual(await violations(session), []);

      await session.click('[data-action=accept]');
      await session.click('[data-action=preview]');
      await session.click('[data-action=send]');
      await session.find('[data-post-state=waiting] [data-action=retry]');
      assert.equal(
        await session.text('[data-post] .what'),
        sentence('en', 'error-delivery-connect-what', { host: '127.0.0.1' }),
      );
      await shot(session, 'send-waiting-en');
      assert.deepEqual(await violations(session), []);
      await admin.receive();
      await session.find('[data-post-state=delivered]');
      assert.equal(await session.text('[data-post] .what'), sentence('en', 'window-sent'));
      assert.equal(await session.text('[data-case]'), 'T-42');
      assert.equal(admin.inbox().length, 1);
      // What is handed over is not sent a second time.
      assert.equal(await session.run("return document.querySelectorAll('[data-action=send]').length"), 0);
      await shot(session, 'send-delivered-en');
      assert.deepEqual(await violations(session), []);

      const [https] = admin.link('T-43');
      const second = spawnSync(APP, [https], { env: desk.env, encoding: 'utf8', timeout: PATIENCE_MS });
      assert.equal(second.status, 0, second.stderr);
      await until(
        'the second link is shown',
        async () => (await session.text('[data-offer=case]')) === 'T-43',
      );
      await session.click('[data-language=ja]');
      await shot(session, 'request-ja');
      assert.deepEqual(await violations(session), []);
      await session.click('[data-action=decline]');
      await session.find('[data-post-state=delivered]');
    });
  } finally {
    await admin.close();
  }
}

/** What is looked up beside the work: the guides of every system, and what holds on this device. */
async function aside({ desk, shot }) {
  await withWindow(desk, [], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=guide]');
    assert.equal(await session.text('h1'), sentence('en', 'window-guides'));
    assert.equal(await session.run('return document.activeElement?.tagName'), 'H1');
    for (const system of ['android', 'ios', 'windows']) {
      await session.click(`[data-system=${system}]`);
      await session.find(`[data-guide=${system}] [data-picture]`);
      await shot(session, `guide-${system}-en`);
      assert.deepEqual(await violations(session), []);
    }
    await session.click('[data-action=close]');
    assert.equal(await session.text('h1'), sentence('en', 'window-start'));

    await session.click('[data-action=about]');
    assert.match(await session.text('[data-key]'), /^SHA256:/);
    await session.click('[data-about] details summary');
    assert.match(await session.text('[data-setting=AllowLoopback]'), /from the policy on$/);
    await session.click('[data-language=ja]');
    await shot(session, 'about-ja');
    assert.deepEqual(await violations(session), []);
    await session.size(NARROWEST, PHONE[1]);
    for (const place of ['about', 'guide']) {
      await session.click(`[data-action=${place}]`);
      const [content, window] = await session.run(
        'return [document.documentElement.scrollWidth, innerWidth]',
      );
      assert.ok(content <= window, `${place}: ${content} px of content in ${window} px`);
    }
    await shot(session, 'phone-guide-ja');
  });
}

/** A log with a person's address and a page's source in its first line. */
function personal(log) {
  const [first, ...rest] = log.split('\n');
  return [first, `${first} signed in as ${PERSON} <img src=x onerror=alert(1)>`, ...rest].join('\n');
}

/** Does something on a desk with a window manager. */
async function managed(options, use) {
  const desk = await openDesk({ ...options, managed: true });
  try {
    await use(desk);
  } finally {
    await desk.close();
  }
}

/**
 * No pointer: Tab and Enter alone lead from the log to the saved bundle, over the details and a comparison. The window has the focus, and
 * whatever has it in the window shows that it has.
 */
async function keyboard({ dark, shot }) {
  await managed({ dark }, async (desk) => {
    const out = mkdtempSync(join(desk.home, 'out-'));
    await withWindow(desk, [caseFile('02-android-2019-dns'), '--save-to', out], async (session) => {
      await session.size(...WIDE);
      const use = async (selector) => {
        await session.find(selector);
        await tabTo(session, selector);
        await shot(session, `focus-${selector.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '')}-en`);
        await session.press(ENTER);
      };
      await use('[data-action=collect]');
      await session.find('[data-verdict]');
      await use('[data-details] > summary');
      assert.equal(await session.run("return document.querySelector('[data-details]').open"), true);
      await use('[data-action=preview]');
      await use('[data-item=s1] [data-action=compare]');
      await session.find('[data-item=s1] [data-line]');
      await use('[data-action=save]');
      const path = await session.text('[data-bundle=path]');
      assert.deepEqual(
        readdirSync(out).map((name) => join(out, name)),
        [path],
      );
      // Who pressed a button that is gone goes on where it was.
      assert.ok(await session.run("return document.activeElement.closest('[data-save=saved]') !== null"));
    });
  });
}

/** Files dragged from another program: dropped on the start they are chosen, dropped while logs are read they are kept for the next start. */
async function dropped({ dark }) {
  if (dark) return;
  await managed({ dark }, async (desk) => {
    const log = caseFile('02-android-2019-dns');
    await withWindow(desk, [], async (session) => {
      const inside = await place(desk, session);
      await drag(desk, log, inside, () => session.find('.drop.over'));
      await session.find('[data-chosen="1"]');
      assert.equal(await session.text('[data-chosen] li'), log);
      await session.click('[data-action=collect]');
      assert.equal(await verdict(session), sentence('en', 'verdict-name', { host: 'scep.fabrikam.example' }));
    });

    const long = join(desk.home, 'OMADM.log');
    writeFileSync(long, readFileSync(log));
    truncateSync(long, LONG_BYTES);
    await withWindow(desk, [long], async (session) => {
      const inside = await place(desk, session);
      await session.click('[data-action=collect]');
      await session.find('[data-whole=reading]');
      // Nothing on this screen tells that the window takes the file: a button that is let go before that drops it nowhere.
      const kept = () => session.run("return document.querySelector('[data-code=files-kept]') !== null");
      await until('the file is kept', async () => {
        await drag(desk, log, inside, () => undefined);
        return until('this drop counts', kept, 2_000);
      });
      await session.click('[data-action=cancel]');
      await session.find('[data-chosen="2"]');
      assert.equal(await session.text('[data-chosen] li:last-child'), log);
    });
  });
}

/** Puts the window into the corner; a place inside it. */
async function place(desk, session) {
  await session.size(...WIDE);
  const window = await until('the window is shown', () => visibleWindow(desk));
  xdotool(desk, 'windowmove', '--sync', window, 0, 0);
  return [WIDE[0] / 2, WIDE[1] / 2];
}

/** Closed while something waits, the window goes out of the way; an icon leads back, sends and ends, where there can be one. */
async function background({ dark }) {
  if (dark) return;
  for (const iconless of [false, true]) {
    await managed({ dark, iconless }, async (desk) => {
      const tray = await Tray.on(desk);
      const admin = await Administrator.at(mkdtempSync(join(desk.home, 'admin-')), join(TARGET, 'debug'));
      const [, scheme] = admin.link('T-45');
      const session = await Session.open(desk.server, APP, [caseFile('02-android-2019-dns'), scheme]);
      const close = async () => {
        await until('the window is shown', () => visibleWindow(desk));
        xdotool(desk, 'key', '--clearmodifiers', 'alt+F4');
        await until('the window is out of the way', () => visibleWindow(desk) === undefined);
      };
      try {
        for (const step of ['confirm-key', 'accept', 'preview', 'send']) {
          await session.click(`[data-action=${step}]`);
        }
        await session.find('[data-post-state=waiting]');
        assert.equal(await tray.icon(), 'none');
        await close();
        if (iconless) {
          assert.equal(await tray.icon(), 'none');
          await admin.receive();
          await session.run("document.querySelector('[data-action=retry]').click()");
        } else {
          await until('the icon is shown', async () => (await tray.icon()) === 'Active');
          assert.deepEqual(
            await tray.labels(),
            ['open', 'send', 'stop'].map((entry) => sentence('en', `window-icon-${entry}`)),
          );
          await tray.press(0);
          await until('the icon is gone', async () => (await tray.icon()) !== 'Active');
          await close();
          await until('the icon is shown again', async () => (await tray.icon()) === 'Active');
          await admin.receive();
          await tray.press(1);
        }
        await until('the program has ended', () => !runs(APP));
        assert.equal(admin.inbox().length, 1);
        assert.equal(await tray.icon(), 'none');
      } finally {
        // Its program has ended, unless something failed.
        await session.close().catch(() => undefined);
        await admin.close();
        tray.close();
      }
    });
  }
}

/** A log with a line of two megabytes, with markup, and with characters that turn text around: shown, and nothing more. */
async function hostile({ desk, shot }) {
  const log = join(desk.home, 'hostile-\u202Egol.log');
  const [first, ...rest] = readFileSync(caseFile('02-android-2019-dns'), 'utf8').split('\n');
  const long = `${first} ${'x'.repeat(LONG_LINE)}`;
  const turned = `${first} \u202Emoc.live\u202C <script>document.title = 1</script>\u0007`;
  writeFileSync(log, [long, turned, ...rest].join('\n'));
  await withWindow(desk, [log], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=collect]');
    assert.equal(await verdict(session), sentence('en', 'verdict-name', { host: 'scep.fabrikam.example' }));
    await session.click('[data-action=preview]');
    await session.click('[data-item=s1] [data-action=compare]');
    await session.find('[data-line][data-changed=false]');
    const shown = await session.run("return document.querySelector('[data-item=s1]').textContent");
    assert.ok(!/[\u0007\u202A-\u202E]/.test(shown));
    assert.ok(shown.includes('<script>document.title = 1</script>'));
    assert.ok(shown.length < LONG_LINE / 10, `${shown.length} characters`);
    assert.equal(await session.run('return document.title'), sentence('en', 'window-title'));
    await shot(session, 'hostile-preview-en');
    assert.deepEqual(await violations(session), []);
    const [content, width] = await session.run('return [document.documentElement.scrollWidth, innerWidth]');
    assert.ok(content <= width, `${content} px of content in ${width} px`);
  });
}

/** A display of 125 % and of 200 %: the same page, larger, and no wider than its window. */
async function scaled({ dark }) {
  for (const scale of [1.25, 2]) {
    const desk = await openDesk({ dark, scale });
    try {
      await withWindow(desk, [caseFile('02-android-2019-dns')], async (session) => {
        await session.run("document.querySelector('[data-action=collect]').click()");
        await session.find('[data-verdict]');
        const [outer, content, width, dots] = await session.run(
          'return [outerWidth, document.documentElement.scrollWidth, innerWidth, devicePixelRatio]',
        );
        assert.equal((outer / width) * dots, scale);
        assert.ok(content <= width, `${scale}: ${content} px of content in ${width} px`);
        await shoot(session, `scaled-${scale}-${dark ? 'dark' : 'light'}`);
        assert.deepEqual(await violations(session), []);
      });
    } finally {
      await desk.close();
    }
  }
}

/** What can't be read ends in an error with its code and a way back. */
async function unreadable({ desk, shot }) {
  await withWindow(desk, [join(desk.home, 'no-such-file.log')], async (session) => {
    await session.size(...WIDE);
    await session.click('[data-action=collect]');
    const code = await session.find('[data-code=nothing-readable]');
    assert.ok(code);
    assert.equal(await session.text('h1'), sentence('en', 'error-nothing-readable-what'));
    await shot(session, 'error-en');
    await session.click('button.primary');
    await session.find('[data-action=collect]');
    await shot(session, 'start-empty-en');
  });
}

/** As narrow as a phone: nothing is wider than the window, the cause stands right below its stop. */
async function phone({ desk, shot }) {
  await withWindow(desk, [caseFile('02-android-2019-dns')], async (session) => {
    await session.size(...PHONE);
    await until('the window is narrow', async () => (await session.run('return innerWidth')) <= PHONE[0]);
    await session.find('[data-action=collect]');
    await shot(session, 'phone-start-en');
    for (const size of await session.run(
      "return [...document.querySelectorAll('button')].map((b) => b.getBoundingClientRect()).map((r) => Math.min(r.width, r.height))",
    )) {
      assert.ok(size >= 44, `a control of ${size} px`);
    }
    await session.click('[data-action=collect]');
    await session.find('[data-verdict]');
    const box = (selector) =>
      session.run(
        'const { top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect(); return [top, bottom]',
        selector,
      );
    const [name, beside, connection] = [
      await box('[data-stop=name]'),
      await box('[data-focus]'),
      await box('[data-stop=connection]'),
    ];
    assert.ok(name[1] <= beside[0] && beside[1] <= connection[0], 'the cause does not stand below its stop');
    await session.click('[data-details] > summary');
    for (const language of ['en', 'ja']) {
      await session.click(`[data-language=${language}]`);
      await session.size(NARROWEST, PHONE[1]);
      await until(
        'the window is at its narrowest',
        async () => (await session.run('return innerWidth')) === NARROWEST,
      );
      const [content, window] = await session.run(
        'return [document.documentElement.scrollWidth, innerWidth]',
      );
      assert.ok(content <= window, `${language}: ${content} px of content in ${window} px`);
    }
    await session.click('[data-details] > summary');
    await session.size(PHONE[0], 1500);
    await session.run('window.scrollTo(0, 0)');
    await shot(session, 'phone-result-ja');
    await session.click('[data-language=en]');
    await shot(session, 'phone-result-en');
  });
}

/** Every language on the way to a bundle, wide and narrow: nothing is cut off. */
async function languages({ desk, shot, dark }) {
  // Colours change no widths.
  if (dark) return;
  for (const language of ['en', 'ja', 'de', 'fr', 'es']) {
    const choose = (session) => session.click(`[data-language=${language}]`);
    await everyScreen(desk, choose, (session, screen) => fits(session, shot, `${screen}-${language}`));
  }
}

/** Who has chosen no language gets that of the system, and keeps one that is chosen. */
async function systemLanguage({ dark }) {
  if (dark) return;
  const desk = await openDesk({ dark, language: 'fr_CA:en' });
  const heading = async (expected) => {
    const session = await Session.open(desk.server, APP, []);
    try {
      assert.equal(await session.text('h1'), sentence(expected, 'window-start'));
      await session.click('[data-language=es]');
      await until(
        'the language is the chosen one',
        async () => (await session.text('h1')) === sentence('es', 'window-start'),
      );
    } finally {
      await session.close();
      await until('the program has ended', () => !runs(APP));
    }
  };
  try {
    await heading('fr');
    await heading('es');
  } finally {
    await desk.close();
  }
}

/** Text as long as a translation can become. */
async function longText({ desk, shot, dark }) {
  if (dark) return;
  const choose = (session) => speak(session, PSEUDO.long);
  await everyScreen(desk, choose, async (session, screen) => {
    const heading = await session.text('h1');
    assert.match(heading, /\[.*\]/, 'the heading is not of the long language');
    await fits(session, shot, `${screen}-long`);
    if (screen !== 'start') return;
    // What looks for misfits finds one.
    await session.run(
      "document.querySelector('h1').style = 'width: 60px; white-space: nowrap; overflow: hidden'",
    );
    assert.match((await misfits(session)).join('\n'), /^cut off: H1/m);
    await session.run("document.querySelector('h1').removeAttribute('style')");
  });
}

/** From right to left: the same, mirrored. */
async function rightToLeft({ desk, shot, dark }) {
  if (dark) return;
  const choose = (session) => speak(session, PSEUDO.mirrored);
  await everyScreen(desk, choose, async (session, screen) => {
    assert.equal(await session.run('return getComputedStyle(document.body).direction'), 'rtl');
    await fits(session, shot, `${screen}-mirrored`);
    if (screen !== 'result') return;
    await session.size(...WIDE);
    const [first, last, ways] = await session.run(() => {
      const stops = [...document.querySelectorAll('[data-stop]')].map((stop) => stop.getBoundingClientRect());
      const way = getComputedStyle(document.querySelectorAll('[data-stop]')[1], '::before');
      return [stops.at(0).left, stops.at(-1).left, [way.left, way.right].map(parseFloat)];
    });
    assert.ok(first > last, `the path begins at ${first} px and ends at ${last} px`);
    // The way to a stop comes from the stop before it, which stands on its right.
    assert.ok(ways[0] > 0 && ways[1] < 0, `the way to the second stop: ${ways.join(', ')}`);
  });
}

/** Shows `look` every screen on the way from the log to the saved bundle, and what is beside it. */
async function everyScreen(desk, choose, look) {
  const out = mkdtempSync(join(desk.home, 'out-'));
  const openAll = (session) =>
    session.run("document.querySelectorAll('details').forEach((part) => (part.open = true))");
  await withWindow(desk, [caseFile('02-android-2019-dns'), '--save-to', out], async (session) => {
    await choose(session);
    await session.find('[data-action=collect]');
    await look(session, 'start');
    for (const aside of ['guide', 'about', 'history']) {
      await session.click(`[data-action=${aside}]`);
      if (aside === 'about') await session.find('[data-key]');
      await openAll(session);
      await look(session, aside);
      await session.click('[data-action=close]');
    }
    await session.click('[data-action=collect]');
    await session.find('[data-verdict]');
    await openAll(session);
    await look(session, 'result');
    await session.click('[data-action=preview]');
    await session.click('[data-item=s1] [data-action=compare]');
    await session.find('[data-item=s1] [data-line]');
    await look(session, 'preview');
    await session.click('[data-action=save]');
    await session.find('[data-bundle=path]');
    await look(session, 'saved');
  });
  await withWindow(desk, [join(desk.home, 'no-such-file.log')], async (session) => {
    await choose(session);
    await session.click('[data-action=collect]');
    await session.find('[data-code=nothing-readable]');
    await look(session, 'error');
  });
  const admin = await Administrator.at(mkdtempSync(join(desk.home, 'admin-')), join(TARGET, 'debug'));
  try {
    await withWindow(desk, [admin.link('T-45')[1]], async (session) => {
      await choose(session);
      await session.find('[data-fingerprint]');
      await look(session, 'request-key');
      await session.click('[data-action=confirm-key]');
      await session.find('[data-offer=case]');
      await look(session, 'request');
    });
  } finally {
    await admin.close();
  }
}

/** Nothing is cut off or stands out of its box, as wide as a desk and as narrow as the narrowest phone. */
async function fits(session, shot, name) {
  for (const width of [NARROWEST, WIDE[0]]) {
    await session.size(width, PHONE[1]);
    await until('the window has its width', async () => (await session.run('return innerWidth')) === width);
    // What was saved stands below all that it holds.
    await session.run("(document.querySelector('[data-save=saved]') ?? document.body).scrollIntoView()");
    await shot(session, `fits-${width}-${name}`);
    assert.deepEqual(await misfits(session), [], `${name} at ${width} px`);
  }
}

/** Checks a bundle as an administrator without this project's programs would. */
function verifyBundle(path, fingerprint, folder) {
  rmSync(folder, { recursive: true, force: true });
  execFileSync('unzip', ['-q', path, '-d', folder]);
  const [root, ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  const bag = join(folder, root);
  for (const manifest of ['tagmanifest-sha256.txt', 'manifest-sha256.txt']) {
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', manifest], {
      cwd: bag,
    });
  }
  const signed = readFileSync(join(bag, 'tagmanifest-sha256.txt'));
  const check = (content) =>
    spawnSync('ssh-keygen', ['-Y', 'check-novalidate', '-n', NAMESPACE, '-s', 'tagmanifest-sha256.txt.sig'], {
      cwd: bag,
      input: content,
      encoding: 'utf8',
    });
  const good = check(signed);
  assert.equal(good.status, 0, good.stderr);
  assert.ok(good.stdout.includes(fingerprint), `${fingerprint} is not in: ${good.stdout}`);
  assert.notEqual(check(Buffer.concat([signed, Buffer.from('\n')])).status, 0);
  const report = JSON.parse(readFileSync(join(bag, 'data', 'report.json'), 'utf8'));
  assert.equal(report.outcome, 'failed');
}

/** Opens the window, always in English first. */
async function withWindow(desk, args, use) {
  const session = await Session.open(desk.server, APP, args);
  try {
    await session.click('[data-language=en]');
    await use(session);
  } finally {
    await session.close();
    // One process only: the next one would hand its arguments to one that is about to end.
    await until('the program has ended', () => !runs(APP));
  }
}

/** Whether a program runs. */
function runs(program) {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(join('/proc', pid, 'exe')) === program;
    } catch {
      return false; // Ended just now.
    }
  });
}

function verdict(session) {
  return session.text('h1[data-verdict]');
}

function states(session) {
  return session.run(
    "return Object.fromEntries([...document.querySelectorAll('[data-stop]')].map((s) => [s.dataset.stop, s.dataset.state]))",
  );
}

/** Presses Tab until the element has the focus, once around at most. */
async function tabTo(session, selector) {
  const STOPS = 40;
  const stops = [];
  for (let i = 0; i < STOPS; i += 1) {
    await session.press(TAB);
    const has = await focus(session);
    if (has) {
      assert.ok(has.shown, `${has.element} does not show that it has the focus`);
      assert.ok(
        has.contrast >= FOCUS_CONTRAST,
        `${has.element}: the focus has a contrast of ${has.contrast}`,
      );
      assert.ok(has.inside, `${has.element} has the focus, and is out of sight`);
      stops.push(has.element);
    }
    if (await session.run('return document.activeElement?.matches(arguments[0])', selector)) {
      // The window has the focus itself, or none of this could be seen.
      assert.ok(stops.length > 0, 'nothing shows that it has the focus');
      return;
    }
  }
  assert.fail(`Tab does not reach ${selector}, but ${stops.join(', ')}`);
}

function caseFile(name, file = 'OMADMLog_0.log') {
  const path = join(CASES, name, file);
  assert.ok(existsSync(path), path);
  return path;
}

async function shoot(session, name) {
  writeFileSync(join(SHOTS, `${name}.png`), await session.screenshot());
}

/** The program with the page inside, as it is now. */
function build() {
  const options = { cwd: ROOT, stdio: 'inherit' };
  execFileSync('npm', ['run', '--silent', 'build', '--prefix', 'ui'], options);
  execFileSync(
    'cargo',
    // Packages and features as in the other tests, so that one build serves all.
    ['build', '--quiet', '--workspace', '--bins', '--features', 'scepscope-app/custom-protocol'],
    options,
  );
}
