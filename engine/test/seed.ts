import fc from 'fast-check';

/** Loaded before the tests: properties try the same values on each run, unless `PLIMSOLL_SEED` names another seed or says `random`. */
const stated = process.env.PLIMSOLL_SEED ?? '1';
if (stated !== 'random') fc.configureGlobal({ seed: Number.parseInt(stated, 10) });
