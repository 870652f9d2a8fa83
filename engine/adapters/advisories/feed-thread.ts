import { enableCompileCache } from 'node:module';

// Threads do not inherit the cache of the main one; only what is imported after this line gains by it.
enableCompileCache();
const { serveFeeds } = await import('./serve-feeds.ts');
serveFeeds();
