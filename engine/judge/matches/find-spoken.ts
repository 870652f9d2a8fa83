import { type AdvisorySource, type AdvisoryStatement, findStatements } from './advisory-source.ts';
import type { Lookup } from './find-lookups.ts';

/** The advisories that speak of the package that a lookup asks for. */
export type FindSpoken = (lookup: Pick<Lookup, 'ecosystem' | 'name'>) => readonly AdvisoryStatement[];

/** Statements that are remembered; a release holds one package in many versions. */
const mostRemembered = 4_000;

/** Finds what is spoken of packages, of each name once. */
export function createFindSpoken(source: AdvisorySource): FindSpoken {
  const known = new Map<string, Map<string, readonly AdvisoryStatement[]>>();
  let remembered = 0;
  return ({ ecosystem, name }) => {
    const one = known.get(ecosystem)?.get(name);
    if (one) return one;
    const found = findStatements(source, ecosystem, name);
    remembered += found.length;
    if (remembered > mostRemembered) {
      known.clear();
      remembered = found.length;
    }
    known.set(ecosystem, (known.get(ecosystem) ?? new Map()).set(name, found));
    return found;
  };
}
