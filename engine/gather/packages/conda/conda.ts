import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import { readJson, textAt, toJsonMap } from '../json-object.ts';

const unit = 'gather/packages/conda';

/**
 * Conda packages, from the record that conda and mamba keep of each installed one.
 *
 * out     one package, its subdirectory (`linux-64`, `noarch`) as architecture. A Python package in it has metadata of its own, which
 *         the reader of Python distributions finds
 * gaps    json-unreadable, incomplete-record
 * source  conda 24, conda/models/records.py, PrefixRecord
 */
export const conda = Object.freeze<Cataloger>({
  id: 'conda',
  about: {
    title: 'Conda packages',
    source: 'https://docs.conda.io/projects/conda/en/stable/dev-guide/api/conda/models/records/index.html',
    reads: ['`conda-meta/*.json`, in any environment'],
    limits: [
      'the channel and the build of a package',
      'package caches (`pkgs/`) and environment files',
      'versions are not compared: no advisories are keyed by conda names',
    ],
  },
  maxBytes: 64 * 1024 * 1024,
  endings: ['.json'],
  wants: ({ path }) => path.endsWith('.json') && path.includes('conda-meta/') && isRecord(path.split('/').slice(-2)),
  read: readFile,
});

/** Records are named NAME-VERSION-BUILD; conda keeps other notes beside them. */
function isRecord([folder, name = '']: readonly string[]): boolean {
  return folder === 'conda-meta' && name.split('-').length > 2;
}

function readFile({ path, content }: LayerFile): Reading<Package> {
  const record = toJsonMap(readJson(bytesOf(content))?.value);
  if (!record) return { items: [], gaps: [{ code: 'json-unreadable', unit, path, detail: 'is not a JSON object' }] };
  const [name, version] = ['name', 'version'].map((key) => textAt(record, key));
  if (!isWord(name) || !isWord(version))
    return { items: [], gaps: [{ code: 'incomplete-record', unit, path, detail: 'the record has no usable name or version' }] };
  const [subdirectory, license] = ['subdir', 'license'].map((key) => textAt(record, key));
  const item: Package = {
    type: 'conda',
    name,
    version,
    // What conda's own order comes from.
    scheme: 'pep440',
    ...(isWord(subdirectory) && { architecture: subdirectory }),
    ...(license && { license }),
    certainty: 'certain',
    path,
  };
  return { items: [item], gaps: [] };
}
