import { type RecordGrammar, readRecords, type TextRecord } from '../../../formats/text/read-records.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, CatalogReading, LayerFile, PackageFiles } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';
import { fileListMaxBytes, listedPackage, readFileList } from './file-list.ts';

const unit = 'gather/packages/dpkg';
const database = 'var/lib/dpkg/status';
const folder = 'var/lib/dpkg/status.d/';
const journal = /^var\/lib\/dpkg\/updates\/\d{4}$/;

/** States in which a package's files are on the disk, and how sure that makes it. */
const states: ReadonlyMap<string, Package['certainty'] | 'absent'> = new Map([
  ['installed', 'certain'],
  ['unpacked', 'certain'],
  ['half-configured', 'certain'],
  ['triggers-awaited', 'certain'],
  ['triggers-pending', 'certain'],
  ['half-installed', 'likely'],
  ['config-files', 'absent'],
  ['not-installed', 'absent'],
]);

/**
 * Debian and Ubuntu packages, from dpkg's status file and from the one file a package of distroless images.
 *
 * in      paragraphs of `Field: value`, set apart by blank lines; field names in any case
 * out     one Package per paragraph whose third status word says that its files are there: installed, unpacked, half-configured,
 *         triggers-awaited, triggers-pending, whatever the wanted state (hold, deinstall) is; half-installed and a missing Status
 *         (except in status.d, where none is written) are `likely`; config-files and not-installed are no packages
 * gaps    incomplete-record, unreadable-line, duplicate-field, database-unreadable (100,000 bad lines), source-unreadable, status-unknown,
 *         database-truncated (the file ends inside a line), database-incomplete (updates that dpkg has not merged), too-large (a file list)
 * cost    O(size), by blocks
 * source  dpkg 1.22, lib/dpkg/parse.c, fields.c and pkg-spec; dpkg(1), "Package states"; deb-control(5), "Source"
 */
export const dpkg: Cataloger = Object.freeze<Cataloger>({
  id: 'dpkg',
  about: {
    title: 'Debian and Ubuntu packages (dpkg)',
    source: 'https://git.dpkg.org/cgit/dpkg/dpkg.git/tree/lib/dpkg/parse.c',
    reads: [
      'var/lib/dpkg/status',
      'var/lib/dpkg/status.d/* (distroless images)',
      'var/lib/dpkg/info/*.list and var/lib/dpkg/status.d/*.md5sums, for which package a file belongs to',
    ],
    limits: [
      'licenses (dpkg does not record them)',
      'updates not yet merged into the status file; they are a gap',
      'databases under another root than /, and those of opkg',
      'diversions: a diverted file belongs to the package that lists it',
    ],
  },
  maxBytes: 64 * 1024 * 1024,
  wants: ({ path }) => path === database || isEntry(path) || journal.test(path) || listedPackage(path) !== undefined,
  read(file: LayerFile) {
    const owner = listedPackage(file.path);
    if (owner) return readOwner(owner, file);
    return toReading(journal.test(file.path) ? [unmerged(file.path)] : readStatus(file), { unit, ...file });
  },
});

function readOwner(owner: PackageFiles['package'], file: LayerFile): CatalogReading {
  const { path, content } = file;
  if (content.sizeBytes <= fileListMaxBytes)
    return { items: [], gaps: [], owned: [{ package: owner, files: readFileList(file) }] };
  const detail = `it has ${content.sizeBytes} bytes and at most ${fileListMaxBytes} are read; which files it lists is unknown`;
  return { items: [], gaps: [{ code: 'too-large', unit, path, detail }], owned: [{ package: owner, files: [] }] };
}

function isEntry(path: string): boolean {
  return (
    path.startsWith(folder) && path.length > folder.length && !path.includes('/', folder.length) && !path.endsWith('.md5sums')
  );
}

function unmerged(path: string): Gap {
  return {
    code: 'database-incomplete',
    unit,
    path,
    detail: 'dpkg was stopped before it merged this update; its packages are not read',
  };
}

function grammarFor(path: string): RecordGrammar {
  return {
    wanted: new Set(['package', 'status', 'version', 'source', 'architecture', 'installed-size']),
    ends: (text) => text.trim() === '',
    keyOf(text) {
      if (text.startsWith(' ') || text.startsWith('\t')) return 'more';
      const colon = text.indexOf(':');
      return colon > 0 ? { key: text.slice(0, colon).trim().toLowerCase(), valueAt: colon + 1 } : undefined;
    },
    endsWithNewline: path === database,
  };
}

function* readStatus(file: LayerFile): Generator<Package | Gap> {
  for (const record of readRecords(file.content, grammarFor(file.path))) {
    for (const flaw of record.flaws) yield { ...flaw, unit, path: file.path };
    yield* readRecord(record, file.path);
  }
}

function* readRecord(record: TextRecord, path: string): Generator<Package | Gap> {
  const place = { unit, path, line: record.line };
  const certainty = certaintyOf(record, path);
  if (certainty === 'absent') return;
  if (certainty === undefined) {
    yield { ...place, code: 'status-unknown', detail: `status "${excerpt(record.fields.get('status'))}" is none that dpkg has` };
    return;
  }
  const name = record.fields.get('package') ?? '';
  const version = record.fields.get('version') ?? '';
  if (!/^[a-z0-9][a-z0-9+._-]*$/i.test(name) || !/^[^\s\p{Cc}]+$/u.test(version)) {
    yield { ...place, code: 'incomplete-record', detail: `no usable name or version in the record of "${excerpt(name)}"` };
    return;
  }
  const source = readSource(record.fields.get('source'), { name, version });
  if (source === undefined)
    yield { ...place, code: 'source-unreadable', detail: `${excerpt(name)} names a source package that cannot be read` };
  const architecture = record.fields.get('architecture');
  const sizeBytes = readDecimal(record.fields.get('installed-size')) * 1024;
  yield {
    type: 'deb',
    name,
    version,
    scheme: 'dpkg',
    ...(source && (source.name !== name || source.version !== version) && { source }),
    ...(architecture && { architecture }),
    ...(sizeBytes > 0 && { sizeBytes }),
    certainty,
    path,
    line: record.line,
  };
}

function certaintyOf(record: TextRecord, path: string): Package['certainty'] | 'absent' | undefined {
  const status = record.fields.get('status');
  if (status !== undefined) return states.get(status.split(/\s+/)[2] ?? '');
  return path === database ? 'likely' : 'certain';
}

/** `openssl`, or `openssl (3.0.11-1)` where the versions differ; the binary's own where nothing is stated. */
function readSource(text: string | undefined, own: NonNullable<Package['source']>): Package['source'] {
  if (!text) return own;
  const [, name, version] = /^([a-z0-9][a-z0-9+._-]*)(?:\s*\(([^\s()]+)\))?$/i.exec(text) ?? [];
  return name ? { name, version: version ?? own.version } : undefined;
}

/** 0 for what is no number. */
function readDecimal(text = ''): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : 0;
}

function excerpt(text = ''): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
