import type { LockedPackage } from '../../../model/package.ts';

/** A package as a lock file names it; whether the texts can be a name and a version is not yet looked at. */
export type LockEntry = Pick<LockedPackage, 'name' | 'version' | 'isDevelopment'>;
