import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import { type JsonMap, readJson, textAt, toJsonMap } from '../json-object.ts';
import { toReading } from '../to-reading.ts';

const unit = 'gather/packages/composer';

/**
 * PHP packages, from the list that Composer keeps of what it installed.
 *
 * in      a list of packages (Composer 1), or an object with that list in `packages` (Composer 2)
 * out     one package an entry, `vendor/name` in lower case, the version as stated: `v5.4.3`, `dev-main`
 * gaps    json-unreadable, incomplete-record
 * source  Composer 2.7, src/Composer/Repository/FilesystemRepository.php and the composer.json schema
 */
export const composer = Object.freeze<Cataloger>({
  id: 'composer',
  about: {
    title: 'PHP packages (Composer)',
    source: 'https://getcomposer.org/doc/04-schema.md',
    reads: ['`vendor/composer/installed.json`, whatever the vendor folder is called'],
    limits: [
      'the application itself (`installed.php` names it, and is PHP code)',
      '`composer.lock`: it lists what was planned, development dependencies included, not what is installed',
      'PHP itself, its extensions, PEAR packages and PHAR archives',
    ],
  },
  maxBytes: 64 * 1024 * 1024,
  endings: ['composer/installed.json'],
  wants: ({ path }) => path.endsWith('/composer/installed.json') || path === 'composer/installed.json',
  read: (file: LayerFile) => toReading(readFile(file), { unit, ...file }),
});

function* readFile(file: LayerFile): Generator<Package | Gap> {
  const root = readJson(bytesOf(file.content))?.value;
  const list = Array.isArray(root) ? root : toJsonMap(root)?.get('packages');
  if (!Array.isArray(list)) {
    yield toGap(file, 'json-unreadable', 'is not a list of packages in JSON');
    return;
  }
  for (const [index, value] of list.entries()) yield toPackage(file, toJsonMap(value), index);
}

function toPackage(file: LayerFile, entry: JsonMap | undefined, index: number): Package | Gap {
  const [name, version] = ['name', 'version'].map((key) => entry && textAt(entry, key));
  if (!entry || !isWord(name) || !isWord(version) || !/^[^/]+\/[^/]+$/.test(name))
    return toGap(file, 'incomplete-record', `package number ${index + 1} has no VENDOR/NAME or no version`);
  const license = licenseOf(entry.get('license'));
  return {
    type: 'composer',
    name: name.toLowerCase(),
    version,
    scheme: 'packagist',
    ...(license && { license }),
    certainty: 'certain',
    path: file.path,
  };
}

/** A list offers a choice. */
function licenseOf(value: unknown): string | undefined {
  const stated = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');
  return [...new Set(stated)].join(' OR ') || undefined;
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
