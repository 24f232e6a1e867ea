// Builds the story pages, in which src/stories/bridge.ts stands in for the program.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  base: './',
  resolve: {
    alias: [{ find: /^\.\.?\/(lib\/)?bridge$/, replacement: '/src/stories/bridge.ts' }],
  },
  build: {
    target: ['es2022', 'safari16'],
    modulePreload: { polyfill: false },
    outDir: '../target/stories',
    emptyOutDir: true,
    rolldownOptions: { input: 'stories.html' },
  },
});
