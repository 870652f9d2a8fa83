import { bytesOf, contentOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { licenseOfClassifiers } from './license-classifiers.ts';
import { type MetadataField, readMetadata } from './metadata.ts';
import { readZipped } from './read-zipped.ts';

const unit = 'gather/packages/python';
const maxMetadataBytes = 12 * 1024 * 1024;
const files = /(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|(?:^|\/)EGG-INFO\/PKG-INFO|[^/]\.egg-info)$/;
/** What pip renames when it removes a distribution, and passes over when it was stopped before the end; and what conda and uv keep to install from. */
const notInstalled =
  /(?:^|\/)(?:[~-][^/]*\.(?:dist|egg)-info(?:\/|$)|pkgs\/[^/]+-\d[^/-]*-[^/-]+\/(?:lib\/python[\d.]+\/)?site-packages\/|archive-v\d+\/[\w-]{16,}\/(?!lib\/))/;
/** Zipped eggs, where easy_install put them (`.egg` folders have files of their own), and applications in one file. */
const zipped = /\.(?:egg|pyz|pex)$/;
const zipMark = 0x504b;
/** `#!`: a line that names the interpreter may stand before the archive. */
const scriptMark = 0x2321;
const vendored = /(?:^|\/)_vendor\//;
/** The core metadata specification's pattern for names. */
const validName = /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i;

/**
 * Python distributions, from the metadata that pip, setuptools and distribution packages leave beside the installed code.
 *
 * in      `METADATA`, `PKG-INFO` or an `.egg-info` file: header fields up to the first blank line
 * out     one package, its name normalized, its version as stated, `line` where its `Name` stands
 * gaps    incomplete-record (no name or version), not-utf8 (name or version cannot be read), too-large, and those of zip archives
 * source  Python packaging specifications: core-metadata, recording-installed-packages, name-normalization
 */
export const python = Object.freeze<Cataloger>({
  id: 'python',
  about: {
    title: 'Python distributions',
    source: 'https://packaging.python.org/en/latest/specifications/core-metadata/',
    reads: [
      '`*.dist-info/METADATA`',
      '`*.egg-info/PKG-INFO`',
      '`*.egg-info` files',
      '`EGG-INFO/PKG-INFO` of eggs, unpacked and zipped',
      'the same in applications that are one archive: `*.pyz`, `*.pex` (zipapp, shiv, PEX)',
    ],
    limits: [
      'what another distribution carries in a `_vendor` folder without metadata; with metadata it is `likely`, since it was picked for that one and `pip list` does not show it',
      'requirement and lock files: they list what was planned, not what is installed',
      '`*.egg-link`, `*.pth` and `direct_url.json`: they lead to projects that are installed from a folder, whose `*.egg-info` or `*.dist-info` is read where it stands; that such a one may not be what PyPI publishes under its name is not told',
      'what pip renamed and did not come to remove (`~NAME.dist-info`), and what conda (`pkgs/NAME-VERSION-BUILD`) and uv (`archive-v0/ID`) keep to install from',
      'applications that are one archive under another name, wheels that are not installed, frozen executables, and modules without metadata',
    ],
  },
  maxBytes: 1024 ** 3,
  endings: ['/METADATA', '/PKG-INFO', '.egg-info', '.egg', '.pyz', '.pex'],
  wants: ({ path, head }) => isMetadata(path) || (zipped.test(path) && mayBeZip(head)),
  read(file: LayerFile) {
    if (zipped.test(file.path))
      return readZipped(file, {
        isMetadata: file.path.endsWith('.egg') ? (name) => name === 'EGG-INFO/PKG-INFO' : isMetadata,
        read: (path, bytes) => readDistribution({ path, content: contentOf(bytes) }, readMetadata(bytes)),
      });
    if (file.content.sizeBytes > maxMetadataBytes)
      return {
        items: [],
        gaps: [toGap(file, 'too-large', `it has ${file.content.sizeBytes} bytes and at most ${maxMetadataBytes} are read`)],
      };
    return readDistribution(file, readMetadata(bytesOf(file.content)));
  },
});

function isMetadata(path: string): boolean {
  return files.test(path) && !notInstalled.test(path);
}

function mayBeZip(head: Uint8Array): boolean {
  const mark = ((head[0] ?? 0) << 8) + (head[1] ?? 0);
  return mark === zipMark || mark === scriptMark;
}

function readDistribution(file: LayerFile, fields: ReadonlyMap<string, MetadataField>): Reading<Package> {
  const name = fields.get('name');
  const version = fields.get('version');
  if (name?.text === undefined || version?.text === undefined) {
    const unreadable = (name && name.text === undefined) || (version && version.text === undefined);
    return unreadable
      ? { items: [], gaps: [toGap(file, 'not-utf8', 'Name or Version is not UTF-8')] }
      : { items: [], gaps: [toGap(file, 'incomplete-record', 'metadata states no Name or no Version')] };
  }
  if (!validName.test(name.text) || version.text === '')
    return { items: [], gaps: [toGap(file, 'incomplete-record', 'Name is not a valid project name, or Version is empty')] };
  const license = licenseOf(fields);
  const item: Package = {
    type: 'pypi',
    name: normalizeName(name.text),
    version: version.text,
    scheme: 'pep440',
    ...(license && { license }),
    certainty: vendored.test(file.path) ? 'likely' : 'certain',
    path: file.path,
    line: name.line,
  };
  return { items: [item], gaps: [] };
}

/** PEP 503: case, and which of `-`, `_` and `.` separates, make no difference. */
function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Some projects put the whole license text into `License`; that is no declaration anybody can use. */
function licenseOf(fields: ReadonlyMap<string, MetadataField>): string | undefined {
  const stated = fields.get('license-expression')?.text || fields.get('license')?.text;
  const isUsable = stated && stated !== 'UNKNOWN' && !stated.includes('\n');
  return isUsable ? stated : licenseOfClassifiers(fields.get('classifier')?.text ?? '');
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
