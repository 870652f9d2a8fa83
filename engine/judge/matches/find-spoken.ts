import { type AdvisorySource, type AdvisoryStatement, findStatements } from './advisory-source.ts';
import type { Lookup } from './find-lookups.ts';

/** The advisories that speak of the package that a lookup asks for. */
export type FindSpoken = (lookup: Pick<Lookup, 'ecosystem' | 'name'>) => readonly AdvisoryStatement[];

/** Statements that are remembered; a release holds one package in many versions. */
const mostRemembered = 4_000;

/** Finds what is spoken of packages, of each name once. */
export function createFindSpoken(source: AdvisorySource): FindSpoken {
  const known = new Map<string, readonly AdvisoryStatement[]>();
  let remembered = 0;
  return (lookup) => {
    const key = `${lookup.ecosystem}\n${lookup.name}`;
    const one = known.get(key);
    if (one) return one;
    const found = findStatements(source, lookup.ecosystem, lookup.name);
    remembered += found.length;
    if (remembered > mostRemembered) {
      known.clear();
      remembered = found.length;
    }
    known.set(key, found);
    return found;
  };
}
