import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream, type YamlText } from '../../../formats/yaml/split-yaml-stream.ts';
import { type LineOfPath, yamlLines } from '../../../formats/yaml/yaml-lines.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Gap, Reading } from '../../../model/reading.ts';

/** A chart that a manifest installs. */
export interface ManifestChart {
  readonly name: string;
  /** Empty where the manifest states none. */
  readonly version: string;
  /** Name of the source that it comes from; empty where the manifest states none. */
  readonly source: string;
  readonly namespace: string;
  readonly release: string;
  readonly values: JsonObject;
  /** Position in `spec.charts`. */
  readonly index: number;
  /** 1-based line of its name. */
  readonly line: number;
}

/** A document of a loftsman manifest file. */
export interface Manifest {
  readonly file: string;
  /** 1-based line of the file where the document begins. */
  readonly documentLine: number;
  readonly lineOf: LineOfPath;
  readonly charts: readonly ManifestChart[];
  /** Folders of charts by the name of their source, as `type: directory` states them. */
  readonly folders: ReadonlyMap<string, string>;
}

const unit = 'gather/sources/loftsman';

/**
 * The manifests in one file.
 *
 * in      YAML; documents of another `apiVersion` are passed over
 * gaps    yaml-unreadable, yaml-duplicate-key; manifest-unreadable: no manifest in the file, or an entry of `charts` without a name
 */
export function readManifests(file: string, text: string): Reading<Manifest> {
  const items: Manifest[] = [];
  const gaps: Gap[] = [];
  for (const document of splitYamlStream(text)) {
    const { value, faults } = parseYaml(document.text);
    for (const { line, message } of faults) {
      const code = value === undefined ? 'yaml-unreadable' : 'yaml-duplicate-key';
      gaps.push({ code, unit, path: file, line: document.line + line - 1, detail: `${file} is not in order: ${message}` });
    }
    if (isObject(value) && scalarText(value.apiVersion).startsWith('manifests/'))
      items.push(toManifest(file, document, value, gaps));
  }
  if (items.length === 0 && gaps.length === 0) {
    const detail = `${file} holds no loftsman manifest (\`apiVersion: manifests/…\`)`;
    gaps.push({ code: 'manifest-unreadable', unit, path: file, detail });
  }
  return { items, gaps };
}

function toManifest(file: string, document: YamlText, value: JsonObject, gaps: Gap[]): Manifest {
  const lineInDocument = yamlLines(document.text);
  const lineOf: LineOfPath = (path) => document.line + lineInDocument(path) - 1;
  const spec = isObject(value.spec) ? value.spec : {};
  const entries = Array.isArray(spec.charts) ? (spec.charts as readonly JsonValue[]) : [];
  const charts = entries.flatMap((entry, index) => {
    const chart = isObject(entry) ? toChart(entry, index, lineOf) : undefined;
    if (chart) return [chart];
    const line = lineOf(['spec', 'charts', index]);
    gaps.push({ code: 'manifest-unreadable', unit, path: file, line, detail: `spec.charts[${index}] names no chart` });
    return [];
  });
  if (spec.charts !== undefined && spec.charts !== null && !Array.isArray(spec.charts)) {
    const line = lineOf(['spec', 'charts']);
    gaps.push({ code: 'manifest-unreadable', unit, path: file, line, detail: 'spec.charts is no list' });
  }
  return { file, documentLine: document.line, lineOf, charts, folders: foldersOf(spec) };
}

function toChart(entry: JsonObject, index: number, lineOf: LineOfPath): ManifestChart | undefined {
  const name = textOf(entry.name);
  if (name === '') return undefined;
  return {
    name,
    version: textOf(entry.version),
    source: textOf(entry.source),
    namespace: textOf(entry.namespace) || 'default',
    release: textOf(entry.releaseName) || name,
    values: isObject(entry.values) ? entry.values : {},
    index,
    line: lineOf(['spec', 'charts', index, 'name']),
  };
}

function foldersOf(spec: JsonObject): ReadonlyMap<string, string> {
  const sources =
    isObject(spec.sources) && Array.isArray(spec.sources.charts) ? (spec.sources.charts as readonly JsonValue[]) : [];
  const folders = sources.flatMap((source): [string, string][] =>
    isObject(source) && source.type === 'directory' ? [[textOf(source.name), textOf(source.location)]] : [],
  );
  return new Map(folders.filter(([, location]) => location !== ''));
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
