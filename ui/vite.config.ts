import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The program's development build looks for the page here: build.devUrl of src-tauri/tauri.conf.json.
const DEV_PORT = 1420;

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: DEV_PORT, strictPort: true, fs: { allow: ['..'] } },
  build: {
    // WebKitGTK 2.40 and Safari 16 are the oldest web views that Tauri's platforms bring.
    target: ['es2022', 'safari16'],
    // An inlined image would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Style sheets are read as they are: a test looks at them.
  test: { include: ['src/**/*.test.ts'], css: true },
});
