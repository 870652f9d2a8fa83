import { getScheme } from '../../../versions/all.ts';
import type { ReleaseAnswer } from './answer-query.ts';
import { findNear } from './find-near.ts';
import type { Bound, Query } from './parse-query.ts';
import type { IndexedPackage, RecordIndex } from './record-index.ts';
import { toPlace } from './to-place.ts';

/** The packages of a release that have the name, and a version within the bounds. */
export function askAboutPackage({ type, name, bounds }: Extract<Query, { kind: 'package' }>, index: RecordIndex): ReleaseAnswer {
  const named = index.findPackages(name).filter(({ item }) => type === undefined || item.type === type);
  const judged = named.map((one) => ({ one, within: isWithin(one, bounds) }));
  const places = judged
    .filter(({ within }) => within === 'yes')
    .flatMap(({ one: { item, images } }) =>
      images.flatMap((at) => index.release.images[at] ?? []).map((image) => toPlace(image, { purl: item.purl })),
    );
  const unclear = judged
    .filter(({ within }) => within === 'unknown')
    .map(({ one }) => `the version of ${one.item.purl} cannot be compared.`);
  return {
    places,
    searched: [name],
    near: places.length > 0 ? [] : [...named.map(({ item }) => `${item.name} ${item.version}`), ...findNear(name, index)],
    open: [...unclear, ...openGaps(type, index)],
  };
}

/** Gaps of readers that could have found such a package. */
export function openGaps(type: string | undefined, { release }: RecordIndex): readonly string[] {
  const read = new Set(release.images.filter(({ status }) => status === 'read').map(({ reference }) => reference));
  return release.gaps
    .filter(({ unit, image }) => (image === null || read.has(image)) && couldHide(unit, type))
    .map(({ image, path, detail }) => `${[image, path].filter(Boolean).join(' ')}: ${detail}`);
}

/** Purl type → catalogers that find it. A gap of another one hides nothing of that type. */
const catalogersOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['deb', ['dpkg']],
  ['apk', ['apk']],
  ['rpm', ['rpm']],
  ['npm', ['npm']],
  ['pypi', ['python', 'conda']],
  ['golang', ['go']],
  ['maven', ['java', 'jdk']],
  ['cargo', ['cargo']],
  ['nuget', ['dotnet']],
  ['composer', ['composer']],
  ['gem', ['gem']],
]);

function couldHide(unit: string, type: string | undefined): boolean {
  const [, , cataloger] = unit.split('/');
  if (!unit.startsWith('gather/packages/') || cataloger === undefined) return true;
  const finders = type === undefined ? undefined : catalogersOf.get(type);
  return finders === undefined || finders.includes(cataloger);
}

function isWithin({ item }: IndexedPackage, bounds: readonly Bound[]): 'yes' | 'no' | 'unknown' {
  const answers = bounds.map(({ operator, version }) => {
    const order = getScheme(item.scheme).compare(item.version, version);
    if (order === 'unknown') return item.version === version && operator.includes('=') ? 'yes' : 'unknown';
    const holds = {
      '=': order === 'same',
      '<': order === 'before',
      '<=': order !== 'after',
      '>': order === 'after',
      '>=': order !== 'before',
    };
    return holds[operator] ? 'yes' : 'no';
  });
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
