import { enableCompileCache } from 'node:module';

// Workers do not inherit the cache of the main thread; only what is imported after this line gains by it.
enableCompileCache();
const { serveLayers } = await import('./serve-layers.ts');
serveLayers();
