import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// `vite --mode look` answers calls from dev/fixture.ts, to look at the screens in a plain browser.
// No other mode knows that file.
export default defineConfig(({ mode }) => ({
  plugins: [vue()],
  resolve: {
    alias:
      mode === 'look'
        ? { '@tauri-apps/api/core': new URL('./dev/fixture.ts', import.meta.url).pathname }
        : ({} as Record<string, string>),
  },
  build: {
    target: 'safari15',
    outDir: mode === 'look' ? 'dist-look' : 'dist',
    emptyOutDir: true,
    // A window that loads from its own binary gains nothing from preloading.
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
}));
