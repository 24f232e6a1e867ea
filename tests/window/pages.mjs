// The built story pages, and the web view that shows them without the program.

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('../../target/stories/', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** WebKitGTK's own window around the web view: it comes with the library. */
const BROWSERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu', ''].flatMap((machine) =>
  ['lib', 'libexec'].map((folder) => join('/usr', folder, machine, 'webkit2gtk-4.1', 'MiniBrowser')),
);

export const MINI_BROWSER = BROWSERS.find(existsSync);
if (!MINI_BROWSER) throw new Error(`missing: MiniBrowser of WebKitGTK, in one of ${BROWSERS.join(', ')}`);

/** The pages, and at `/frame?PAGE` a frame of that height around one of them. */
export async function serveStories(height = 900) {
  const answer = ({ url }, response) => {
    const { pathname, search } = new URL(url, 'http://127.0.0.1');
    if (pathname === '/frame') {
      const page = decodeURIComponent(search.slice(1)).replaceAll('&', '&amp;');
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<!doctype html><html lang="en"><title>Story</title><body style="margin:0"><iframe title="Story" style="border:0;height:${height}px" src="${page}"></iframe>`,
      );
      return;
    }
    const path = join(PAGES, normalize(pathname));
    if (!path.startsWith(PAGES) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  };
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
