import { compareIds, isCve, isDistributionId } from '../../formats/vulnerability-id/vulnerability-id.ts';

/** Ids that one advisory says are of one vulnerability, or that it bundles. */
export interface IdStatement {
  readonly id: string;
  /** Aliases, and what it is derived from. */
  readonly aliases: readonly string[];
}

/** One vulnerability: the id that it is shown by, and the others that are surely of it, sorted. */
export interface Identity {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
}

/** Which vulnerabilities an advisory is about: one, or each of those that it bundles; ordered by id. */
export type Resolve = (statement: IdStatement) => readonly Identity[];

/**
 * Which ids are one vulnerability. The order of statements does not matter, and two CVEs are never one:
 *
 * - An advisory that names CVEs is about each of them, whatever chains of aliases lead elsewhere.
 * - One that names none is about the CVEs that other statements give its ids; where there are none, its ids are a vulnerability of their own.
 * - An advisory with several CVEs does not say whose its other ids are; those are aliases only where another statement says so.
 * - A distribution's own id is for its package, not for the vulnerability: it joins nothing.
 *
 * in      every statement there is; a lookup for more of them by id
 * cost    each id is looked at once for each component
 */
export function createIdentities(
  statements: Iterable<IdStatement>,
  findMore: (id: string) => readonly IdStatement[] = () => [],
): Resolve {
  const index = new IdIndex(statements, findMore);
  const known = new Map<string, { readonly aliases: readonly string[]; readonly found: readonly Identity[] }>();
  return (statement) => {
    const { id, aliases } = statement;
    const one = known.get(id);
    if (one && isSameList(one.aliases, aliases)) return one.found;
    const found = resolve(statement, index);
    known.set(id, { aliases, found });
    return found;
  };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((text, at) => text === other[at]));
}

function resolve(statement: IdStatement, index: IdIndex): readonly Identity[] {
  const stated = cvesOf(statement);
  const reached = stated.length > 0 ? stated : index.reach(plainIdsOf(statement)).cves;
  if (reached.length > 0) return reached.map((cve) => ({ vulnerability: cve, aliases: index.aliasesOf(cve) }));
  const ids = index.reach(plainIdsOf(statement)).ids.toSorted(compareIds);
  const [vulnerability = statement.id, ...rest] = ids;
  return [{ vulnerability, aliases: rest.toSorted() }];
}

function cvesOf({ id, aliases }: IdStatement): readonly string[] {
  return [...new Set([id, ...aliases].filter(isCve))].toSorted();
}

/** Ids that are no CVE and not a distribution's own; the distribution's where there is nothing else. */
function plainIdsOf({ id, aliases }: IdStatement): readonly string[] {
  const ids = [id, ...aliases].filter((text) => !isCve(text) && !isDistributionId(text));
  return ids.length > 0 || isCve(id) ? ids : [id];
}

/** Statements by id; those with several CVEs join nothing and are left out. */
class IdIndex {
  readonly #byId = new Map<string, IdStatement[]>();
  readonly #findMore: (id: string) => readonly IdStatement[];
  readonly #aliases = new Map<string, readonly string[]>();
  readonly #asked = new Map<string, readonly IdStatement[]>();

  constructor(statements: Iterable<IdStatement>, findMore: (id: string) => readonly IdStatement[]) {
    this.#findMore = findMore;
    for (const statement of statements) {
      if (cvesOf(statement).length > 1) continue;
      for (const id of new Set([...cvesOf(statement), ...plainIdsOf(statement)])) {
        const list = this.#byId.get(id) ?? [];
        list.push(statement);
        this.#byId.set(id, list);
      }
    }
  }

  /** Everything that is joined to some ids without passing through a CVE, and the CVEs at the rim. */
  reach(from: readonly string[]): { ids: readonly string[]; cves: readonly string[] } {
    const ids = new Set(from);
    const cves = new Set<string>();
    for (const id of ids) {
      for (const statement of this.#statementsOf(id)) {
        for (const cve of cvesOf(statement)) cves.add(cve);
        for (const other of plainIdsOf(statement)) ids.add(other);
      }
    }
    return { ids: [...ids], cves: [...cves].toSorted() };
  }

  /** Other ids that are joined to this CVE and to no other. */
  aliasesOf(cve: string): readonly string[] {
    const known = this.#aliases.get(cve) ?? this.#findAliases(cve);
    this.#aliases.set(cve, known);
    return known;
  }

  #findAliases(cve: string): readonly string[] {
    const near = this.#statementsOf(cve)
      .flatMap(plainIdsOf)
      .filter((id) => !isDistributionId(id));
    const { ids } = this.reach(near);
    return ids.filter((id) => this.reach([id]).cves.join() === cve).toSorted();
  }

  #statementsOf(id: string): readonly IdStatement[] {
    const known = this.#asked.get(id);
    if (known) return known;
    const more = this.#findMore(id).filter((statement) => cvesOf(statement).length <= 1);
    const all = [...(this.#byId.get(id) ?? []), ...more];
    this.#asked.set(id, all);
    return all;
  }
}
