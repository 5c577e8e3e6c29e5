import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// The console is the only part that is bundled; `npm run demo` builds it when its sources changed.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 4000,
    // Component libraries mark files for server rendering; there is none here, and each mark would be a warning.
    rolldownOptions: {
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
