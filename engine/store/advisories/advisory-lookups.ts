import type { DatabaseSync } from 'node:sqlite';
import { packageKey } from '../../formats/ecosystem/ecosystem.ts';
import { ecosystemOfEntry, type PackedEntry, unpackEntry } from '../../gather/advisories/pack-entries.ts';
import { dateOfRank } from '../../gather/advisories/rank.ts';
import type { StoredHead } from '../../gather/advisories/to-advisory-row.ts';
import type { AdvisoryHead, AdvisorySource, AdvisoryStatement } from '../../judge/matches/advisory-source.ts';
import type { Advisory, AffectedPackage, CveMetadata, ExploitPrediction, KnownExploited } from '../../model/advisory.ts';
import { mergeMetadata } from './merge-metadata.ts';
import { refuseDamage } from './open-checked.ts';

/** What an open database answers. */
export type AdvisoryLookups = Required<
  Pick<AdvisorySource, 'find' | 'findStatements' | 'findRelated' | 'findMetadata' | 'findExploited' | 'findPrediction'>
>;

/**
 * Looks advisories up in an open database.
 *
 * in      `path` says in messages which file it is
 * faults  database-invalid: of a head that is read later; what reads at once is for the caller to guard
 * cost    one row for a package, whatever many advisories speak of it; the head of an advisory when it is asked for, once
 */
export function prepareLookups(path: string, database: DatabaseSync): AdvisoryLookups {
  const headOf = createHeads(path, database);
  const numbersOf = prepareNumbers(database);
  const statements = prepareStatements(database, headOf);
  const prediction = database.prepare('SELECT content FROM prediction WHERE id = ?');
  const metadata = database.prepare('SELECT content FROM metadata WHERE id = ? ORDER BY publisher');
  let exploited: ReadonlyMap<string, string> | undefined;
  return {
    findStatements: statements,
    find: (ecosystem, name) =>
      statements(ecosystem, name)
        .map((statement): Advisory => ({ ...statement.read(), affected: statement.entries(() => true) }))
        .sort(byIdOf),
    findRelated: (id) =>
      numbersOf(id)
        .map((number) => toRelated(headOf(number)))
        .sort(byIdOf),
    findExploited(id) {
      exploited ??= readExploited(database);
      return parse<KnownExploited>(exploited.get(id));
    },
    findPrediction: (id) => parse<ExploitPrediction>(prediction.get(id)?.content),
    findMetadata: (id) => mergeMetadata(metadata.all(id).flatMap(({ content }) => parse<CveMetadata>(content) ?? [])),
  };
}

/** All that is said of a package comes as one text: rows cost more to hand over than what is in them. */
function prepareStatements(database: DatabaseSync, headOf: Heads): AdvisoryLookups['findStatements'] {
  const byPackage = database.prepare(
    `SELECT '[' || group_concat(advisory || ',' || entries) || ']' FROM affected
     WHERE package = (SELECT number FROM package WHERE ecosystem = ? AND key = ?)`,
  );
  byPackage.setReturnArrays(true);
  return (ecosystem, name) => {
    const key = packageKey(ecosystem, name);
    const [text] = (byPackage.get(ecosystem, key) ?? []) as unknown as readonly unknown[];
    if (typeof text !== 'string') return [];
    const said = JSON.parse(text) as Said;
    const of = { key, headOf };
    const statements: StoredStatement[] = [];
    for (let at = 0; at < said.length; at++) if (typeof said[at] === 'number') statements.push(new StoredStatement(said, at, of));
    return statements;
  };
}

/** The number of an advisory, its entries, the number of the next, and so on. */
type Said = readonly (number | PackedEntry)[];
type Heads = (number: number) => Head;

interface Head {
  readonly head: AdvisoryHead;
  /** Every severity that is stated for its packages too. */
  readonly stated: Advisory['severities'];
}

/** Nine of ten entries are of another release, or end at the first comparison: nothing is unpacked that is not asked for. */
class StoredStatement implements AdvisoryStatement {
  readonly #said: Said;
  readonly #at: number;
  readonly #of: { readonly key: string; readonly headOf: Heads };

  constructor(said: Said, at: number, of: { readonly key: string; readonly headOf: Heads }) {
    this.#said = said;
    this.#at = at;
    this.#of = of;
  }

  entries(covers: (ecosystem: string) => boolean): readonly AffectedPackage[] {
    let entries: AffectedPackage[] | undefined;
    for (let at = this.#at + 1; at < this.#said.length; at++) {
      const entry = this.#said[at];
      if (entry === undefined || typeof entry === 'number') break;
      if (!covers(ecosystemOfEntry(entry))) continue;
      const unpacked = unpackEntry(entry, this.#of.key);
      // A list of one as it stands takes a tenth of the room of one that grows.
      if (entries) entries.push(unpacked);
      else entries = [unpacked];
    }
    return entries ?? none;
  }

  read(): AdvisoryHead {
    return this.#of.headOf(Number(this.#said[this.#at])).head;
  }
}

const none: readonly never[] = [];

/** Advisories that are an id, or state it as an alias. */
function prepareNumbers(database: DatabaseSync): (id: string) => readonly number[] {
  const own = database.prepare('SELECT number FROM advisory WHERE id = ?');
  const others = database.prepare('SELECT advisory AS number FROM alias WHERE id = ?');
  return (id) => {
    const rows = others.all(id);
    const one = own.get(id);
    return [...new Set((one ? [one, ...rows] : rows).map(({ number }) => Number(number)))];
  };
}

const mostHeads = 65_536;

/** One advisory speaks of hundreds of packages; its head is read once, and this many are kept. */
function createHeads(path: string, database: DatabaseSync): Heads {
  const byNumber = database.prepare('SELECT rank, head FROM advisory WHERE number = ?');
  byNumber.setReturnArrays(true);
  const kept = new Map<number, Head>();
  const readHead = (number: number) => {
    const [rank, head] = (byNumber.get(number) ?? []) as unknown as readonly unknown[];
    return toHead(JSON.parse(String(head)) as StoredHead, dateOfRank(String(rank)));
  };
  return (number) => {
    const known = kept.get(number);
    if (known) return known;
    const one = refuseDamage(path, () => readHead(number));
    if (kept.size >= mostHeads) kept.clear();
    kept.set(number, one);
    return one;
  };
}

/** In place: copies of what was just read are a tenth of matching. */
function toHead(stored: StoredHead, modifiedAt: string): Head {
  const { stated = stored.severities } = stored;
  if (stored.stated) delete (stored as { stated?: unknown }).stated;
  return { head: Object.assign(stored, { modifiedAt }), stated };
}

/** The catalog is short, and nearly every question about it is answered with no. */
function readExploited(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database.prepare('SELECT id, content FROM exploited').all();
  return new Map(rows.map(({ id, content }) => [String(id), String(content)]));
}

function byIdOf(a: Advisory, b: Advisory): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function toRelated({ head, stated }: Head): Advisory {
  return { ...head, severities: stated, affected: [] };
}

function parse<Item>(content: unknown): Item | undefined {
  return typeof content === 'string' ? (JSON.parse(content) as Item) : undefined;
}
