import type { Advisory } from '../../model/advisory.ts';
import type { AdvisorySource, AdvisoryStatement } from './advisory-source.ts';
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
    const found = findSpoken(source, lookup);
    remembered += found.length;
    if (remembered > mostRemembered) {
      known.clear();
      remembered = found.length;
    }
    known.set(key, found);
    return found;
  };
}

/**
 * The advisories that speak of the package that a lookup asks for.
 *
 * in      names in the spelling that the package states
 * out     npm had packages that differ in case alone (`JSONStream`, `jsonstream`): one in capitals is only itself; one in small letters
 *         is itself where it has advisories of its own, else it may be either, since package URLs are written in small letters
 */
function findSpoken(
  source: AdvisorySource,
  { ecosystem, name }: Pick<Lookup, 'ecosystem' | 'name'>,
): readonly AdvisoryStatement[] {
  const found = source.findStatements?.(ecosystem, name) ?? source.find(ecosystem, name).map(toStatement);
  if (ecosystem !== 'npm' || found.length === 0) return found;
  const own = found.filter(({ affected }) => affected.some((entry) => entry.name === name));
  return own.length > 0 || name !== name.toLowerCase() ? own : found;
}

function toStatement(advisory: Advisory): AdvisoryStatement {
  return { affected: advisory.affected, read: () => advisory };
}
