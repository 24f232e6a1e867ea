// What only the administrator's program says is not part of the window.
export default import.meta.glob<string>(
  ['../../../locales/es/*.ftl', '!../../../locales/es/{fleet,inspection}.ftl'],
  { query: '?raw', import: 'default', eager: true },
);
