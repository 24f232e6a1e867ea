// What a sentence of the language files is, read from the files themselves.

import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));
const { FluentBundle, FluentResource } = require('@fluent/bundle');
const LOCALES = new URL('../../locales/', import.meta.url);

export function sentence(language, id, args = {}) {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const folder = new URL(`${language}/`, LOCALES);
  for (const file of readdirSync(fileURLToPath(folder))) {
    bundle.addResource(new FluentResource(readFileSync(new URL(file, folder), 'utf8')));
  }
  const [name, attribute] = id.split('.');
  const message = bundle.getMessage(name);
  const pattern = attribute ? message?.attributes[attribute] : message?.value;
  if (!pattern) throw new Error(`${language} has no sentence ${id}`);
  return bundle.formatPattern(pattern, args).replaceAll(/\s+/g, ' ').trim();
}
