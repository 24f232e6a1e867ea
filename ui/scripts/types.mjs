// Makes the page's types from the program's schema; with --check, fails when the committed file is not current.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const FILE = fileURLToPath(new URL('../src/generated/types.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_SCHEMA_BYTES = 16 * 1024 * 1024;

// The page is embedded by the program's build; the schema needs the program, not the page.
mkdirSync(new URL('../dist', import.meta.url), { recursive: true });
// Packages and features as in the other tests, so that one build serves all.
const BUILD = ['build', '--quiet', '--workspace', '--features', 'scepscope-app/custom-protocol'];
execFileSync('cargo', [...BUILD, '--example', 'window-schema'], { cwd: ROOT, stdio: 'inherit' });
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
const schema = JSON.parse(
  execFileSync(join(TARGET, 'debug', 'examples', 'window-schema'), {
    encoding: 'utf8',
    maxBuffer: MAX_SCHEMA_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  }),
  // A reference with a description beside it would become a second type of the same form.
  (_, value) => (value?.$ref === undefined ? value : { $ref: value.$ref }),
);
for (const [name, definition] of Object.entries(schema.$defs)) definition.title = name;
const types = await compile(schema, 'Contract', {
  additionalProperties: false,
  bannerComment: '// Made by `npm run types` from src-tauri/src/contract.rs. Do not edit.',
  style: { singleQuote: true, printWidth: 110 },
});

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== types) {
    process.stderr.write('ui/src/generated/types.ts is not current: run `npm run types`.\n');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, types);
}
