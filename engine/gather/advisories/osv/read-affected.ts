import { normalizePythonName, schemeOfEcosystem } from '../../../formats/ecosystem/ecosystem.ts';
import {
  isBadList,
  isObject,
  listOf,
  type Members,
  memberOf,
  membersOf,
  textOf,
  textsOf,
} from '../../../formats/json/members.ts';
import type { AffectedPackage } from '../../../model/advisory.ts';
import { readRanges } from './read-ranges.ts';
import { readSeverities, readSpecificSeverity } from './read-severities.ts';

/** What one `affected` entry says, and what was wrong with it. */
export interface Affected {
  /** Undefined for entries that name no package. */
  readonly item?: AffectedPackage;
  readonly faults: readonly string[];
}

const longestName = 512;

/**
 * One entry of a record's `affected` list.
 *
 * in      the entry; the database that publishes the record; RPM modules that the record speaks of
 * out     where part of it cannot be read, or it states no version at all, `state` is `unknown`: its package can be
 *         found affected by the rest, and never found clean
 * source  osv-schema, "affected[] fields"
 */
export function readAffected(entry: unknown, source: string, modules: readonly string[]): Affected {
  if (!isObject(entry)) return { faults: ['is not an object'] };
  const stated = membersOf(memberOf(entry, 'package'));
  const ecosystem = textOf(stated, 'ecosystem');
  const name = textOf(stated, 'name');
  if (!ecosystem || !name || name.length > longestName || ecosystem.length > longestName)
    return { faults: isGitOnly(entry) ? [] : ['names no package'] };
  const scheme = schemeOfEcosystem(ecosystem);
  const { ranges, faults, lost } = readRanges(entry, scheme);
  const severity = readSeverities(entry, source);
  const versions = textsOf(entry, 'versions');
  const badLists = ['ranges', 'versions'].filter((list) => isBadList(entry, list)).map((list) => `${list} is not a list`);
  const state = stateOf(entry, lost || badLists.length > 0 || (ranges.length === 0 && versions.length === 0));
  return {
    item: {
      ecosystem,
      name: ecosystem === 'PyPI' ? normalizePythonName(name) : name,
      ...(scheme && { scheme }),
      ranges,
      versions,
      severities: severity.severities.some(isRated)
        ? severity.severities
        : [...severity.severities, ...readSpecificSeverity(entry, source)],
      ...state,
      architectures: architecturesOf(entry),
      ...modulesOf(ranges, modules, textOf(stated, 'purl')),
    },
    faults: [...faults, ...severity.faults, ...badLists],
  };
}

/** An entry that only names commits of a repository needs no package. */
function isGitOnly(entry: Members): boolean {
  const ranges = listOf(entry, 'ranges');
  return (
    memberOf(entry, 'package') === undefined &&
    ranges.length > 0 &&
    ranges.every((range) => textOf(membersOf(range), 'type') === 'GIT')
  );
}

function isRated(statement: { readonly score?: number; readonly word?: string }): boolean {
  return statement.score !== undefined || statement.word !== undefined;
}

/** A source's word for what it will do → ours. Words that are not here (`fixed`, `detection`, `unfixed`) leave the ranges to decide. */
const states: ReadonlyMap<string, 'wont-fix' | 'not-affected' | 'unknown'> = new Map([
  ['end-of-life', 'wont-fix'],
  ['fix-not-planned', 'wont-fix'],
  ['ignored', 'wont-fix'],
  ['not-affected', 'not-affected'],
  ['out of support scope', 'wont-fix'],
  ['unaffected', 'not-affected'],
  ['unknown', 'unknown'],
  ['will not fix', 'wont-fix'],
  ['wont-fix', 'wont-fix'],
]);

/** With the word that says so, where there is one. */
function stateOf(entry: Members, unreadable: boolean): Pick<AffectedPackage, 'state' | 'stateReason'> {
  for (const name of ['database_specific', 'ecosystem_specific']) {
    const specific = membersOf(memberOf(entry, name));
    for (const word of [textOf(specific, 'state'), textOf(specific, 'urgency')]) {
      const state = word && states.get(word.toLowerCase());
      if (!word || !state) continue;
      return unreadable && state !== 'not-affected' ? { state: 'unknown' } : { state, stateReason: word };
    }
  }
  return unreadable ? { state: 'unknown' } : {};
}

/** RustSec limits some advisories to architectures. */
function architecturesOf(entry: Members): readonly string[] {
  const affects = membersOf(memberOf(membersOf(memberOf(entry, 'ecosystem_specific')), 'affects'));
  return textsOf(affects, 'arch');
}

/** Builds of a module carry `.module_el9…` or `.module+el8…` in their release; other builds are of no module, whatever the title says. */
function modulesOf(
  ranges: AffectedPackage['ranges'],
  titled: readonly string[],
  purl = '',
): { readonly modules?: readonly string[] } {
  const isModular = ranges.some((range) => range.events.some((event) => event.fixed?.includes('.module')));
  const [, stated] = /[?&]rpmmod=([\w.+-]+(?::|%3A)[\w.+-]+)/i.exec(purl) ?? [];
  const modules = stated ? [stated.replace(/%3A/i, ':')] : isModular ? titled : [];
  return modules.length > 0 ? { modules } : {};
}
