import type { Gap } from '../../../model/reading.ts';
import type { Resource, ResourceIdentity } from '../../../model/resource.ts';
import { firstLine } from '../find-document.ts';
import { findFiles, findGaps, manifestFile } from '../find-files.ts';
import { readKubernetesObjects } from '../kubernetes-objects.ts';
import { locateParts } from '../locate-parts.ts';
import { keepTexts, lineHolding, locateInFile } from '../locate-text.ts';
import { placeInDocument } from '../place-document.ts';
import { type SourceFiles, standardInput } from '../ports.ts';
import type { Locate, SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';
import type { YamlSource } from '../source-spec.ts';

const unit = 'gather/sources/yaml';
const kustomization = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/**
 * Plain manifests: a file, a folder with everything below it, or a glob.
 *
 * in      YAML streams and JSON; `List` kinds count by their items
 * out     every Kubernetes object; kustomization files and documents that are no Kubernetes object are passed over
 * gaps    source-missing, source-empty, file-unreadable, not-utf8, yaml-unreadable, yaml-duplicate-key, resource-twice, folder-too-deep;
 *         manifest-is-template: a file that only a template engine can read, which needs a source of its own
 */
export const yaml = Object.freeze<SourceUnit<'yaml'>>({
  id: 'yaml',
  about: {
    title: 'Plain manifests',
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/',
    reads: ['`.yaml`, `.yml` and `.json` files: one, all in a folder and below it, or those that a glob matches'],
    limits: ['files that are templates: they are gaps', 'kustomization files: they are sources of their own'],
  },
  async read(spec, { files }) {
    const found = findFiles(spec.at, files, manifestFile);
    const paths = found.files;
    const gaps: Gap[] = [...findGaps(spec.at, found, { files, unit, what: 'YAML or JSON file' })];
    const resources: Resource[] = [];
    for (const path of paths.filter((file) => !kustomization.test(file))) readFile(path, { spec, files, resources, gaps });
    if (spec.at === standardInput && resources.length + gaps.length === 0) gaps.push(nothingPiped);
    return { resources, occurrences: [], charts: [], gaps, key: keyOf(spec.at, paths, files) };
  },
  findKey: async ({ at }, { files }) => keyOf(at, findFiles(at, files, manifestFile).files, files),
  locator: (_spec, files) => fileLocator(files),
});

/** The shell does not say that the program before the pipe failed. */
const nothingPiped: Gap = {
  code: 'source-empty',
  unit,
  path: standardInput,
  detail: 'nothing came in on standard input; did what renders before the pipe fail?',
};

function keyOf(at: string, paths: readonly string[], files: SourceFiles): string {
  return sourceKey(['yaml 1', at], paths, files);
}

function fileLocator(files: SourceFiles): Locate {
  const texts = keepTexts(files);
  return (sighting) =>
    locateParts(sighting, ({ text, path, from }) => {
      const line =
        locateInFile(texts, from.file, { text, path, identity: from.identity }) ?? lineHolding(texts.read(from.file) ?? '', text);
      return line === undefined ? undefined : { file: from.file, line };
    });
}

interface Reader {
  readonly spec: YamlSource;
  readonly files: SourceFiles;
  readonly resources: Resource[];
  readonly gaps: Gap[];
}

function readFile(path: string, { spec, files, resources, gaps }: Reader): void {
  const text = files.readText(path);
  if (text === undefined) {
    gaps.push({ code: 'file-unreadable', unit, path, detail: `${path} cannot be read` });
    return;
  }
  const { items, gaps: found } = readKubernetesObjects(text, { unit, path, hasLines: true });
  gaps.push(...asTemplate(path, text, found));
  if (text.includes('\uFFFD'))
    gaps.push({ code: 'not-utf8', unit, path, detail: `${path} holds bytes that are not UTF-8; the rest was read` });
  const lines = new Map<string, number>();
  for (const { identity, value, document } of items) {
    if (identity.apiVersion.startsWith('kustomize.config.k8s.io/')) continue;
    const line = firstLine(document);
    const first = lines.get(JSON.stringify(identity));
    if (first !== undefined && identity.name !== '') gaps.push(twice(path, { identity, first, line }));
    lines.set(JSON.stringify(identity), line);
    const component = spec.component === undefined ? {} : { component: spec.component };
    resources.push({
      identity,
      value,
      source: `yaml:${spec.at}`,
      ...component,
      file: path,
      line,
      get places() {
        return placeInDocument(path, document, { identity, value });
      },
      hook: false,
    });
  }
}

/** Not so for other files: a folder may hold variants of one thing. */
function twice(path: string, place: { identity: ResourceIdentity; first: number; line: number }): Gap {
  const { identity, first, line } = place;
  const detail = `${identity.kind} ${identity.name} stands in line ${first} already: of two resources with one name the last one applied counts; both were read`;
  return { code: 'resource-twice', unit, path, line, detail };
}

/** A file that cannot be parsed and has template actions is a template: one gap says so better than one for each document. */
function asTemplate(path: string, text: string, gaps: readonly Gap[]): readonly Gap[] {
  const action = text.split('\n').findIndex((line) => line.includes('{{'));
  if (action < 0 || !gaps.some(({ code }) => code === 'yaml-unreadable')) return gaps;
  const detail = `${path} is a template; give what renders it as a source, or leave the file out`;
  return [{ code: 'manifest-is-template', unit, path, line: action + 1, detail }];
}
