import './parts/form';
import './look/tokens.css';
import './look/base.css';
import './look/element.css';

import { createApp } from 'vue';

import App from './App.vue';
import { press } from './keys';
import { startLook } from './look/scale';

startLook();
window.addEventListener('keydown', press);
// The page is a window, not a document: no browser menu over it.
window.addEventListener('contextmenu', (event) => {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
});
createApp(App).mount('#app');
