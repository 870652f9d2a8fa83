import { epss } from './epss/epss.ts';
import type { Feed } from './feed.ts';
import { kev } from './kev/kev.ts';
import { osv } from './osv/osv.ts';

/** Every feed, in the order that they are asked whether a document is theirs. `all.test.ts` fails if a folder is missing here. */
export const feeds: readonly Feed[] = [osv, kev, epss];
