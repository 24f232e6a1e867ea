import { mount } from 'svelte';

import App from './App.svelte';
import { words } from './lib/i18n.svelte';
import './styles/tokens.css';
import './styles/base.css';

void words.ready.then(() => {
  const target = document.getElementById('app');
  if (target) mount(App, { target });
});
