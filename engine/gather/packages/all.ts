import type { Cataloger } from './cataloger.ts';

/** Every cataloger, in the order their results are listed. `all.test.ts` fails if a folder is missing here. */
export const catalogers: readonly Cataloger[] = [];
