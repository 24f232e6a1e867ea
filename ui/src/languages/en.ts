// What only the administrator's program says is not part of the window.
export default import.meta.glob<string>(
  ['../../../locales/en/*.ftl', '!../../../locales/en/{fleet,inspection}.ftl'],
  { query: '?raw', import: 'default', eager: true },
);
