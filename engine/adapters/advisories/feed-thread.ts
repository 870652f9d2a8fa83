import { serveFeeds } from './serve-feeds.ts';

serveFeeds();
