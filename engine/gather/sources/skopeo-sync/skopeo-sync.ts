import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import { type LineOfPath, yamlLines } from '../../../formats/yaml/yaml-lines.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import { findFiles, findGaps, manifestFile } from '../find-files.ts';
import type { SourceFiles } from '../ports.ts';
import type { SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';
import type { SkopeoSyncSource } from '../source-spec.ts';
import { partStated, toStatedOccurrence } from '../stated-image.ts';

const unit = 'gather/sources/skopeo-sync';
const digest = /^sha(?:256|512):/;
/** What picks tags by asking the registry. */
const patterns = ['images-by-tag-regex', 'images-by-semver'];

/**
 * Index files of `skopeo sync`: registries, the images below them, and the tags or digests of each that are copied.
 *
 * in      YAML; a registry may have a path, and an image may nest the host that it comes from
 * out     one occurrence for each tag or digest, certain, of no resource
 * gaps    source-missing, source-empty, folder-too-deep, file-unreadable, yaml-unreadable, yaml-duplicate-key, reference-unreadable;
 *         index-unreadable: an entry that has not the form of an index;
 *         tags-unknown: all tags of an image, or those that a pattern picks, which only the registry knows
 * source  https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md, "YAML file content"
 */
export const skopeoSync = Object.freeze<SourceUnit<'skopeo-sync'>>({
  id: 'skopeo-sync',
  about: {
    title: 'Index files of skopeo sync',
    source: 'https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md',
    reads: ['the tags and digests that are listed under `images` of each registry'],
    limits: [
      '`images-by-tag-regex`, `images-by-semver` and images with an empty list: only the registry knows them; they are gaps',
    ],
  },
  async read(spec, { files }) {
    const found = findFiles(spec.at, files, manifestFile);
    const gaps: Gap[] = [...findGaps(spec.at, found, { files, unit, what: 'YAML file' })];
    const items = found.files.flatMap((file) => readIndex(file, files.readText(file), spec));
    const parted = partStated(items);
    gaps.push(...parted.gaps);
    const key = keyOf(spec.at, files);
    return { resources: [], occurrences: parted.occurrences, charts: [], gaps, key };
  },
  findKey: async ({ at }, { files }) => keyOf(at, files),
  locator: () => (sighting) => ({ file: sighting.from.file, line: sighting.from.line ?? 1 }),
});

function keyOf(at: string, files: SourceFiles): string {
  return sourceKey(['skopeo-sync 1', at], findFiles(at, files, manifestFile).files, files);
}

/** What the parts of reading one file share. */
interface IndexFile {
  readonly file: string;
  readonly lineOf: LineOfPath;
  readonly component: string | undefined;
}

type Item = Occurrence | Gap;

function readIndex(file: string, text: string | undefined, { component }: SkopeoSyncSource): readonly Item[] {
  if (text === undefined) return [{ code: 'file-unreadable', unit, path: file, detail: `${file} cannot be read` }];
  if (splitYamlStream(text).length === 0) return [];
  const { value, faults } = parseYaml(text);
  const gaps = faults.map((fault): Gap => {
    const code = value === undefined ? 'yaml-unreadable' : 'yaml-duplicate-key';
    return { code, unit, path: file, line: fault.line, detail: `${file} is not in order: ${fault.message}` };
  });
  if (value === undefined || value === null) return gaps;
  const index: IndexFile = { file, lineOf: yamlLines(text), component };
  if (!isObject(value)) return [...gaps, unreadable(index, [], 'an index is a mapping of registries')];
  return [...gaps, ...Object.entries(value).flatMap(([registry, entry]) => readRegistry(index, registry, entry))];
}

function readRegistry(index: IndexFile, registry: string, entry: JsonValue): readonly Item[] {
  if (entry === null) return [];
  if (!isObject(entry)) return [unreadable(index, [registry], 'a registry holds a mapping with `images`')];
  const unknown = patterns.flatMap((key) => {
    const images = entry[key];
    if (!isObject(images)) return [];
    return Object.entries(images).map(([name, pattern]) =>
      tagsUnknown(index, [registry, key, name], `the tags that ${scalarText(pattern)} picks`),
    );
  });
  const { images = null } = entry;
  if (images === null) return unknown;
  if (!isObject(images)) return [...unknown, unreadable(index, [registry, 'images'], '`images` is a mapping of names')];
  return [...Object.entries(images).flatMap(([name, tags]) => readImage(index, [registry, 'images', name], tags)), ...unknown];
}

function readImage(index: IndexFile, path: readonly [string, string, string], tags: JsonValue): readonly Item[] {
  if (tags === null || (Array.isArray(tags) && tags.length === 0)) return [tagsUnknown(index, path, 'all tags')];
  if (!Array.isArray(tags)) return [unreadable(index, path, 'an image holds a list of tags and digests')];
  const [registry, , name] = path;
  return tags.map((tag: JsonValue, at) => {
    if (typeof tag !== 'string' && typeof tag !== 'number') return unreadable(index, [...path, at], 'a tag is a text');
    const declared = `${registry}/${name}${digest.test(String(tag)) ? '@' : ':'}${tag}`;
    const where = { file: index.file, line: index.lineOf([...path, at]), component: index.component };
    return toStatedOccurrence({ declared, how: 'index', path: writePath([...path, at]), ...where }, unit);
  });
}

function tagsUnknown(index: IndexFile, path: readonly string[], which: string): Gap {
  const [registry = '', , name = ''] = path;
  const detail = `${which} of ${registry}/${name} are copied, and only the registry knows which; list them under \`images\``;
  return { code: 'tags-unknown', unit, path: index.file, line: index.lineOf(path), detail };
}

function unreadable(index: IndexFile, path: readonly (string | number)[], rule: string): Gap {
  const line = index.lineOf(path);
  return {
    code: 'index-unreadable',
    unit,
    path: index.file,
    line,
    detail: `${writePath(path) || 'the file'} is passed over: ${rule}`,
  };
}

/** Evidence path; keys with dots or slashes are quoted. */
function writePath(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join('')
    .replace(/^\./, '');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
