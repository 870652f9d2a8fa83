import type { Advisory } from '../../model/advisory.ts';
import type { AdvisorySource, AdvisoryStatement } from './advisory-source.ts';
import type { Lookup } from './find-lookups.ts';

/**
 * The advisories that speak of the package that a lookup asks for.
 *
 * in      names in the spelling that the package states
 * out     npm had packages that differ in case alone (`JSONStream`, `jsonstream`): one in capitals is only itself; one in small letters
 *         is itself where it has advisories of its own, else it may be either, since package URLs are written in small letters
 */
export function findSpoken(source: AdvisorySource, { ecosystem, name }: Lookup): readonly AdvisoryStatement[] {
  const found = source.findStatements?.(ecosystem, name) ?? source.find(ecosystem, name).map(toStatement);
  if (ecosystem !== 'npm' || found.length === 0) return found;
  const own = found.filter(({ affected }) => affected.some((entry) => entry.name === name));
  return own.length > 0 || name !== name.toLowerCase() ? own : found;
}

function toStatement(advisory: Advisory): AdvisoryStatement {
  return { affected: advisory.affected, read: () => advisory };
}
