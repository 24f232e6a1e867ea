// Starts both windows in turn, asks each when it was usable, and scrolls a long report. See `window` beside it.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openDesk } from '../../../tests/window/desk.mjs';
import { MINI_BROWSER, serveStories } from '../../../tests/window/pages.mjs';
import { Session, until } from '../../../tests/window/webdriver.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [folder, rounds] = [process.argv[2], Number(process.argv[3])];
const PROGRAMS = {
  empty: join(folder, 'examples', 'empty-window'),
  scepscope: join(folder, 'scepscope-app'),
};
/** Frames that are scrolled, and how far each goes, in CSS pixels. */
const FRAMES = 300;
const STEP = 400;
/** Pause before it scrolls, in milliseconds: nobody scrolls a page that is not drawn yet. */
const LOOK = 1000;
/** Longest that a frame may take, in milliseconds. */
const LIMIT = 50;

const desk = await openDesk({ dark: false });
try {
  const runs = { empty: [], scepscope: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(PROGRAMS)) runs[name].push(await start(desk, name));
  }
  const figures = Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [
      name,
      { ms: median(all.map(({ ms }) => ms)), kib: median(all.map(({ kib }) => kib)) },
    ]),
  );
  for (const [name, { ms, kib }] of Object.entries(figures)) {
    const all = runs[name].map((run) => run.ms.toFixed(0)).join(' ');
    console.log(`${name.padEnd(10)} usable after ${ms.toFixed(0)} ms   resident ${(kib / 1024).toFixed(1)} MiB   all: ${all}`);
  }
  const ratio = (what) => (figures.scepscope[what] / figures.empty[what]).toFixed(2);
  console.log(`ratio      usable ${ratio('ms')} (target 1.15, acceptable 1.3)   resident ${ratio('kib')} (1.2, 1.5)`);
  await scroll(desk);
} finally {
  await desk.close();
}

/** One start: milliseconds until it was usable, and resident memory then. */
async function start({ server, home }, name) {
  // The driver starts a script that notes the time and becomes the program.
  const noted = join(home, 'started');
  const script = join(home, `${name}.sh`);
  writeFileSync(script, `#!/bin/sh\ndate +%s%N > '${noted}'\nexec '${PROGRAMS[name]}' "$@"\n`, { mode: 0o700 });
  const session = await Session.open(server, script, []);
  try {
    const usable = await until('the button can be pressed', () =>
      session.run(
        "const mark = performance.getEntriesByName('usable')[0]; return mark && performance.timeOrigin + mark.startTime",
      ),
    );
    const began = Number(BigInt(readFileSync(noted, 'utf8').trim()) / 1000n) / 1000;
    return { ms: usable - began, kib: resident(PROGRAMS[name]) };
  } finally {
    await session.close();
    await until('the program has ended', () => pid(PROGRAMS[name]) === undefined);
  }
}

function resident(program) {
  const status = readFileSync(join('/proc', pid(program), 'status'), 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]);
}

/** The process that runs a program. */
function pid(program) {
  const real = realpathSync(program);
  return readdirSync('/proc').find((entry) => {
    try {
      return /^\d+$/.test(entry) && readlinkSync(join('/proc', entry, 'exe')) === real;
    } catch {
      return false; // Ended just now, or another user's.
    }
  });
}

/** Frame times while a report of 10,000 findings scrolls. */
async function scroll({ browsers }) {
  execFileSync('npm', ['run', '--silent', 'build:stories', '--prefix', 'ui'], { cwd: ROOT, stdio: 'ignore' });
  const pages = await serveStories();
  const session = await Session.browse(browsers, MINI_BROWSER);
  try {
    await session.size(1100, 900);
    await session.go(`${pages.address}/stories.html?story=result-many&language=en`);
    await until('the report stands', () =>
      session.run("return document.documentElement.dataset.story === 'stands'"),
    );
    const times = await session.wait(
      `const [look, frames, step, done] = arguments;
       const times = [];
       let before = performance.now();
       const next = (now) => {
         times.push(now - before);
         before = now;
         window.scrollBy(0, step);
         if (times.length < frames) requestAnimationFrame(next);
         else done(times.slice(1));
       };
       setTimeout(() => {
         before = performance.now();
         requestAnimationFrame(next);
       }, look);`,
      LOOK,
      FRAMES,
      STEP,
    );
    const longest = Math.max(...times);
    const over = times.filter((time) => time > LIMIT).length;
    console.log(
      `scroll     10,000 findings, ${times.length} frames of ${STEP} px: median ${median(times).toFixed(1)} ms, longest ${longest.toFixed(1)} ms, ${over} over ${LIMIT} ms`,
    );
  } finally {
    await session.close();
    pages.close();
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
