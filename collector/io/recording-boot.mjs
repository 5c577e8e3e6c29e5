// A thread cannot load TypeScript by a flag on this Node: it registers the loader itself, then loads the real file.
import { register } from 'tsx/esm/api';

register();
await import('./recording-thread.ts');
