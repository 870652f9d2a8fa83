import { csafVex } from './csaf-vex/csaf-vex.ts';
import { cveList } from './cve-list/cve-list.ts';
import { cveMeta } from './cve-meta/cve-meta.ts';
import { debianTracker } from './debian-tracker/debian-tracker.ts';
import { epss } from './epss/epss.ts';
import type { Feed } from './feed.ts';
import { kev } from './kev/kev.ts';
import { notAffected } from './not-affected/not-affected.ts';
import { nvd } from './nvd/nvd.ts';
import { osv } from './osv/osv.ts';

/**
 * Every feed, in the order that they are asked whether a document is theirs: those with many documents first. `all.test.ts` fails if a
 * folder is missing here.
 */
export const feeds: readonly Feed[] = [osv, cveMeta, cveList, notAffected, csafVex, nvd, kev, epss, debianTracker];
