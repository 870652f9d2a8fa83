import type { Content } from '../formats/content.ts';
import { credentialByName, credentialMaxBytes, holdsPrivateKey, mayHoldKey } from '../gather/images/credential-files.ts';
import { accountPaths, accountsMaxBytes, readGroups, readUsers } from '../gather/images/read-accounts.ts';
import { distributionMaxBytes, distributionPaths, readDistribution } from '../gather/images/read-distribution.ts';
import { mayBeScript, readScript, scriptMaxBytes } from '../gather/images/read-script.ts';
import { holdsSorted } from '../gather/images/sorted-paths.ts';
import type { Cataloger } from '../gather/packages/cataloger.ts';
import type { Distribution } from '../model/distribution.ts';
import type { CredentialFile, LayerFacts, ScriptFile } from '../model/layer.ts';
import type { Gap } from '../model/reading.ts';

/** Credential files that are kept of one layer. */
const mostCredentials = 1_000;

/** Scripts that are kept of one layer. */
const mostScripts = 1_000;

/** Readers of single files that hold no packages. */
export interface FileCollector {
  /** In the form of catalogers, so that one runner offers each file to everybody. */
  readonly catalogers: readonly Cataloger[];
  isOurs(cataloger: string): boolean;
  /** What they read of the files that stand in the layer at its end; `paths` is sorted. */
  end(paths: readonly string[]): Omit<LayerFacts, 'entries' | 'owned'> & { readonly distributions: readonly Distribution[] };
}

/**
 * Collects what single files of a layer say: the distribution, users and groups, files with secrets, scripts.
 *
 * gaps    those of reading the distribution
 */
export function collectFiles(): FileCollector {
  const distributions = new Map<string, Distribution>();
  const accounts = new Map<string, Partial<Pick<LayerFacts, 'users' | 'groups'>>>();
  const keys = new Set<string>();
  const scripts = new Map<string, ScriptFile>();
  const catalogers = [distributionReader(distributions), accountReader(accounts), keyReader(keys), scriptReader(scripts)];
  const ids = new Set(catalogers.map(({ id }) => id));
  return {
    catalogers,
    isOurs: (cataloger) => ids.has(cataloger),
    end: (paths) => ({
      distributions: distributionPaths.flatMap((path) => (holdsSorted(paths, path) ? (distributions.get(path) ?? []) : [])),
      ...Object.assign(
        {},
        ...Object.values(accountPaths).map((path) => (holdsSorted(paths, path) ? accounts.get(path) : undefined)),
      ),
      credentials: paths.flatMap((path) => toCredential(path, keys)).slice(0, mostCredentials),
      ...scriptsOf(scripts, paths),
    }),
  };
}

function scriptsOf(scripts: ReadonlyMap<string, ScriptFile>, paths: readonly string[]): Pick<LayerFacts, 'scripts'> {
  const standing = [...scripts.values()].filter(({ path }) => holdsSorted(paths, path));
  if (standing.length === 0) return {};
  return { scripts: standing.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostScripts) };
}

function toCredential(path: string, keys: ReadonlySet<string>): CredentialFile[] {
  if (keys.size > 0 && keys.has(path)) return [{ path, what: 'private-key', by: 'header' }];
  const what = credentialByName(path);
  return what === undefined ? [] : [{ path, what, by: 'name' }];
}

/** A reader of single files: takes what it reads by path, and says nothing of packages. */
function reader(
  parts: Pick<Cataloger, 'id' | 'maxBytes' | 'endings' | 'wants'> & {
    readonly title: string;
    readonly source: string;
    take(path: string, content: Content): readonly Gap[];
  },
): Cataloger {
  const { id, title, source, maxBytes, endings, wants, take } = parts;
  return {
    id,
    about: { title, source, reads: [], limits: [] },
    maxBytes,
    ...(endings && { endings }),
    wants,
    read: ({ path, content }) => ({ items: [], gaps: take(path, content) }),
  };
}

function distributionReader(into: Map<string, Distribution>): Cataloger {
  const wanted: readonly string[] = distributionPaths;
  return reader({
    id: 'os-release',
    title: 'os-release',
    source: 'https://www.freedesktop.org/software/systemd/man/os-release.html',
    maxBytes: distributionMaxBytes,
    endings: wanted,
    wants: ({ path }) => wanted.includes(path),
    take(path, content) {
      const { items, gaps } = readDistribution(path, content);
      into.delete(path);
      for (const distribution of items) into.set(path, distribution);
      return gaps;
    },
  });
}

function accountReader(into: Map<string, Partial<Pick<LayerFacts, 'users' | 'groups'>>>): Cataloger {
  const { users, groups } = accountPaths;
  return reader({
    id: 'accounts',
    title: 'Users and groups',
    source: 'https://man7.org/linux/man-pages/man5/passwd.5.html',
    maxBytes: accountsMaxBytes,
    endings: [users, groups],
    wants: ({ path }) => path === users || path === groups,
    take(path, content) {
      into.set(path, path === users ? { users: readUsers(content) } : { groups: readGroups(content) });
      return [];
    },
  });
}

/** A larger file is not asked for: bundles of certificates are, and whoever hides a key hides it elsewhere. */
function keyReader(into: Set<string>): Cataloger {
  return reader({
    id: 'keys',
    title: 'Private keys',
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
    maxBytes: credentialMaxBytes,
    wants: ({ head, sizeBytes }) => sizeBytes <= credentialMaxBytes && mayHoldKey(head),
    take(path, content) {
      into.delete(path);
      if (holdsPrivateKey(content)) into.add(path);
      return [];
    },
  });
}

/** Larger ones are not asked for: what starts a container is short. */
function scriptReader(into: Map<string, ScriptFile>): Cataloger {
  return reader({
    id: 'scripts',
    title: 'Scripts',
    source: 'https://man7.org/linux/man-pages/man2/execve.2.html',
    maxBytes: scriptMaxBytes,
    wants: (head) => head.sizeBytes <= scriptMaxBytes && mayBeScript(head),
    take(path, content) {
      into.delete(path);
      const script = readScript(path, content);
      if (script) into.set(path, script);
      return [];
    },
  });
}
