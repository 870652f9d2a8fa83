import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { type MetadataField, readMetadata } from './metadata.ts';

const unit = 'gather/packages/python';
const files = /(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|(?:^|\/)EGG-INFO\/PKG-INFO|[^/]\.egg-info)$/;
const vendored = /(?:^|\/)_vendor\//;
/** The core metadata specification's pattern for names. */
const validName = /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i;

/**
 * Python distributions, from the metadata that pip, setuptools and distribution packages leave beside the installed code.
 *
 * in      `METADATA`, `PKG-INFO` or an `.egg-info` file: header fields up to the first blank line
 * out     one package, its name normalized, its version as stated, `line` where its `Name` stands
 * gaps    incomplete-record (no name or version), not-utf8 (name or version cannot be read)
 * source  Python packaging specifications: core-metadata, recording-installed-packages, name-normalization
 */
export const python = Object.freeze<Cataloger>({
  id: 'python',
  about: {
    title: 'Python distributions',
    source: 'https://packaging.python.org/en/latest/specifications/core-metadata/',
    reads: ['`*.dist-info/METADATA`', '`*.egg-info/PKG-INFO`', '`*.egg-info` files', '`EGG-INFO/PKG-INFO` of unpacked eggs'],
    limits: [
      'distributions that another one carries in a `_vendor` folder: not importable under their own name, and `pip list` does not show them either',
      'requirement and lock files: they list what was planned, not what is installed',
      'zipped eggs, wheels that are not installed, frozen executables, and modules without metadata',
    ],
  },
  maxBytes: 16 * 1024 * 1024,
  wants: (file) => files.test(file.path) && !vendored.test(file.path),
  read(file: LayerFile) {
    return readDistribution(file, readMetadata(bytesOf(file.content)));
  },
});

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
    certainty: 'certain',
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
  return !stated || stated === 'UNKNOWN' || stated.includes('\n') ? undefined : stated;
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
