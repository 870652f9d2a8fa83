import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { PackageFiles } from '../cataloger.ts';
import { listing } from '../listing.ts';
import type { Row } from './read-database.ts';
import { readFiles } from './read-files.ts';
import { type RpmHeader, readHeader, tags } from './read-header.ts';

const unit = 'gather/packages/rpm';

/**
 * The package of one header, with what could not be read of it; nothing for an imported public key, which rpm keeps as `gpg-pubkey`.
 *
 * gaps    record-unreadable, incomplete-record, source-unreadable
 * source  rpm 4.18, lib/rpmts.c for gpg-pubkey
 */
export function* readPackage({ key, blob }: Row, path: string, owned: PackageFiles[]): Generator<Package | Gap> {
  const header = blob && readHeader(blob);
  if (!header) {
    yield {
      code: 'record-unreadable',
      unit,
      path,
      detail: `the header of package ${nameOf(key)} is cut, malformed or too large`,
    };
    return;
  }
  if (header.get(tags.name) === 'gpg-pubkey') return;
  const own = readOwn(header);
  if (!own) {
    yield {
      code: 'incomplete-record',
      unit,
      path,
      detail: `the header of package ${nameOf(key)} has no usable name, version or release`,
    };
    return;
  }
  const source = readSource(header, own);
  if (source === 'unreadable')
    yield { code: 'source-unreadable', unit, path, detail: `${own.name} names a source package that cannot be read` };
  const item = toPackage(header, { own, path, ...(typeof source === 'object' && { source }) });
  owned.push({ package: ownerOf(item), files: listing(() => readFiles(blob)) });
  yield item;
}

function ownerOf({ name, version, architecture }: Package): PackageFiles['package'] {
  return { name, version, ...(architecture !== undefined && { architecture }) };
}

interface Identity {
  readonly name: string;
  readonly version: string;
}

function readOwn(header: RpmHeader): Identity | undefined {
  const [name, version, release] = [tags.name, tags.version, tags.release].map((tag) => header.get(tag));
  if (!isWord(name) || !isWord(version) || !isWord(release)) return undefined;
  const epoch = header.get(tags.epoch);
  if (typeof epoch === 'string') return undefined;
  return { name, version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}` };
}

/** `name-version-release.src.rpm`; `nosrc` where the sources may not be passed on. */
function readSource(header: RpmHeader, own: Identity): Identity | 'unreadable' | undefined {
  const stated = header.get(tags.sourceRpm);
  if (stated === undefined || stated === '' || stated === '(none)') return undefined;
  const [, name, version] = /^([^\s/]+)-([^\s/-]+-[^\s/-]+)\.(?:no)?src\.rpm$/.exec(String(stated)) ?? [];
  if (!name || !version) return 'unreadable';
  return { name, version: own.version.endsWith(`:${version}`) ? own.version : version };
}

function toPackage(header: RpmHeader, found: { own: Identity; source?: Identity; path: string }): Package {
  const { own, source, path } = found;
  const [architecture, license, module] = [tags.architecture, tags.license, tags.module].map((tag) => header.get(tag));
  const size = header.get(tags.size);
  return {
    type: 'rpm',
    ...own,
    scheme: 'rpm',
    ...(source && (source.name !== own.name || source.version !== own.version) && { source }),
    ...(typeof architecture === 'string' && architecture && { architecture }),
    ...(typeof license === 'string' && license && { license }),
    ...(typeof module === 'string' && module && { module }),
    ...(typeof size === 'number' && size > 0 && { sizeBytes: size }),
    certainty: 'certain',
    path,
  };
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s\p{Cc}\uFFFD]+$/u.test(value);
}

/** A database may have lost the number itself. */
function nameOf(key: number): string {
  return key < 0 ? 'without a number' : `number ${key}`;
}
