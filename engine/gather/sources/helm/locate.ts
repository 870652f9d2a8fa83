import { posix } from 'node:path/posix';
import { parseEvidencePath } from '../../../formats/json/parse-evidence-path.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import { locateParts, type SplitReference, splitReference, type WantedPart } from '../locate-parts.ts';
import { keepTexts, lineHolding, locateInFile, type SourceTexts } from '../locate-text.ts';
import type { SourceFiles } from '../ports.ts';
import type { Locate, SourcePlace } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import { placeOfVersion } from './decide.ts';
import { findSharedVersion, findValue } from './find-value.ts';

/**
 * Finds what decides an image of a chart: what marked renderings proved; else a literal in the template; else the values that it was made from, those given with the source
 * before the chart's own; else a file that the template includes; a tag that no value states is the chart's `appVersion`; else the template's line for the field.
 */
export function chartLocator(spec: HelmSource, files: SourceFiles): Locate {
  const texts = keepTexts(files);
  return (sighting) => {
    const { path, declared, from } = sighting;
    const decidedBy = from.decided?.find((image) => image.path === path && image.declared === declared)?.decidedBy;
    const version = decidedBy && placeOfVersion(decidedBy);
    const known = decidedBy ? { decidedBy } : {};
    if (version && version.part !== 'repository' && version.part !== 'registry')
      return { file: version.file, line: version.line, ...known };
    const whole = findLiteral(texts, { text: sighting.declared, path: sighting.path, from: sighting.from });
    const place =
      whole ??
      findInValues(spec, texts, sighting.declared, sighting.from.file) ??
      findIncluded(spec, texts, sighting.declared, sighting.from.file) ??
      findField(texts, sighting.from.file, sighting.path);
    return { ...(place ?? locateParts(sighting, (wanted) => findLiteral(texts, wanted))), ...known };
  };
}

function findLiteral(texts: SourceTexts, { text, path, from }: WantedPart): SourcePlace | undefined {
  const source = texts.read(from.file) ?? '';
  const line = locateInFile(texts, from.file, { text, path, identity: from.identity }) ?? lineHolding(source, text);
  return line === undefined ? undefined : { file: from.file, line };
}

function findInValues(spec: HelmSource, texts: SourceTexts, declared: string, template: string): SourcePlace | undefined {
  const image = splitReference(declared);
  let version: (SourcePlace & { readonly score: number }) | undefined;
  let named: SourcePlace | undefined;
  let shared: SourcePlace | undefined;
  for (const file of valuesFiles(spec, template)) {
    const source = texts.read(file) ?? '';
    const literal = lineHolding(source, declared, { comments: false });
    if (literal !== undefined) return { file, line: literal };
    const values = parseYaml(source).value ?? null;
    const places = yamlPlaces(source);
    const found = findValue(values, declared, image);
    const line = found && places.find(found.path)?.line;
    if (line && found.decides === 'version' && found.score > (version?.score ?? 0)) version = { file, line, score: found.score };
    if (line) named ??= { file, line };
    const common = places.find(findSharedVersion(values, image) ?? ['']);
    if (common) shared ??= { file, line: common.line };
  }
  if (version) return { file: version.file, line: version.line };
  return named && (shared ?? findAppVersion(spec, texts, image, template) ?? named);
}

/** The line of a file that the template includes as it is: `.Files.Get "files/a.yaml"`. */
function findIncluded(spec: HelmSource, texts: SourceTexts, declared: string, template: string): SourcePlace | undefined {
  const folder = chartFolders(spec, template).at(-1) ?? spec.at;
  for (const [, name = ''] of (texts.read(template) ?? '').matchAll(/\.Files\.\w+\s+"([^"*]+)"/g)) {
    const file = posix.join(folder, posix.join('/', name));
    const line = lineHolding(texts.read(file) ?? '', declared, { comments: false });
    if (line !== undefined) return { file, line };
  }
  return undefined;
}

/** Those given with the source, the last first; the chart's own; the subchart's that holds the template. */
function valuesFiles(spec: HelmSource, template: string): readonly string[] {
  const own = chartFolders(spec, template).map((folder) => posix.join(folder, 'values.yaml'));
  return [...spec.values.toReversed(), ...own];
}

/** The chart, and the subcharts on the way to a template; of one that lies beside the chart, itself. */
function chartFolders(spec: HelmSource, template: string): readonly string[] {
  const inside = posix.relative(spec.at, template).split('/');
  const depth = inside.lastIndexOf('charts');
  const subcharts = inside
    .slice(0, depth + 2)
    .flatMap((name, index) => (name === 'charts' ? [posix.join(spec.at, ...inside.slice(0, index + 2))] : []));
  const [above, home = ''] = [inside[0] === '..', template.slice(0, Math.max(0, template.lastIndexOf('/templates/')))];
  return above ? [spec.at, home] : [spec.at, ...subcharts];
}

function findAppVersion(
  spec: HelmSource,
  texts: SourceTexts,
  { tag }: SplitReference,
  template: string,
): SourcePlace | undefined {
  if (tag === undefined) return undefined;
  for (const folder of chartFolders(spec, template).toReversed()) {
    const file = posix.join(folder, 'Chart.yaml');
    const found = yamlPlaces(texts.read(file) ?? '').find(['appVersion']);
    if (found?.text !== undefined && tag.replace(/^v/, '') === found.text.replace(/^v/, '')) return { file, line: found.line };
  }
  return undefined;
}

/** The template's first line that fills a field of that name from an expression. */
function findField(texts: SourceTexts, file: string, path: string): SourcePlace | undefined {
  const key = parseEvidencePath(path)[0]?.findLast((step) => typeof step === 'string');
  const lines = (texts.read(file) ?? '').split('\n');
  const index = lines.findIndex((line) => line.includes('{{') && line.trimStart().replace(/^- /, '').startsWith(`${key}:`));
  return index < 0 ? undefined : { file, line: index + 1 };
}
